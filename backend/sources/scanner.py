"""Find recordings in the cameras' folders and bring the store up to date with what lies there.

A repeat scan costs one directory listing and one stat per file: a file whose size and modification time are known is
never opened. Only new and changed files are identified and probed, outside any transaction, newest first, and stored
in small batches so that workers can begin while a first scan still runs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from backend.domain.caution import Caution
from backend.domain.recording import FileIdentity, MediaFacts, RecordingFailure, RecordingStatus
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.sources.examine import UNREAD_MTIME_NS, Examiner, grows
from backend.sources.identity import identify
from backend.sources.probe import probe
from backend.sources.roots import is_inside
from backend.sources.settling import Settling
from backend.sources.targets import ScanTarget
from backend.sources.walk import SeenFile, Walk, printable
from backend.sources.working_hours import WorkingHours
from database.repositories.recordings import FoundRecording, KnownFile

BATCH = 20
"""Files per transaction: probing them takes about half a second."""
DAY_MS = 86_400_000


class Recordings(Protocol):
    """What the scanner needs of the store (database.repositories.recordings.RecordingRepository)."""

    def known_files(self, camera_id: int) -> dict[str, KnownFile]: ...

    def upsert_many(
        self, found: Sequence[FoundRecording], *, now_ms: int, gone: Collection[str] = ()
    ) -> list[tuple[int, bool]]: ...

    def set_missing(self, recording_ids: Iterable[int], *, now_ms: int) -> None: ...


@dataclass(frozen=True, slots=True)
class ScanOptions:
    settle_s: float = 10.0
    lookback_days: int | None = None
    """Files last written longer ago are left alone unless they are known. None: all."""
    hours: WorkingHours | None = None
    """Recordings wholly outside are stored as skipped. None: all are wanted."""
    again_skipped: bool = False
    """Look again at recordings that an earlier scan skipped (the hours changed; a custom run wants them)."""
    priority: int = 0
    run_id: int | None = None
    probe_timeout_s: float = 20.0


@dataclass(slots=True)
class ScanReport:
    """What one scan found. Counts are of files; `recording_ids` are all recordings seen, known ones included."""

    seen: int = 0
    to_open: int = 0
    """New and changed files; in folders not yet looked at there may be more."""
    opened: int = 0
    new: int = 0
    changed: int = 0
    moved: int = 0
    missing: int = 0
    unsettled: int = 0
    skipped: int = 0
    failed: int = 0
    warnings: list[Caution] = field(default_factory=list)
    recording_ids: list[int] = field(default_factory=list)
    stopped: bool = False
    took_ms: int = 0


class Scanner:
    """Keep one for the life of the server: it remembers which files are still being written. One scan at a time."""

    def __init__(
        self,
        recordings: Recordings,
        clock: Clock,
        roots: Callable[[], Sequence[str | os.PathLike[str]]],
        *,
        prober: Callable[[str, float], MediaFacts] = probe,
        identifier: Callable[[str], FileIdentity] = identify,
    ) -> None:
        """`roots`: folders that symbolic links may lead into, besides the cameras' own; asked for at every scan."""
        self._recordings = recordings
        self._clock = clock
        self._roots = roots
        self._examine = Examiner(identifier, prober)
        self._settling = Settling()

    def scan(
        self,
        targets: Sequence[ScanTarget],
        options: ScanOptions | None = None,
        *,
        stop: StopSignal | None = None,
        on_progress: Callable[[ScanReport], None] | None = None,
    ) -> ScanReport:
        """Scan the targets one after the other; a stopped scan keeps what it stored and says so."""
        began = self._clock.monotonic()
        report = ScanReport()
        roots = [os.path.realpath(root) for root in self._roots()]
        for target in targets:
            if stop is not None and stop.is_set():
                report.stopped = True
                break
            _TargetScan(self, target, options or ScanOptions(), roots, report, stop, on_progress).run()
        report.took_ms = round((self._clock.monotonic() - began) * 1000)
        return report


@dataclass(slots=True)
class _TargetScan:
    """One camera's part of a scan."""

    scanner: Scanner
    target: ScanTarget
    options: ScanOptions
    roots: Sequence[str]
    report: ScanReport
    stop: StopSignal | None
    on_progress: Callable[[ScanReport], None] | None

    def run(self) -> None:
        own = self.scanner
        folder = self.target.only or self.target.folder
        if not os.path.exists(folder):
            # An unplugged disk is no reason to call its recordings gone.
            path = printable(_highest_missing(folder))
            message = f"{path} is not there. Is its disk or network share connected?"
            caution = Caution("folder_away", message, {"path": path})
            # Said once for all cameras below it.
            if caution not in self.report.warnings:
                self.report.warnings.append(caution)
            return
        known = own._recordings.known_files(self.target.camera.id)
        walk = Walk(folder, self.roots, wanted=None if self.target.pattern is None else self.target.has)
        wanted, seen = self._look(walk, known)
        self.report.warnings.extend(walk.warnings)
        own._settling.forget_unseen(folder, seen, self.target.has)
        gone = {path for path in known if path not in seen and is_inside(path, [folder]) and not walk.is_unread(path)}
        kept = self._store_all(wanted, known, gone)
        if not self.report.stopped:
            missing = [
                known[path].id
                for path in gone
                if known[path].id not in kept
                and known[path].status is not RecordingStatus.MISSING
                and not known[path].growing
            ]
            if missing:
                own._recordings.set_missing(missing, now_ms=own._clock.now_ms())
                self.report.missing += len(missing)

    def _look(self, walk: Walk, known: dict[str, KnownFile]) -> tuple[list[SeenFile], set[str]]:
        """Files to open, newest first, and the paths of all that are there."""
        own, options = self.scanner, self.options
        now_ms, monotonic = own._clock.now_ms(), own._clock.monotonic()
        oldest_ns = None if options.lookback_days is None else (now_ms - options.lookback_days * DAY_MS) * 1_000_000
        wanted: list[SeenFile] = []
        seen: set[str] = set()
        for file in walk.files():
            seen.add(file.path)
            self.report.seen += 1
            before = known.get(file.path)
            if before is not None:
                self.report.recording_ids.append(before.id)
                if self._is_settled_matter(file, before):
                    continue
            elif oldest_ns is not None and file.mtime_ns < oldest_ns:
                continue
            if own._settling.is_settled(file, now_ms, monotonic, options.settle_s):
                wanted.append(file)
            else:
                self.report.unsettled += 1
        wanted.sort(key=lambda file: file.mtime_ns, reverse=True)
        self.report.to_open += len(wanted)
        return wanted, seen

    def _is_settled_matter(self, file: SeenFile, before: KnownFile) -> bool:
        if before.growing:
            return True  # its recorder tells when it is whole
        if before.status is RecordingStatus.CLAIMED:
            return True  # its worker notices a change by itself; the scan after it looks again
        if before.was_away:
            return False  # it is back
        if before.status is RecordingStatus.SKIPPED and self.options.again_skipped:
            return False
        return (before.size_bytes, before.mtime_ns) == (file.size_bytes, file.mtime_ns)

    def _store_all(self, wanted: list[SeenFile], known: dict[str, KnownFile], gone: set[str]) -> set[int]:
        """Open, probe and store `wanted` in batches; returns the ids of all that were stored."""
        kept: set[int] = set()
        for first in range(0, len(wanted), BATCH):
            found: list[FoundRecording] = []
            for file in wanted[first : first + BATCH]:
                if self.stop is not None and self.stop.is_set():
                    self.report.stopped = True
                    break
                one = self._found(file, known.get(file.path))
                if one is not None:
                    found.append(one)
            if found:
                stored = self.scanner._recordings.upsert_many(found, now_ms=self.scanner._clock.now_ms(), gone=gone)
                for one, (recording_id, is_new) in zip(found, stored, strict=True):
                    kept.add(recording_id)
                    self._count(one, recording_id, is_new, known)
            if self.on_progress is not None:
                self.on_progress(self.report)
            if self.report.stopped:
                break
        return kept

    def _count(self, one: FoundRecording, recording_id: int, is_new: bool, known: dict[str, KnownFile]) -> None:
        if is_new:
            self.report.new += 1
        elif one.path in known:
            self.report.changed += 1
        else:
            self.report.moved += 1
        if one.path not in known:
            self.report.recording_ids.append(recording_id)
        self.report.failed += one.status is RecordingStatus.FAILED
        self.report.skipped += one.status is RecordingStatus.SKIPPED

    def _found(self, file: SeenFile, before: KnownFile | None) -> FoundRecording | None:
        """Identify and probe one file. None when nothing is to be stored: it vanished, grows again, or still fails."""
        self.report.opened += 1
        options = self.options
        examined = self.scanner._examine(
            file,
            self.target.camera,
            hours=options.hours,
            priority=options.priority,
            run_id=options.run_id,
            probe_timeout_s=options.probe_timeout_s,
        )
        failure = examined.failure
        if (failure is not None and failure.code == RecordingFailure.NOT_FOUND) or grows(file):
            self.scanner._settling.restart(file.path)
            self.report.unsettled += 1
            return None
        still_fails = (
            before is not None and before.mtime_ns == UNREAD_MTIME_NS and before.status is RecordingStatus.FAILED
        )
        return None if still_fails and not examined.was_read else examined.found


def _highest_missing(folder: str) -> str:
    """The first folder on the way down that is not there."""
    above = os.path.dirname(folder)
    return folder if above == folder or os.path.exists(above) else _highest_missing(above)
