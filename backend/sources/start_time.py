"""When a recording began, as UTC epoch ms. PURE.

Per camera one rule comes first (file name, container, modification time); what it cannot answer falls to the others.
Decisions:
* A time before 2000, or more than a day after the file was last written, is a clock that was never set: refused.
* A local time that daylight saving skips (the gap in spring) is read with the offset before the change: 02:30 means the
  instant 03:30 has, as if the recorder's clock had simply run on.
* A local time that comes twice (autumn) is the reading whose end is nearer to the file's modification time when that is
  within half an hour of one of the two; otherwise the first one.
* The camera's clock offset is added to whatever rule answered.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from backend.domain.camera import Camera, StartTimeRule
from backend.domain.errors import InvalidInput
from backend.sources.name_patterns import PATTERNS

EARLIEST_MS = 946_684_800_000
"""2000-01-01 UTC."""
LATEST_MS = 4_102_444_800_000
"""2100-01-01 UTC: the bound where the modification time itself is absurd."""
DAY_MS = 86_400_000
FOLD_WINDOW_MS = 30 * 60_000
TAIL_PARTS = 10
"""Path parts from the end that a pattern may look at (Dahua nests up to eight folders)."""

_DIRECTIVES = {
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "m": r"(?P<m>\d{1,2})",
    "d": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})",
    "I": r"(?P<H>\d{1,2})",
    "p": r"(?P<ampm>[aApP][mM])",
    "M": r"(?P<M>\d{1,2})",
    "S": r"(?P<S>\d{1,2})",
    "L": r"(?P<ms>\d{3})",
    "s": r"(?P<epoch>\d{10})",
    "z": r"(?P<z>Z|[+-]\d\d[:_]?\d\d)",
}


def resolve(
    path: str,
    container_ms: int | None,
    mtime_ms: int,
    duration_ms: int,
    camera: Camera,
    *,
    container_is_local: bool = False,
) -> tuple[int, StartTimeRule]:
    """Start of the recording at `path` and the rule that gave it.

    `container_ms`: creation_time read as UTC, or None; `container_is_local`: this container writes local time for sure,
    whatever is set for the camera. `mtime_ms`: last write, UTC. Folders of `path` count too.
    Always answers: the modification time minus the duration is the last resort.
    Raises InvalidInput when the camera's time zone or own file-name pattern is not usable.
    """
    zone = zone_of(camera.timezone)
    fallback_ms = mtime_ms - max(0, duration_ms) + camera.clock_offset_ms
    order = [camera.start_time_rule, *(r for r in StartTimeRule if r is not camera.start_time_rule)]
    for rule in order:
        if rule is StartTimeRule.MTIME:
            found = [fallback_ms]
        elif rule is StartTimeRule.CONTAINER:
            found = _container_times(container_ms, camera.container_time_is_local or container_is_local, zone)
        else:
            found = _name_times(path, camera.filename_pattern, zone)
        if rule is not StartTimeRule.MTIME:
            found = [at + camera.clock_offset_ms for at in found]
            found = [at for at in found if _plausible(at, mtime_ms)]
        if found:
            return _nearest_reading(found, fallback_ms), rule
    return fallback_ms, StartTimeRule.MTIME


def zone_of(name: str) -> ZoneInfo:
    """The IANA time zone called `name`. Raises InvalidInput."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise InvalidInput(
            f"{name!r} is not a time zone. Use an IANA name such as Asia/Ho_Chi_Minh.", details={"timezone": name}
        ) from None


@lru_cache(maxsize=256)
def compile_own_pattern(pattern: str) -> re.Pattern[str]:
    """A camera's own file-name pattern as a regular expression.

    Directives %Y %y %m %d %H %I %p %M %S %L (ms) %s (Unix time) %z %%; `*` stands for any characters within a name; the
    rest is literal. With a "/" the pattern describes folders too. It must give a date and at least hour and minute, or
    %s. Raises InvalidInput saying what is wrong.
    """
    pieces: list[list[str]] = [[]]
    seen: set[str] = set()
    at = 0
    while at < len(pattern):
        char, parts = pattern[at], pieces[-1]
        if char == "*":
            pieces.append([])
            at += 1
            continue
        if char != "%":
            parts.append(re.escape(char))
            at += 1
            continue
        directive = pattern[at + 1 : at + 2]
        if directive == "%":
            parts.append("%")
        elif directive not in _DIRECTIVES:
            raise InvalidInput(
                f"The file-name pattern does not know %{directive}. Known: %{' %'.join(_DIRECTIVES)}.",
                code="bad_name_pattern",
            )
        elif (
            directive in seen or (directive in "HI" and {"H", "I"} & seen) or (directive in "Yy" and {"Y", "y"} & seen)
        ):
            raise InvalidInput(
                f"The file-name pattern uses %{directive} twice. Put * where the end time stands.",
                code="bad_name_pattern",
            )
        else:
            seen.add(directive)
            parts.append(_DIRECTIVES[directive])
        at += 2
    has_date = {"m", "d"} <= seen and bool({"Y", "y"} & seen)
    has_time = "M" in seen and ("H" in seen or {"I", "p"} <= seen)
    if "s" not in seen and not (has_date and has_time):
        raise InvalidInput(
            "The file-name pattern must hold a full date, hour and minute (or %s for Unix time).",
            code="bad_name_pattern",
        )
    first, *others = map("".join, pieces)
    # What stands between two stars is found at its first place and nowhere else: a later one never fits better, and
    # trying them all takes minutes for a name that was made for it.
    middle = "".join(f"(?>[^/]*?{piece})" for piece in others[:-1])
    last = f"[^/]*?{others[-1]}" if others else ""
    return re.compile(f"(?:\\A|/){first}{middle}{last}(?:\\.[^/]*)?\\Z")


def _plausible(at_ms: int, mtime_ms: int) -> bool:
    latest = mtime_ms + DAY_MS if mtime_ms >= EARLIEST_MS else LATEST_MS
    return EARLIEST_MS <= at_ms <= latest


def _nearest_reading(readings: list[int], fallback_ms: int) -> int:
    """Of the readings of one name (two in an autumn fold) the one that the modification time speaks for."""
    near = min(readings, key=lambda at: abs(at - fallback_ms))
    return near if abs(near - fallback_ms) <= FOLD_WINDOW_MS else readings[0]


def _container_times(container_ms: int | None, is_local: bool, zone: ZoneInfo) -> list[int]:
    if container_ms is None:
        return []
    if not is_local:
        return [container_ms]
    wall = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=container_ms)
    return instants(wall.replace(tzinfo=zone))


def _name_times(path: str, own_pattern: str | None, zone: ZoneInfo) -> list[int]:
    """Readings of the first pattern that fits and makes a valid date; empty when none does."""
    tail = "/".join(path.split("/")[-TAIL_PARTS:])
    if own_pattern:
        match = compile_own_pattern(own_pattern).search(tail)
        readings = _readings(match, zone) if match else []
        if readings:
            return readings
    for row in PATTERNS:
        match = row.regex.search(tail)
        readings = _readings(match, UTC if row.utc else zone) if match else []
        if readings:
            return readings
    return []


def _readings(match: re.Match[str], zone: tzinfo) -> list[int]:
    """UTC epoch ms a match can mean: none (no valid date), one, or two (autumn fold)."""
    got = {name: text for name, text in match.groupdict().items() if text is not None}
    if "epoch_ms" in got:
        return [int(got["epoch_ms"])]
    if "epoch" in got:
        return [int(got["epoch"]) * 1000]
    hour = int(got["H"])
    if "ampm" in got:
        if not 1 <= hour <= 12:
            return []
        hour = hour % 12 + (12 if got["ampm"].lower() == "pm" else 0)
    year = int(got["Y"]) if "Y" in got else 2000 + int(got["y"])
    try:
        at = datetime(
            year,
            int(got["m"]),
            int(got["d"]),
            hour,
            int(got["M"]),
            int(got.get("S", 0)),
            int(got.get("ms", 0)) * 1000,
            _offset(got["z"]) if "z" in got else zone,
        )
        return instants(at)
    except (ValueError, OverflowError):
        return []


def _offset(text: str) -> tzinfo:
    if text in "zZ":
        return UTC
    digits = re.sub(r"\D", "", text)
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if text.startswith("-") else minutes))


def instants(at: datetime) -> list[int]:
    """The instants at which a wall clock shows `at`: two where the clock is put back, else one (see the top)."""
    again = at.replace(fold=1)
    instants = [_epoch_ms(at)]
    # In a gap the two folds differ too, but neither shows this wall time when turned back into local time.
    is_fold = at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None) == at.replace(tzinfo=None)
    if is_fold and again.utcoffset() != at.utcoffset():
        instants.append(_epoch_ms(again))
    return instants


def _epoch_ms(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
