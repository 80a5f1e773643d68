"""Listing the recordings of a recorder that is searched by time: day by day for each camera, with some overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from backend.domain.source import RemoteRecording
from backend.runtime.stop import StopSignal
from backend.sources.protocol import NextCursor

WINDOW_MS = 86_400_000
MOST_DAYS = 16
OVERLAP_MS = 6 * 3_600_000
"""Looked through again each time: files that were being written, or came late from a card."""
GROWING_MS = 120_000
"""A recording that ended less than this ago may still be growing."""
_OLDEST_MS = 400 * WINDOW_MS
"""No recorder keeps more; a clock at zero must not mean half a century of empty days."""

Search = Callable[[str, int, int], Iterator[RemoteRecording]]
"""Camera key, from and to (UTC epoch ms) -> recordings that overlap, each with start and duration."""


def list_recordings(
    camera_keys: Sequence[str],
    since_ms: int,
    cursor: Mapping[str, Any] | None,
    now_ms: int,
    search: Search,
    stop: StopSignal,
) -> Iterator[RemoteRecording | NextCursor]:
    """All finished recordings since the cursor, then the next cursor."""
    known = dict(cursor.get("until_ms", {})) if cursor else {}
    until_ms = now_ms - GROWING_MS
    for key in camera_keys:
        # A cursor from a time when this machine's clock was ahead would keep everything out until that day comes.
        begin = min(int(known[key]), until_ms) - OVERLAP_MS if key in known else since_ms
        begin = max(begin, min(since_ms, until_ms - OVERLAP_MS), now_ms - _OLDEST_MS)
        days = 1
        while begin < until_ms:
            stop.check()
            end = min(begin + days * WINDOW_MS, until_ms)
            days = min(2 * days, MOST_DAYS)  # months without footage are passed over in few steps
            for one in search(key, begin, end):
                days = 1
                if _ended(one, until_ms):
                    yield one
            begin = end
        known[key] = until_ms
    yield NextCursor({"until_ms": known})


def finished(found: Iterable[RemoteRecording], now_ms: int) -> Iterator[RemoteRecording]:
    """Those that are not being written any more."""
    return (one for one in found if _ended(one, now_ms - GROWING_MS))


def _ended(one: RemoteRecording, until_ms: int) -> bool:
    return one.start_ms is not None and one.start_ms + (one.duration_ms or 0) <= until_ms
