"""A repeat scan of 20 cameras with 10,000 files opens nothing: counted, not timed."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from backend.domain.camera import Camera
from backend.domain.recording import FileIdentity, MediaFacts, RecordingStatus
from backend.runtime.clock import ManualClock
from backend.sources.scanner import Scanner
from backend.sources.targets import ScanTarget
from database.repositories.recordings import FoundRecording, KnownFile

CAMERAS, FILES = 20, 500
NOW_MS = 1_704_500_000_000


class FilledStore:
    """A store that knows every file already, and counts what it is asked."""

    def __init__(self) -> None:
        self.files: dict[int, dict[str, KnownFile]] = {}
        self.written: list[str] = []
        self.missing: list[int] = []

    def known_files(self, camera_id: int) -> dict[str, KnownFile]:
        return dict(self.files[camera_id])

    def upsert_many(
        self, found: Sequence[FoundRecording], *, now_ms: int, gone: Collection[str] = ()
    ) -> list[tuple[int, bool]]:
        self.written.extend(one.path for one in found)
        return [(-number, True) for number in range(len(found))]

    def set_missing(self, recording_ids: Iterable[int], *, now_ms: int) -> None:
        self.missing.extend(recording_ids)


class CallCounter:
    """Counts opens, listings and stats of files below a folder while it is on. An audit hook cannot be taken out again,
    so one is put in for good and looks at a flag."""

    def __init__(self) -> None:
        self.below: str | None = None
        self.calls: Counter[str] = Counter()
        sys.addaudithook(self._hook)

    def _hook(self, event: str, args: tuple[object, ...]) -> None:
        if self.below is not None and event in ("open", "os.scandir", "os.listdir") and args:
            path = args[0]
            if isinstance(path, str) and path.startswith(self.below):
                self.calls[event] += 1


COUNTER = CallCounter()


@pytest.fixture
def counting(tmp_path: Path) -> Iterator[Counter[str]]:
    COUNTER.calls = Counter()
    COUNTER.below = str(tmp_path)
    yield COUNTER.calls
    COUNTER.below = None


def test_nothing_is_opened_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    store, targets = FilledStore(), []
    for camera_id in range(1, CAMERAS + 1):
        folder = tmp_path / f"Table {camera_id:02}"
        folder.mkdir()
        store.files[camera_id] = {}
        for number in range(FILES):
            path = str(folder / f"20240105_{number:06}.mp4")
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
            os.utime(path, ns=(10**18, 10**18 + number))
            store.files[camera_id][path] = KnownFile(
                camera_id * FILES + number, 0, 10**18 + number, RecordingStatus.DONE
            )
        targets.append(ScanTarget(Camera(id=camera_id, name=folder.name), str(folder)))
    looked_at: list[str] = []

    def identify(path: str) -> FileIdentity:
        looked_at.append(path)
        return FileIdentity(0, path)

    def probe(path: str, timeout_s: float) -> MediaFacts:
        looked_at.append(path)
        return MediaFacts(64, 48, "h264", 1000, 10, 10.0, None)

    scanner = Scanner(store, ManualClock(NOW_MS), lambda: [tmp_path], prober=probe, identifier=identify)
    stats = Counter[str]()
    os_stat = os.stat

    def counted_stat(path: object, *args: object, **kwargs: object) -> os.stat_result:
        stats["stat"] += 1
        return os_stat(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", counted_stat)
    calls: Counter[str] = request.getfixturevalue("counting")
    report = scanner.scan(targets)
    assert (report.seen, report.opened, looked_at) == (CAMERAS * FILES, 0, [])
    assert (store.written, store.missing) == ([], [])
    assert calls == {"os.scandir": CAMERAS}, "one listing per folder and no file opened"
    assert stats["stat"] <= 10 * CAMERAS, "nothing is asked beside the one look per listed file"

    (tmp_path / "Table 07" / "20240105_000123.mp4").write_bytes(b"grown")
    os.utime(tmp_path / "Table 07" / "20240105_000123.mp4", ns=(10**18, 10**18))
    report = scanner.scan(targets)
    assert report.opened == 1
    assert set(looked_at) == {str(tmp_path / "Table 07" / "20240105_000123.mp4")}
