"""ZoneMinder tells times on its server's wall clock, in whole seconds: which instant one means. PURE."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from backend.sources.start_time import instants

_CLOSE_MS = 5_000
"""Two readings of an event fit equally well when they fit that nearly."""
_OVERLAP_MS = 120_000
"""An event of one camera may begin this much before the one that follows it in the books: its pictures from before the
alarm."""


def start_ms(
    start: str, end: str | None, length_s: float, zone: ZoneInfo, *, after_ms: int | None, now_ms: int
) -> int | None:
    """UTC epoch ms of an event's first picture; None when `start` is no time.

    A wall time that comes twice (autumn) is the reading whose end agrees with the length, else the first one that is
    not before `after_ms` (the previous event of the same camera) and not in the future.
    """
    begins = readings(start, zone)
    if not begins:
        return None
    length_ms = round(length_s * 1000)
    ends = readings(end, zone) if end else []
    if len(begins) > 1 and ends:
        off = {begin: min(abs(finish - begin - length_ms) for finish in ends) for begin in begins}
        begins = [begin for begin in begins if off[begin] <= min(off.values()) + _CLOSE_MS]
    if len(begins) > 1:
        later = [begin for begin in begins if after_ms is None or begin >= after_ms - _OVERLAP_MS]
        begins = [begin for begin in later if begin <= now_ms] or later or begins
    return _within_the_second(begins[0], ends, length_ms)


def readings(text: str, zone: ZoneInfo) -> list[int]:
    """The instants (UTC epoch ms) that the wall time `text` can mean: none, one, or two."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return []
    return instants(at if at.tzinfo else at.replace(tzinfo=zone))


def wall_time(at_ms: int, zone: ZoneInfo) -> str:
    """What the server's clock shows at an instant, as its filters want it."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _within_the_second(begin_ms: int, ends: list[int], length_ms: int) -> int:
    """Start and end were cut to whole seconds; the length was not. The middle of what all three allow."""
    for end_ms in ends:
        low, high = max(begin_ms, end_ms - length_ms), min(begin_ms, end_ms - length_ms) + 1000
        if low < high:
            return (low + high) // 2
    return begin_ms
