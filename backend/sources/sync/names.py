"""Where a fetched file lies below its camera's folder.

A name at a source is untrusted: it may hold slashes, `..`, control characters, a thousand letters. What is made of it
is always one plain path of short parts, the same for the same file every time, and still read by the start-time rules.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import UTC, datetime, timedelta

from backend.domain.source import RemoteRecording
from backend.sources.walk import SKIPPED_FOLDERS, VIDEO_EXTENSIONS

_KEPT = frozenset(" _-.,+@&()[]")
_STEM_BYTES = 150
_SLUG_BYTES = 80
_FOLDER_BYTES = 100
_MOST_FOLDERS = 8
"""As deep as any recorder nests, and within what the start-time rules and the walk look at."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def place_of(recording: RemoteRecording, listed_ms: int, nth: int = 0) -> str:
    """Relative path with forward slashes. `nth` counts up when the places before are taken by other files.

    * The source knows the start: `2024-01-05/epack_20240105T010000.250Z_<name>.mp4`, in UTC.
    * It does not, and the name has folders: those, since dates may stand in them.
    * Neither: a folder of the month, whose name no start-time rule takes for a date.

    Files that would lie at the same place get a folder around it: rules that read names may not know of an addition.
    """
    parts = [_cleaned(part) for part in recording.name.replace("\\", "/").split("/")]
    parts = [part for part in parts if part]
    stem, extension = _split(parts.pop() if parts else "")
    apart = "" if nth == 0 else f"x{_digest(recording)}{'' if nth == 1 else f'-{nth}'}"
    if recording.start_ms is not None:
        at = _EPOCH + timedelta(milliseconds=recording.start_ms)
        slug = _cut(stem.replace(" ", "-") or "video", _SLUG_BYTES, recording)
        name = f"epack_{at:%Y%m%dT%H%M%S}.{at.microsecond // 1000:03d}Z_{slug}{apart and f'-{apart}'}.{extension}"
        return f"{at:%Y-%m-%d}/{name}"
    name = f"{_cut(stem or 'video', _STEM_BYTES, recording)}.{extension}"
    folders = [_folder(part, recording) for part in parts[-_MOST_FOLDERS:]]
    if not folders:
        seen_ms = recording.modified_ms if _plausible(recording.modified_ms) else listed_ms
        folders = [f"{_EPOCH + timedelta(milliseconds=seen_ms or 0):%Y-%m}"]
    return "/".join([*([apart] if apart else []), *folders, name])


def _cleaned(part: str) -> str:
    """One part of a path without anything a disk, a shell or a terminal could trip over; may be empty."""
    text = unicodedata.normalize("NFC", part.encode("utf-8", "ignore").decode("utf-8"))
    kept = "".join(sign if sign.isalnum() or sign in _KEPT else "-" for sign in text)
    return kept.strip(" .")


def _split(name: str) -> tuple[str, str]:
    """Stem and extension; what is no known video extension belongs to the stem."""
    stem, dot, extension = name.rpartition(".")
    if dot and extension.lower() in VIDEO_EXTENSIONS:
        return stem.strip(" ."), extension.lower()
    return name, "mp4"


def _folder(part: str, recording: RemoteRecording) -> str:
    cut = _cut(part, _FOLDER_BYTES, recording)
    # The walk leaves these out, and what it does not see it takes for gone.
    return f"{cut}_" if cut.lower() in SKIPPED_FOLDERS else cut


def _cut(text: str, most_bytes: int, recording: RemoteRecording) -> str:
    """At most so many bytes: beginning and end are kept, since a date may stand in either."""
    raw = text.encode("utf-8")
    if len(raw) <= most_bytes:
        return text
    half = (most_bytes - 12) // 2
    head, tail = raw[:half].decode("utf-8", "ignore"), raw[-half:].decode("utf-8", "ignore")
    return f"{head.strip(' .')}-x{_digest(recording)}-{tail.strip(' .')}"


def _digest(recording: RemoteRecording) -> str:
    return hashlib.sha256(recording.key.encode("utf-8", "replace")).hexdigest()[:7]


def _plausible(at_ms: int | None) -> bool:
    return at_ms is not None and 946_684_800_000 <= at_ms <= 4_102_444_800_000
