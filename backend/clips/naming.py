"""File names of clips: `brand_code_YYYYMMDD-HHMMSS_eventid.mp4`, safe on every file system.

Codes come from labels that anybody can print, so a name is built only from letters, digits and hyphens. Nothing ever
reads a name back: the store knows which clip is which.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

MAX_NAME_BYTES = 200
"""File systems allow 255; the rest is room for `.part` and for a counter."""
NO_CODE = "NoCode"
SUFFIX = ".mp4"

_MAX_BRAND_BYTES = 40
_MAX_EVENT_BYTES = 40
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{digit}" for port in ("COM", "LPT") for digit in "123456789¹²³")}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def clip_name(brand: str, codes: Sequence[str], start_ms: int, timezone: str, event_id: str) -> str:
    """The name of a clip that starts at `start_ms` (UTC epoch ms), with the camera's local time in it.

    Several codes are joined by hyphens and cut to what fits. At most `MAX_NAME_BYTES` bytes of UTF-8.
    """
    local = (_EPOCH + timedelta(milliseconds=start_ms)).astimezone(ZoneInfo(timezone))
    when = f"{local.year:04d}{local:%m%d-%H%M%S}"
    event = slug(event_id, _MAX_EVENT_BYTES) or "event"
    head = slug(brand, _MAX_BRAND_BYTES)
    fixed = "_".join(part for part in (head, "", when, event) if part or part == "") + SUFFIX
    room = MAX_NAME_BYTES - len(fixed.encode())
    code = slug("-".join(codes), room) or NO_CODE
    return "_".join(part for part in (head, code, when, event) if part) + SUFFIX


def slug(text: str, max_bytes: int) -> str:
    """`text` with every run of other characters than letters and digits (of any script) as one hyphen.

    Never starts or ends with a hyphen, never a name that Windows keeps for a device, at most `max_bytes` of UTF-8; may
    come out empty.
    """
    kept = [c if unicodedata.category(c)[0] in "LMN" else "-" for c in unicodedata.normalize("NFC", text)]
    joined = "-".join(piece for piece in "".join(kept).split("-") if piece)
    fitted = joined.encode()[:max_bytes].decode(errors="ignore").strip("-")
    return f"x-{fitted}"[:max_bytes] if fitted.upper() in _RESERVED else fitted


def unused_name(name: str, taken: Callable[[str], bool]) -> str:
    """`name`, or the first of `stem-2.ext`, `stem-3.ext`, ... that is not `taken`: a clip is never overwritten."""
    if not taken(name):
        return name
    stem, dot, extension = name.rpartition(".")
    counter = 2
    while taken(candidate := f"{stem}-{counter}{dot}{extension}"):
        counter += 1
    return candidate
