"""One recorded camera: its main stream, its small one, and what is told of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from backend.domain.live import LiveGapCause
from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.runtime.watchdog import Watchdog
from backend.runtime.worker import Worker
from backend.sources.live.growing import Growing
from backend.sources.live.main_desk import MainDesk
from backend.sources.live.ports import LiveTools, WantedCamera
from backend.sources.live.recorder import Desk, StreamRecorder
from backend.sources.live.sound_desk import SoundDesk
from backend.sources.live.state import CameraState
from backend.sources.live.sub_desk import SubDesk
from backend.sources.protocol import LiveStreams

_FUTURE_MS = 3_600_000
"""Recordings dated further ahead than this were made with a wrong clock: the present one counts."""


class CameraRecording:
    """Its threads belong to the watchdog it is given. Call its methods from one thread."""

    def __init__(
        self,
        wanted: WantedCamera,
        tools: LiveTools,
        growing: Growing,
        changed: Callable[[CameraState], None],
        watchdog: Watchdog,
        stop: StopSignal,
    ) -> None:
        self.wanted = wanted
        self.state = CameraState(wanted.camera_id, wanted.source_id, tools.clock, changed)
        self._tools = tools
        self._growing = growing
        self._watchdog = watchdog
        self._stop = stop
        self._desk = MainDesk(wanted.camera_id, wanted.slug, wanted.folder, tools, self.state, growing)
        self._names: list[str] = []
        self._sound = wanted.sound
        self._ending: list[Worker] = []

    def start(self, last_end_ms: int | None, open_gap_id: int | None) -> None:
        """`last_end_ms`: where its recordings end; `open_gap_id`: a gap that lasts since then."""
        with contextlib.suppress(OSError):  # the first recording tells what is wrong with it
            self.wanted.folder.mkdir(parents=True, exist_ok=True)
        now_ms = self._tools.clock.now_ms()
        if last_end_ms is not None and last_end_ms <= now_ms + _FUTURE_MS:
            self._desk.end_ms = last_end_ms
        if open_gap_id is not None:
            self._desk.take_over_gap(open_gap_id)
        elif self._desk.end_ms is not None and self._desk.end_ms < now_ms:
            self._desk.begin_gap(LiveGapCause.NOT_RUNNING, self._desk.end_ms)
        self._watch(f"live-{self.wanted.camera_id}", _main_of, self._desk)

    def look(self) -> None:
        """Record the small stream and the sound too, once it is known that there are any."""
        one = self.wanted
        small, sound = f"live-{one.camera_id}-small", f"live-{one.camera_id}-sound"
        if self.state.has_sub and small not in self._names:
            desk = SubDesk(one.camera_id, one.slug, one.folder, self._tools, self.state, self._growing)
            self._watch(small, _sub_of, desk)
        if self._sound and self.state.offers_sound and sound not in self._names:
            self._watch(sound, _main_of, SoundDesk(one.camera_id, self.state), "audio")

    def want_sound(self, wanted: bool) -> None:
        """Record the sound too, or not any more; the picture does not notice."""
        self._sound = wanted
        name = f"live-{self.wanted.camera_id}-sound"
        if not wanted and name in self._names:
            self._names.remove(name)
            worker = self._watchdog.unwatch(name)
            if worker is not None:
                worker.stop()
                self._ending = [*(one for one in self._ending if one.alive), worker]

    def ask_to_stop(self) -> list[Worker]:
        """Its threads, on their way to end."""
        workers = [worker for name in self._names if (worker := self._watchdog.unwatch(name)) is not None]
        workers += self._ending
        for worker in workers:
            worker.stop()
        return workers

    def switched_off(self) -> None:
        """After its threads ended: nothing is recorded because somebody wants it so."""
        if self._desk.end_ms is not None:
            self._desk.begin_gap(LiveGapCause.SWITCHED_OFF, self._desk.end_ms)

    def _watch(self, name: str, address_of: Callable[[LiveStreams], str], desk: Desk, media: str = "video") -> None:
        recorder = StreamRecorder(name, self._tools, self.wanted.streams, address_of, desk, media)
        self._names.append(name)
        self._watchdog.watch(name, lambda: Worker(name, recorder.run, parent=self._stop))


def _main_of(streams: LiveStreams) -> str:
    return streams.main


def _sub_of(streams: LiveStreams) -> str:
    if streams.sub is None:
        raise SourceTrouble(Trouble.NOT_FOUND, "The camera offers no small stream any more.")
    return streams.sub
