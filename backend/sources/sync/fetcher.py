"""One file: from the source to its place, whole or not at all, and into the queue.

The order makes every break harmless. The place is written down before anything lies there; the file is renamed into
it when it is whole; it goes into the queue; then it is marked as done. Whatever is missing after a break is done again,
and doing it again changes nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from backend.domain.source import RemoteRecording, SourceTrouble, Trouble
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.sources.protocol import CannotResume, PullSource
from backend.sources.sync.cutting import Wanted, cut_out
from backend.sources.sync.gaps import KEEP, WHOLE
from backend.sources.sync.names import place_of
from backend.sources.sync.part_file import PartFile, md5_of
from backend.sources.sync.space import Space, disk_trouble
from database.repositories.downloaded_files import DownloadedFiles, SourceFile

PARTS_FOLDER = ".parts"
"""In the source's folder: the walk leaves it out, and a rename out of it stays on one disk."""
PART = ".part"
SYNC_BYTES = 32 * 1024 * 1024
SYNC_S = 10.0
MOST_PLACES = 1000


class Intake(Protocol):
    def arrived(self, camera_id: int, path: str) -> int | None: ...


@dataclass(frozen=True, slots=True)
class CameraFolder:
    """Where a source's files of one camera go."""

    camera_id: int
    folder: str
    source_path: str
    gaps_only: bool = False
    """ePACK records it itself; only what it missed is fetched."""


class Fetcher:
    """Safe to share between threads; each brings its own conversation with the source."""

    def __init__(self, files: DownloadedFiles, intake: Intake, space: Space, clock: Clock) -> None:
        self._files = files
        self._intake = intake
        self._space = space
        self._clock = clock
        self._placing = Guard()

    def fetch(
        self, remote: PullSource, one: SourceFile, camera: CameraFolder, stop: StopSignal, tell: Callable[[int], None]
    ) -> None:
        """Bring the file here; `tell(bytes)` is called with every block. Raises SourceTrouble, StoreError, Cancelled;
        what is fetched by then is kept for the next time, unless it is wrong."""
        part = PartFile(part_path(camera.source_path, one.id))
        try:
            path = _Fetch(self, remote, one, camera, part, stop, tell).run()
            size = os.path.getsize(path)
        except OSError as error:
            raise disk_trouble(error, camera.source_path) from error
        finally:
            part.close()
        self._intake.arrived(camera.camera_id, path)
        self._files.done(one, path, size, now_ms=self._clock.now_ms())


@dataclass(frozen=True, slots=True)
class _Fetch:
    own: Fetcher
    remote: PullSource
    one: SourceFile
    camera: CameraFolder
    part: PartFile
    stop: StopSignal
    tell: Callable[[int], None]

    def run(self) -> str:
        """Returns where the whole file lies."""
        path = self._found_whole()
        if path is not None:
            return path
        one, own = self.one, self.own
        own._space.check(self.camera.source_path, max(0, (one.recording.size_bytes or 0) - one.fetched_bytes))
        offset = self.part.resume(one.fetched_bytes, self.stop)
        planned = one.path or self._free_place(one.recording)
        if not own._files.begin(one.id, planned):
            self.part.discard()
            raise SourceTrouble(Trouble.NOT_FOUND, "There is a newer version of this file.")
        self._download(offset)
        if KEEP in one.recording.details:
            return self._put_cut_in_place()
        return self._put_in_place(planned)

    def _found_whole(self) -> str | None:
        """Where it lies already: the program ended after it was put in place and before it was marked."""
        one = self.one
        if one.state != "partial" or one.path is None or self.part.path.exists() or not os.path.isfile(one.path):
            return None
        if one.recording.md5 is None and self.own._files.is_earlier_version(one, one.path):
            return None
        return one.path if _is_content(one.path, one.recording, self.stop) else None

    def _download(self, offset: int) -> None:
        size = self.one.recording.size_bytes
        if size is None or offset < size:
            try:
                self._receive(offset)
            except CannotResume:
                self.part.start_over()
                self.own._files.start_over(self.one.id)
                self._receive(0)
        trouble = _wrong(self.one.recording, self.part)
        if trouble is not None:
            self.part.discard()
            self.own._files.start_over(self.one.id)
            raise trouble

    def _receive(self, offset: int) -> None:
        size, part = self.one.recording.size_bytes, self.part
        synced, synced_s = part.size, time.monotonic()
        blocks = self.remote.fetch(self.one.recording, offset, self.stop)
        try:
            for block in blocks:
                self.stop.check()
                part.append(block)
                self.tell(len(block))
                if size is not None and part.size > size:
                    return
                if part.size - synced >= SYNC_BYTES or time.monotonic() - synced_s >= SYNC_S:
                    self.own._files.reached(self.one.id, part.sync())
                    self.own._space.check(self.camera.source_path)
                    synced, synced_s = part.size, time.monotonic()
        finally:
            # A whole file is synced when it is put in place; of anything less, what is there now is worth keeping.
            if part.size > synced and (size is None or part.size < size):
                self.own._files.reached(self.one.id, part.sync())
            if isinstance(blocks, Generator):
                blocks.close()
        if size is not None and part.size < size:
            raise SourceTrouble(Trouble.LOST, "The connection ended before the file was whole. It goes on from there.")

    def _put_in_place(self, planned: str) -> str:
        one, own = self.one, self.own
        with own._placing:
            path = planned if self._may_take(planned) else self._free_place(one.recording)
            if path != planned:
                own._files.begin(one.id, path)
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self.part.place(Path(path), _sensible(one.recording.modified_ms, own._clock.now_ms()))
        return path

    def _put_cut_in_place(self) -> str:
        """Only a stretch of it is wanted, which begins with a keyframe: its name tells when that was taken."""
        one, own = self.one, self.own
        cut = PartFile(self.part.path.with_suffix(f".cut{PART}"))
        self.part.sync()
        try:
            wanted = Wanted(int(one.recording.details[WHOLE][0]), *map(int, one.recording.details[KEEP]))
            begins_ms = cut_out(self.part.path, cut.path, wanted, self.stop)
            with own._placing:
                path = self._free_place(replace(one.recording, start_ms=begins_ms))
                own._files.begin(one.id, path)
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                cut.reopen()
                cut.place(Path(path), None)
        finally:
            cut.discard()
        self.part.discard()
        return path

    def _free_place(self, recording: RemoteRecording) -> str:
        for nth in range(MOST_PLACES):
            path = os.path.join(self.camera.folder, place_of(recording, self.one.listed_ms, nth))
            if not os.path.lexists(path) and not self.own._files.is_taken(self.one, path):
                return path
        name = recording.name[:100]
        raise SourceTrouble(Trouble.DISK, f"There are too many files called {name} already.")

    def _may_take(self, path: str) -> bool:
        """Whether nothing lies there but an earlier version of this very file."""
        files = self.own._files
        return not files.is_taken(self.one, path) and (
            not os.path.lexists(path) or files.is_earlier_version(self.one, path)
        )


def part_path(source_path: str, file_id: int) -> Path:
    return Path(source_path) / PARTS_FOLDER / f"{file_id}{PART}"


def sweep_parts(source_path: str, unfinished: set[int]) -> int:
    """Delete parts of files that nobody will finish; returns how many."""
    swept = 0
    for part in Path(source_path, PARTS_FOLDER).glob(f"*{PART}"):
        if not part.stem.isdecimal() or int(part.stem) not in unfinished:
            part.unlink(missing_ok=True)
            swept += 1
    return swept


def _is_content(path: str, recording: RemoteRecording, stop: StopSignal) -> bool:
    if KEEP in recording.details:
        return True  # a part of it, put there in one step once it was whole
    if recording.size_bytes is not None and os.path.getsize(path) != recording.size_bytes:
        return False
    if recording.md5 is not None:
        return md5_of(path, stop) == recording.md5.lower()
    return recording.size_bytes is not None


def _wrong(recording: RemoteRecording, part: PartFile) -> SourceTrouble | None:
    """What is wrong with a file that came to its end."""
    if recording.size_bytes is not None and part.size > recording.size_bytes:
        return SourceTrouble(Trouble.CHANGED, "The file grew while it was fetched. It is fetched anew.")
    if recording.md5 is not None and part.md5 != recording.md5.lower():
        return SourceTrouble(Trouble.CORRUPT, "What arrived is not what was announced (checksum). It is fetched anew.")
    if part.size == 0:
        return SourceTrouble(Trouble.CORRUPT, "The source sent nothing for this file.")
    return None


def _sensible(modified_ms: int | None, now_ms: int) -> int | None:
    """A modification time that start-time rules may rely on; None: that of the arrival."""
    return modified_ms if modified_ms is not None and 946_684_800_000 <= modified_ms <= now_ms + 86_400_000 else None
