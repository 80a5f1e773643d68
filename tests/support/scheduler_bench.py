"""A scheduler on a real store with an analyser that only pretends to look: for tests of queueing, not of video."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, func, select

from backend.config.settings import Settings
from backend.domain.camera import Camera
from backend.domain.event import PackingEvent
from backend.domain.observation import Observations, Sighting
from backend.domain.recording import FileIdentity, MediaFacts, RecordingStatus
from backend.domain.region import Box
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import Clock, SystemClock
from backend.runtime.stop import StopSignal
from backend.scheduling.batch_scheduler import BatchScheduler
from backend.scheduling.claim_gate import EVERYTHING, Permit
from backend.scheduling.policy import Load
from backend.scheduling.ports import Claimed, Window
from backend.scheduling.work import Work
from database.engine import Store
from database.repositories.cameras import CameraRepository
from database.repositories.claims import ClaimRepository
from database.repositories.events import EventRepository
from database.repositories.observations import ObservationRepository
from database.repositories.recordings import FoundRecording, RecordingRepository

LENGTH_MS = 60_000
START_MS = 1_700_000_000_000
APART_MS = 100_000

Behaviour = Callable[[Claimed, StopSignal, Callable[[float], None]], None]


def wait_until(true: Callable[[], bool], what: str, patience_s: float = 30.0) -> None:
    """Wait for something that other threads bring about; fails saying `what` did not happen."""
    until = time.monotonic() + patience_s
    while not true():
        if time.monotonic() > until:
            raise AssertionError(f"still waiting for: {what}")
        time.sleep(0.01)


def at_once(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
    progress(0.5)


def until_stopped(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
    while not stop.wait(0.01):
        pass
    stop.check()


def number_of(store: Store, table: Table) -> int:
    """How many rows a table has."""
    with store.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


@dataclass
class Analyser:
    """Does what `behaviours` say for a path (default: `otherwise`) and notes who analysed what."""

    otherwise: Behaviour = at_once
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    together: list[set[str]] = field(default_factory=list)
    _running: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> Observations:
        path = claimed.recording.path
        with self._lock:
            assert path not in self._running, f"{path} is analysed twice at the same time"
            self._running.add(path)
            self.begun.append(path)
            self.together.append(set(self._running))
        try:
            self.behaviours.get(path, self.otherwise)(claimed, stop, progress)
        finally:
            with self._lock:
                self._running.discard(path)
        with self._lock:
            self.ended.append(path)
        seen = Sighting(f"CODE{claimed.recording.id}", "Code128", 5_000, 6_000, 4, 0.95, Box(1, 2, 30, 40), 5_500)
        return Observations(LENGTH_MS, [], [seen], 1500, 100, 10)


@dataclass
class QuietMachine:
    """A monitor whose machine has room for everything."""

    cores: int = 4
    load: Load = field(default_factory=lambda: Load(10.0, 5.0, 30.0, 64 * 1024**3))

    def read(self) -> Load:
        return self.load


class SchedulerBench:
    """The store's repositories around one scheduler. `close` ends the threads, not the store."""

    def __init__(
        self,
        store: Store,
        *,
        workers: int = 2,
        clock: Clock | None = None,
        analyser: Analyser | None = None,
        claims: Any = None,
        second_look: Work | None = None,
        derive: Callable[[Window], int] | None = None,
        settings: Mapping[str, object] | None = None,
        permit: Callable[[], Permit] = Permit,
    ) -> None:
        self.clock = clock or SystemClock()
        self.analyser = analyser or Analyser()
        self.cameras = CameraRepository(store)
        self.recordings = RecordingRepository(store)
        self.claims = claims or ClaimRepository(store)
        self.events = EventRepository(store)
        self.observations = ObservationRepository(store)
        self.broadcast = Broadcast(capacity=10_000)
        self.settings = Settings.load({"workers_min": workers, "workers_max": workers, **(settings or {})})
        self.scheduler = BatchScheduler(
            claims=self.claims,
            recordings=self.recordings,
            analyse=self.analyser,
            dirty_windows=self.events.dirty_windows,
            derive_window=derive or self.derive,
            settings=lambda: self.settings,
            monitor=QuietMachine(),
            clock=self.clock,
            broadcast=self.broadcast,
            permit=permit,
            second_look=second_look,
        )

    def camera(self, name: str = "Table 1") -> int:
        found = self.cameras.by_name(name)
        return found.id if found else self.cameras.add(Camera(0, name), now_ms=START_MS)

    def add(self, number: int, *, camera: str = "Table 1", first: int = 0, **more: Any) -> list[str]:
        """Queue `number` recordings of a minute each, oldest first; returns their paths."""
        camera_id = self.camera(camera)
        facts = MediaFacts(1280, 720, "h264", LENGTH_MS, 1500, 25.0, None)
        found = [
            FoundRecording(
                camera_id,
                f"/in/{camera}/{index:04}.mp4",
                FileIdentity(1000 + index, f"{camera}-{index}"),
                index,
                START_MS + index * APART_MS,
                "filename",
                facts,
                **more,
            )
            for index in range(first, first + number)
        ]
        self.recordings.upsert_many(found, now_ms=START_MS)
        return [one.path for one in found]

    def derive(self, window: Window) -> int:
        """One event for each recording in the window."""
        seen = self.observations.for_camera(window.camera_id, window.from_ms, window.to_ms)
        events = [PackingEvent(f"new-{r.id}", r.camera_id, r.start_ms + 5_000, r.start_ms + 25_000) for r, _ in seen]
        self.events.replace_window(
            window.camera_id, window.from_ms, window.to_ms, events, now_ms=START_MS, cleared=window.ids
        )
        return len(events)

    def counts(self) -> dict[str, int]:
        """Statuses that occur, with how many recordings have them."""
        return {status.value: number for status, number in self.recordings.counts().items() if number}

    def all_settled(self) -> bool:
        counts = self.recordings.counts()
        open_ones = counts[RecordingStatus.PENDING] + counts[RecordingStatus.CLAIMED]
        return open_ones == 0 and not self.scheduler.busy and not self.events.dirty_windows()

    def status_of(self, path: str) -> str:
        return self.recordings.find(path)[0].status.value

    def close(self) -> bool:
        return self.scheduler.stop(10.0)

    def __enter__(self) -> SchedulerBench:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run_to_the_end_of_analysis(self) -> None:
        """Start, open the gate, and wait until no recording waits or is analysed for the first time."""
        self.scheduler.start()
        self.scheduler.open(EVERYTHING)
        wait_until(lambda: set(self.counts()) <= {"done", "failed"}, "every recording to be analysed")

    def run_to_the_end(self) -> None:
        """Start, open the gate, and wait until every recording is settled and every event derived."""
        self.scheduler.start()
        self.scheduler.open(EVERYTHING)
        wait_until(self.all_settled, f"everything to be settled, not {self.counts()}")
