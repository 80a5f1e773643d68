"""A batch of clips as one ZIP, made while it is sent: nothing is written to the disk or gathered in memory."""

from __future__ import annotations

import csv
import hashlib
import io
import logging
import time
import zipfile
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backend.domain.spreadsheet import local_time, safe_cell, seconds

MANIFEST = "manifest.csv"
COLUMNS = ("event_id", "codes", "camera", "start", "end", "duration_s", "file", "sha256", "status", "reason")

_BLOCK = 1 << 20
_GONE = "The file is no longer in the clips folder. Cut it again."
_BROKEN = "The file could not be read to its end: what came of it is incomplete. Download it again, or cut it again."
_CHANGED = "The file was changed after it was cut: its SHA-256 is another one. Cut it again."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One clip of the batch. `path` is None when there is no file; `status` and `reason` then say why."""

    event_id: str
    codes: Sequence[str]
    camera: str
    timezone: str
    from_ms: int
    to_ms: int
    path: Path | None
    sha256: str
    """Of what was cut; '' where nothing was."""
    status: str
    reason: str = ""


def zip_stream(entries: Sequence[Entry]) -> Iterator[bytes]:
    """The bytes of a ZIP with every clip, stored without compression, and `manifest.csv`.

    The manifest comes last, so that it tells what the archive holds: clips may be deleted while it is sent, which takes
    minutes on a slow line. A clip whose file has vanished is listed with that reason; the others come all the same.
    """
    sink = _Sink()
    packed: dict[Path, Entry] = {}
    listed: list[Entry] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for entry in entries:
            if entry.path is None:
                listed.append(entry)
                continue
            if entry.path not in packed:
                packed[entry.path] = yield from _pack(entry, entry.path, archive, sink)
            as_packed = packed[entry.path]
            listed.append(replace(entry, path=as_packed.path, status=as_packed.status, reason=as_packed.reason))
        archive.writestr(_info(MANIFEST), manifest(listed))
    yield sink.taken()


def _pack(entry: Entry, path: Path, archive: zipfile.ZipFile, sink: _Sink) -> Generator[bytes, None, Entry]:
    """Put the clip into the archive; returns its line of the manifest."""
    try:
        if not path.is_file():
            raise FileNotFoundError(path)
        # Open, it is read to its end also when it is deleted meanwhile.
        clip = path.open("rb")
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            log.warning("%s does not come with its batch: %s", path, error)
        return replace(entry, path=None, status="missing", reason=_GONE)
    digest = hashlib.sha256()
    with clip, archive.open(_info(path.name), "w", force_zip64=True) as member:
        while True:
            try:
                block = clip.read(_BLOCK)
            except OSError as error:
                log.warning("%s comes incomplete with its batch: %s", path, error)
                return replace(entry, status="failed", reason=_BROKEN)
            if not block:
                break
            digest.update(block)
            member.write(block)
            yield sink.taken()
    if entry.sha256 and digest.hexdigest() != entry.sha256:
        log.warning("%s is not what was cut: its SHA-256 is %s", path, digest.hexdigest())
        return replace(entry, status="changed", reason=_CHANGED)
    return entry


def manifest(entries: Sequence[Entry]) -> bytes:
    """CSV (UTF-8 with a mark, so that Excel shows Vietnamese): one line a clip, times local to the camera."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow(
            [
                entry.event_id,
                safe_cell(" ".join(entry.codes)),
                safe_cell(entry.camera),
                local_time(entry.from_ms, entry.timezone),
                local_time(entry.to_ms, entry.timezone),
                seconds(entry.to_ms - entry.from_ms),
                safe_cell(entry.path.name if entry.path else ""),
                entry.sha256,
                entry.status,
                safe_cell(entry.reason),
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, time.localtime()[:6])
    info.external_attr = 0o644 << 16
    return info


class _Sink(io.RawIOBase):
    """Where the archive writes to: keeps what came since it was last taken."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        block = bytes(data)  # type: ignore[call-overload]
        self._blocks.append(block)
        return len(block)

    def taken(self) -> bytes:
        joined = b"".join(self._blocks)
        self._blocks.clear()
        return joined
