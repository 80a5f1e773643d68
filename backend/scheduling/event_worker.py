"""The loop of the event-detector thread: derive the events of every window in which something new was seen."""

from __future__ import annotations

import logging

from backend.runtime.bell import Bell
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.scheduling import messages
from backend.scheduling.policy import Backoff
from backend.scheduling.ports import DeriveWindow, DirtyWindows, Window

log = logging.getLogger(__name__)

IDLE_S = 5.0
WINDOW_PAUSE = Backoff(first_s=5.0, longest_s=600.0)
ERROR_PAUSE = Backoff(first_s=1.0, longest_s=60.0)

_Key = tuple[int, int, int]


class EventWorker:
    """A window that cannot be derived rests and is tried again later; it never holds up the others."""

    def __init__(
        self, windows: DirtyWindows, derive: DeriveWindow, *, bell: Bell, broadcast: Broadcast, clock: Clock
    ) -> None:
        self._windows = windows
        self._derive = derive
        self._bell = bell
        self._broadcast = broadcast
        self._clock = clock
        self._resting: dict[_Key, tuple[int, float]] = {}

    def run(self, stop: StopSignal) -> None:
        """Work until stopped: the target of a thread."""
        errors = 0
        while not stop.is_set():
            seen = self._bell.rings
            try:
                worked = self.sweep(stop)
            except Exception:
                errors += 1
                log.exception("the event detector could not go on, error %d in a row", errors)
                stop.wait(ERROR_PAUSE.pause_s(errors))
                continue
            errors = 0
            if not worked:
                self._bell.wait(seen, IDLE_S, stop)

    def sweep(self, stop: StopSignal) -> bool:
        """Derive every window that is due, once; False when there was none."""
        windows = self._windows()
        present = {_key(window) for window in windows}
        self._resting = {key: rest for key, rest in self._resting.items() if key in present}
        worked = False
        done: set[_Key] = set()
        for window in windows:
            if stop.is_set():
                break
            if _key(window) in done or not self._is_due(window):
                continue
            done.add(_key(window))
            worked = self._derive_one(window) or worked
        return worked

    @property
    def waiting(self) -> bool:
        """True while there are windows to derive that did not just fail. Raises StoreError."""
        return any(_key(window) not in self._resting for window in self._windows())

    @property
    def resting(self) -> int:
        """Windows that failed and wait for their next try."""
        return len(self._resting)

    def _is_due(self, window: Window) -> bool:
        rest = self._resting.get(_key(window))
        return rest is None or self._clock.monotonic() >= rest[1]

    def _derive_one(self, window: Window) -> bool:
        key = _key(window)
        try:
            events = self._derive(window)
        except Exception:
            errors = self._resting.get(key, (0, 0.0))[0] + 1
            pause_s = WINDOW_PAUSE.pause_s(errors)
            self._resting[key] = (errors, self._clock.monotonic() + pause_s)
            log.exception("events of camera %d from %d to %d could not be derived; next try in %.0f s", *key, pause_s)
            return False
        self._resting.pop(key, None)
        self._broadcast.publish(messages.EVENT, messages.events_derived(window, events))
        return True


def _key(window: Window) -> _Key:
    return window.camera_id, window.from_ms, window.to_ms
