"""Live cameras recorded on a store of a test, without the rest of the program."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import av
from sqlalchemy import text

from backend.domain.camera import Camera
from backend.domain.live import LiveGap, LiveStatus
from backend.domain.source import SourceState
from backend.runtime.clock import Clock, SystemClock, slept_s
from backend.runtime.worker import Worker
from backend.sources.addresses import AddressGuard
from backend.sources.identity import identify
from backend.sources.live.growing import Growing
from backend.sources.live.ports import LiveLimits, LiveTools, WantedCamera
from backend.sources.live.service import LiveCameras
from backend.sources.protocol import LiveStreams
from database.engine import Store, memory_store
from database.repositories.cameras import CameraRepository
from database.repositories.live_history import LiveGaps, LiveMinutes
from database.repositories.live_recordings import LiveRecordings
from tests.support.clip_footage import Footage, make
from tests.support.rtp_track import Track

LIMITS = LiveLimits(segment_ms=1_900, publish_ms=700, keep_free_bytes=0, open_s=6.0, stall_s=1.0)
PATIENCE_S = 40.0


class WallClock:
    """The system's, with a wall clock that a test can set."""

    def __init__(self) -> None:
        self.off_ms = 0
        self.asleep_s = 0.0

    def now_ms(self) -> int:
        return SystemClock().now_ms() + self.off_ms

    def monotonic(self) -> float:
        return time.monotonic()

    def slept_s(self) -> float:
        return slept_s() + self.asleep_s


@dataclass
class Recorded:
    """One row of the store, and what its file holds."""

    id: int
    path: Path
    start_ms: int
    duration_ms: int
    width: int
    codec: str
    live: str
    analysis_path: Path | None
    analysis_offset_ms: int | None

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.duration_ms

    def frames(self) -> int:
        """Decoded, all of them."""
        with av.open(str(self.path)) as container:
            return sum(1 for _ in container.decode(video=0))


@dataclass
class LiveBench:
    store: Store
    folder: Path
    clock: WallClock = field(default_factory=WallClock)
    limits: LiveLimits = LIMITS
    free_bytes: int = 10**12
    networks: tuple[str, ...] = ("127.0.0.0/8",)
    wanted: list[WantedCamera] = field(default_factory=list)
    told: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    queued: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        clock: Clock = self.clock
        self.recordings, self.gaps, self.minutes = (
            LiveRecordings(self.store),
            LiveGaps(self.store),
            LiveMinutes(self.store),
        )
        self.growing = Growing(lambda: self.folder / "pieces")
        tools = LiveTools(
            clock=clock, slept_s=self.clock.slept_s, guard=lambda: AddressGuard(self.networks),
            limits=lambda: self.limits, free_bytes=lambda folder: self.free_bytes, recordings=self.recordings,
            gaps=self.gaps, identify=identify, wanted=lambda from_ms, to_ms: True, queued=self.queued.append,
            chance=lambda: 0.5,
        )  # fmt: skip
        self.cameras = LiveCameras(
            lambda: list(self.wanted), tools, self.growing, self.recordings, self.gaps, self.minutes,
            lambda topic, data: self.told.append((topic, data)),
        )  # fmt: skip
        self._worker: Worker | None = None

    def add(self, name: str, main: str, sub: str | None = None, *, sound: bool = False, **more: str) -> int:
        camera_id = CameraRepository(self.store).add(Camera(0, name), now_ms=1, source_id=None, folder=name)
        streams = LiveStreams(main, sub, **more)  # type: ignore[arg-type]
        folder = self.folder / name
        self.wanted.append(WantedCamera(camera_id, 1, name, folder, f"{more}", lambda stop: streams, sound))
        return camera_id

    def change(self, camera_id: int, **more: Any) -> None:
        """The camera's source was changed."""
        streams = LiveStreams(**more)
        changed = {"settings": f"{more}", "streams": lambda stop: streams}
        self.wanted = [replace(one, **changed) if one.camera_id == camera_id else one for one in self.wanted]
        self.cameras.refresh_soon()

    def start(self) -> None:
        self._worker = Worker("live", self.cameras.run).start()

    def stop(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            assert self._worker.join(15.0), "the recorders did not end"
            self._worker = None

    def status(self, camera_id: int) -> LiveStatus:
        found = self.cameras.status(camera_id)
        assert found is not None
        return found

    def wait(self, true: Callable[[], object], what: str = "") -> None:
        until = time.monotonic() + PATIENCE_S
        while not true():
            assert time.monotonic() < until, f"waited in vain: {what}; {self.cameras.statuses()}"
            time.sleep(0.05)

    def wait_for(self, camera_id: int, state: SourceState) -> None:
        self.wait(lambda: self.cameras.status(camera_id) and self.status(camera_id).state is state, state)

    def wait_for_recordings(self, camera_id: int, count: int) -> None:
        """Until so many are whole."""
        self.wait(lambda: sum(one.live == "closed" for one in self.recorded(camera_id)) >= count, f"{count} recordings")

    def recorded(self, camera_id: int) -> list[Recorded]:
        listed = text(
            "SELECT id, path, start_ms, duration_ms, width, codec, live, analysis_path, analysis_offset_ms "
            "FROM recordings WHERE camera_id = :id ORDER BY start_ms"
        )
        with self.store.read() as connection:
            rows = connection.execute(listed, {"id": camera_id}).all()
        return [Recorded(*row[:1], Path(row[1]), *row[2:7], Path(row[7]) if row[7] else None, row[8]) for row in rows]

    def has_audio(self, recording_id: int) -> bool:
        with self.store.read() as connection:
            said = connection.execute(text("SELECT has_audio FROM recordings WHERE id = :id"), {"id": recording_id})
            return bool(said.scalar_one())

    def gaps_of(self, camera_id: int) -> list[LiveGap]:
        return self.gaps.within(camera_id, 0, 10**14)


@contextmanager
def live_bench(folder: Path, **more: Any) -> Iterator[LiveBench]:
    with memory_store() as store:
        bench = LiveBench(store, folder, **more)
        try:
            yield bench
        finally:
            bench.stop()


def track(
    folder: Path, *, codec: str = "libx264", size: tuple[int, int] = (320, 180), gop: int = 12, seconds: int = 4
) -> Track:
    """Seconds whose frames tell their number."""
    path = folder / f"{codec}-{size[0]}-{gop}.mp4"
    if not path.exists():
        make(path, Footage(frames=25 * seconds, gop=gop, codec=codec, audio=None, size=size))
    return Track(path)
