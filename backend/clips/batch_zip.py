"""A batch of clips as one ZIP, made while it is sent: nothing is written to the disk or gathered in memory."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backend.domain.spreadsheet import local_time, safe_cell, seconds

MANIFEST = "manifest.csv"
COLUMNS = ("event_id", "codes", "camera", "start", "end", "duration_s", "file", "sha256", "status", "reason")

_BLOCK = 1 << 20


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
    status: str
    reason: str = ""


def zip_stream(entries: Sequence[Entry], *, still_there: Callable[[Path], bool] = Path.is_file) -> Iterator[bytes]:
    """The bytes of a ZIP with every clip, stored without compression, and `manifest.csv`.

    A clip whose file has vanished is listed in the manifest with that reason; the others come all the same.
    """
    checked = [_checked(entry, still_there) for entry in entries]
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        archive.writestr(_info(MANIFEST), manifest(checked))
        yield sink.taken()
        for path in dict.fromkeys(entry.path for entry in checked if entry.path is not None):
            with path.open("rb") as clip, archive.open(_info(path.name), "w", force_zip64=True) as member:
                while block := clip.read(_BLOCK):
                    member.write(block)
                    yield sink.taken()
    yield sink.taken()


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


def _checked(entry: Entry, still_there: Callable[[Path], bool]) -> Entry:
    if entry.path is None or still_there(entry.path):
        return entry
    reason = "The file is no longer in the clips folder. Cut it again."
    return replace(entry, path=None, status="missing", reason=reason)


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
