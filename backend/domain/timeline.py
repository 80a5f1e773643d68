"""One timeline per camera: recordings in order, and the map between UTC epoch ms and ms within a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backend.domain.event import EventPart
from backend.domain.recording import Recording


def in_order(recordings: Iterable[Recording]) -> list[Recording]:
    """By start, then path, so that equal starts come out the same each time."""
    return sorted(recordings, key=lambda r: (r.start_ms, r.path))


def stretches(recordings: Iterable[Recording], continuous_gap_ms: int) -> list[list[Recording]]:
    """Group recordings that follow each other with a gap of at most `continuous_gap_ms` (overlaps count as no gap)."""
    groups: list[list[Recording]] = []
    reach_ms = 0
    for recording in in_order(recordings):
        if groups and recording.start_ms - reach_ms <= continuous_gap_ms:
            groups[-1].append(recording)
            reach_ms = max(reach_ms, recording.end_ms)
        else:
            groups.append([recording])
            reach_ms = recording.end_ms
    return groups


def parts(recordings: Sequence[Recording], start_ms: int, end_ms: int) -> list[EventPart]:
    """The file parts that show `start_ms..end_ms` (UTC epoch ms). Where files overlap the earlier one gives way at the
    later one's start, so that the parts joined play each moment once."""
    ordered = [r for r in in_order(recordings) if r.end_ms > start_ms and r.start_ms < end_ms]
    found: list[EventPart] = []
    for index, recording in enumerate(ordered):
        until_ms = min(end_ms, recording.end_ms)
        if index + 1 < len(ordered):
            until_ms = min(until_ms, ordered[index + 1].start_ms)
        from_ms = max(start_ms, recording.start_ms)
        if until_ms > from_ms:
            found.append(
                EventPart(recording.id, recording.path, from_ms - recording.start_ms, until_ms - recording.start_ms)
            )
    return found
