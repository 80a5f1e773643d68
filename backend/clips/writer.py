"""Write one clip so that it is either there, whole and synced to the disk, or not there at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from backend.clips.burn_in import BurnIn
from backend.clips.errors import write_failure
from backend.clips.media.frames import shows_picture
from backend.clips.media.stream_copy import NotCopyable, Written, copy_spans
from backend.clips.media.transcode import EVIDENCE, transcode_spans
from backend.clips.naming import unused_name
from backend.clips.spans import CutSpan
from backend.clips.watch import Watch
from backend.domain.errors import EpackError, InvalidInput
from backend.runtime.pool import Pool

PART_SUFFIX = ".part"
_OURS = re.compile(r"\.[0-9a-f]{8}\.part\Z")


class CutMode(StrEnum):
    FAST = "fast"
    """The recording's own bytes, from the keyframe before; the lead-in is hidden."""
    EXACT = "exact"
    """Re-encoded as H.264 and AAC from the exact frame; can carry code, station and time in the picture."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A finished clip. `mode` is what was done, `note` why that is not what was asked for ('' when it is)."""

    path: Path
    size_bytes: int
    sha256: str
    start_ms: int
    """UTC epoch ms of its first frame."""
    duration_ms: int
    mode: CutMode
    sound: str
    note: str = ""


def write_clip(
    spans: Sequence[CutSpan],
    folder: Path,
    name: str,
    *,
    mode: CutMode = CutMode.FAST,
    burn_in: BurnIn | None = None,
    tags: Mapping[str, str] | None = None,
    watch: Watch | None = None,
) -> Clip:
    """Cut `spans` (joined in order) into `folder/name`, or `name` with a counter when that exists.

    Raises InvalidInput (nothing to cut), Unreadable (a recording), CutFailed (disk full, folder not writable),
    Cancelled. Whatever is raised, no file is left behind.
    """
    if not spans or any(span.duration_ms <= 0 for span in spans):
        raise InvalidInput("There is nothing to cut: the event covers no footage.")
    if burn_in is not None and mode is CutMode.FAST:
        raise InvalidInput("A burned-in caption needs the exact mode: the fast mode keeps the picture as it is.")
    watching = watch or Watch()
    note = ""

    def produce(part: Path) -> tuple[Written, CutMode]:
        nonlocal note
        if mode is CutMode.FAST:
            try:
                copied = copy_spans(spans, part, tags or {}, watching)
                if shows_picture(part):
                    return copied, CutMode.FAST
                note = "The recording's packets are damaged, so the clip was re-encoded."
            except NotCopyable as reason:
                note = str(reason)
        return transcode_spans(spans, part, tags or {}, EVIDENCE, watching, burn_in), CutMode.EXACT

    with _part_file(folder, name) as part:
        written, done_mode = produce(part)
        watching.check()
        size, digest = _sync_and_hash(part)
        path = _publish(part, folder, name)
    first = spans[0]
    start_ms = first.start_ms + round((written.start_s - Fraction(first.from_ms, 1000)) * 1000)
    return Clip(path, size, digest, start_ms, round(written.duration_s * 1000), done_mode, written.sound, note)


def write_whole(folder: Path, name: str, produce: Callable[[Path], None]) -> Path:
    """Let `produce` write a part file, then put it at `folder/name`, replacing what is there: for caches."""
    with _part_file(folder, name) as part:
        produce(part)
        target = folder / name
        os.replace(part, target)
    return target


@contextlib.contextmanager
def _part_file(folder: Path, name: str) -> Iterator[Path]:
    """A path in `folder` to write to; whatever is left there at the end is removed. OSErrors become CutFailed."""
    part = folder / f"{name}.{secrets.token_hex(4)}{PART_SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield part
    except EpackError:
        raise
    except OSError as error:
        raise write_failure(error, folder) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def remove_remains(folder: Path) -> None:
    """Delete what a crash left half written in `folder`. Of that alone: browsers name their downloads *.part too."""
    for part in folder.glob(f"*{PART_SUFFIX}"):
        if _OURS.search(part.name):
            with contextlib.suppress(OSError):
                part.unlink()


def _sync_and_hash(part: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 of the file, once it is on the disk. The disk works while the processor hashes."""
    with Pool("clip-sync", 2, lambda: None) as pool:
        _, digest = pool.map(lambda _, step: step(part), [_sync, _digest])
    return part.stat().st_size, digest


def _sync(path: Path) -> str:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _publish(part: Path, folder: Path, name: str) -> Path:
    """Give the part its name without ever replacing a file, not even one written at this very moment."""
    while True:
        target = folder / unused_name(name, lambda candidate: os.path.lexists(folder / candidate))
        try:
            os.link(part, target)
        except FileExistsError:
            continue
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
                raise
            # No hard links (FAT, some network shares): reserve the name, then move onto our own reservation.
            with contextlib.suppress(FileExistsError):
                os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
                os.replace(part, target)
                break
            continue
        break
    _sync_folder(folder)
    return target


def _sync_folder(folder: Path) -> None:
    """So that the name survives a power cut too; systems that cannot do it have no need to."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
