"""Which stretch of which files a clip shows: the event's parts plus pre-roll and post-roll."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.domain.errors import InvalidInput, NotFound
from backend.domain.event import EventPart
from backend.domain.recording import Recording
from backend.domain.timeline import parts, stretches


@dataclass(frozen=True, slots=True)
class CutSpan:
    """`from_ms..to_ms` of one recording, in ms from its first frame; `start_ms` is `from_ms` in UTC epoch ms."""

    recording_id: int
    path: str
    from_ms: int
    to_ms: int
    start_ms: int

    @property
    def duration_ms(self) -> int:
        return self.to_ms - self.from_ms


def cut_spans(
    event_parts: Sequence[EventPart],
    recordings: Iterable[Recording],
    *,
    pre_roll_ms: int,
    post_roll_ms: int,
    continuous_gap_ms: int,
) -> list[CutSpan]:
    """The spans to cut, in the order they play.

    `recordings` are those of the event's camera around the event. The rolls reach into a neighbouring recording when it
    follows within `continuous_gap_ms`, and end where the footage ends; there is at least one. Raises NotFound when no
    recording of the event is left, none of a known length, or none that reaches to it; InvalidInput for negative rolls
    or a part that shows nothing.
    """
    if pre_roll_ms < 0 or post_roll_ms < 0:
        raise InvalidInput("Pre-roll and post-roll must be 0 ms or more.")
    nearby = list(recordings)
    by_id = {recording.id: recording for recording in nearby}
    left = [part for part in event_parts if part.recording_id in by_id]
    if not left:
        raise NotFound(
            "The recording of this event is no longer known. Scan its source again, then cut the clip.",
            code="footage_gone",
        )
    if any(part.to_ms <= part.from_ms for part in left):
        raise InvalidInput("This event has no length, so there is nothing to cut.")
    from_ms = min(by_id[part.recording_id].start_ms + part.from_ms for part in left) - pre_roll_ms
    to_ms = max(by_id[part.recording_id].start_ms + part.to_ms for part in left) + post_roll_ms
    shown = _footage_of(left, nearby, continuous_gap_ms)
    spans = [
        CutSpan(p.recording_id, p.path, p.from_ms, p.to_ms, by_id[p.recording_id].start_ms + p.from_ms)
        for p in parts(shown, from_ms, to_ms)
    ]
    if not spans:
        raise NotFound(
            "The recording of this event does not show it any more: its file could not be read when it was last looked "
            "at, or was replaced by a shorter one. Scan its source again, then cut the clip.",
            code="footage_gone",
        )
    return spans


def window_spans(recordings: Iterable[Recording], from_ms: int, to_ms: int, continuous_gap_ms: int) -> list[CutSpan]:
    """The longest piece without a gap of what one camera shows of `from_ms..to_ms` (UTC epoch ms); empty: nothing."""
    pieces = [
        [
            CutSpan(p.recording_id, p.path, p.from_ms, p.to_ms, starts[p.recording_id] + p.from_ms)
            for p in parts(stretch, from_ms, to_ms)
        ]
        for stretch in stretches(recordings, continuous_gap_ms)
        if (starts := {recording.id: recording.start_ms for recording in stretch})
    ]
    return max(pieces, key=lambda spans: sum(span.duration_ms for span in spans), default=[])


def _footage_of(
    event_parts: Sequence[EventPart], recordings: Sequence[Recording], continuous_gap_ms: int
) -> list[Recording]:
    """The recordings of every stretch that holds a part of the event: rolls never jump over a gap in the footage."""
    wanted = {part.recording_id for part in event_parts}
    return [
        recording
        for stretch in stretches(recordings, continuous_gap_ms)
        if wanted & {recording.id for recording in stretch}
        for recording in stretch
    ]
