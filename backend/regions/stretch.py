"""Which stretch of a camera's footage is worth trying regions on: the busiest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

import numpy as np

from backend.domain.errors import Unreadable
from backend.domain.observation import Observations, SpanKind, SpanState
from backend.regions.ports import OpenVideo
from database.repositories.recordings import RecordingDetails

STRETCH_MS = 300_000
"""How long a stretch is unless somebody says otherwise."""
# A code that was read says more than ten seconds of something going on.
_CODE_WEIGHT = 2.0
_BUSY_UNIT_MS = 10_000.0
# Room before the first thing that happens, so that its beginning is seen.
_LEAD_MS = 10_000
_BIN_MS = 5_000
# Recordings that nobody has analysed yet are weighed by their packets, which costs reading their index.
_MOST_INDEXED = 3

Activity = tuple[int, float]
"""An instant (UTC ms) and how much happens there."""


def busiest(
    recordings: Sequence[RecordingDetails],
    seen: Sequence[Observations | None],
    open_video: OpenVideo,
    length_ms: int = STRETCH_MS,
) -> tuple[int, int]:
    """From and to (UTC ms) of the busiest stretch of these recordings (at least one)."""
    activity: list[Activity] = []
    for recording, observations in zip(recordings, seen, strict=True):
        if observations is not None:
            activity += [(recording.start_ms + at_ms, weight) for at_ms, weight in happenings(observations)]
    if not activity:
        for recording in recordings[:_MOST_INDEXED]:
            activity += _by_packets(recording, open_video)
    newest = recordings[0]
    from_ms = busiest_window(activity, length_ms) if activity else newest.start_ms
    at = next((one for one in recordings if one.start_ms <= from_ms + _LEAD_MS < one.start_ms + one.duration_ms), None)
    if at is not None:
        # Not before the footage begins, and as long as asked for where there is that much.
        from_ms = max(at.start_ms, min(from_ms, at.start_ms + at.duration_ms - length_ms))
    return from_ms, from_ms + length_ms


def happenings(seen: Observations) -> Iterator[tuple[int, float]]:
    """What an analysis saw as (ms in the file, weight)."""
    for sighting in seen.sightings:
        yield sighting.best_ms, _CODE_WEIGHT
    for span in seen.spans:
        if span.kind in (SpanKind.HANDS, SpanKind.OCCUPIED) or span.state is SpanState.COVERED:
            # A parcel that was left lying for hours is not that busy.
            length_ms = min(span.to_ms - span.from_ms, 60_000)
            yield span.from_ms, length_ms / _BUSY_UNIT_MS


def busiest_window(activity: Iterable[Activity], length_ms: int) -> int:
    """Where the window of that length begins that holds most; a little before its first happening."""
    ordered = sorted(activity)
    best, best_start, held, first = -1.0, ordered[0][0], 0.0, 0
    for at_ms, weight in ordered:
        held += weight
        while ordered[first][0] < at_ms - (length_ms - _LEAD_MS):
            held -= ordered[first][1]
            first += 1
        if held > best:
            best, best_start = held, ordered[first][0]
    return best_start - _LEAD_MS


def _by_packets(recording: RecordingDetails, open_video: OpenVideo) -> list[Activity]:
    """Movement makes the packets between keyframes larger: nothing is decoded."""
    try:
        with closing(open_video(recording.path)) as video:
            index = video.index()
    except Unreadable:
        return []
    bins = (index.at_ms[~index.key] // _BIN_MS).astype(np.int64)
    if not len(bins):
        return [(recording.start_ms, 0.0)]
    sums = np.bincount(bins, weights=index.size[~index.key])
    return [(recording.start_ms + number * _BIN_MS, float(size)) for number, size in enumerate(sums)]
