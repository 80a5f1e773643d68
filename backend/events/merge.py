"""Lift what was seen in single files onto the camera's timeline and join it where files follow each other.

From here on every time is UTC epoch ms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backend.domain.observation import Observations, Sighting, Span, SpanKind
from backend.domain.recording import Recording
from backend.domain.timeline import stretches

# A code not read for this long at the seam of two files is shown again, not still.
_GOES_ON_MS = 15_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A confirmed code on the timeline."""

    text: str
    format: str
    first_ms: int
    last_ms: int
    frames: int
    confidence: float

    def with_another(self, later: Shown) -> Shown:
        """The same code seen again: one showing, surer than each alone."""
        return replace(
            self,
            last_ms=max(self.last_ms, later.last_ms),
            frames=self.frames + later.frames,
            confidence=round(1 - (1 - self.confidence) * (1 - later.confidence), 3),
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Recordings of one camera that follow each other, as one piece of timeline."""

    start_ms: int
    end_ms: int
    recordings: tuple[Recording, ...]
    trigger: tuple[Span, ...]
    """Runs of trigger state, in order, without gaps inside; empty when no sticker was looked for."""
    occupied: tuple[Span, ...]
    motion: tuple[Span, ...]
    hands: tuple[Span, ...]
    shown: tuple[Shown, ...]


def on_timeline(
    seen: Iterable[tuple[Recording, Observations]], *, continuous_gap_ms: int, least_confidence: float
) -> list[Stretch]:
    """Group by continuity; spans of neighbouring files that touch become one."""
    by_id = {id(recording): (recording, found) for recording, found in seen}
    groups = stretches([recording for recording, _ in by_id.values()], continuous_gap_ms)
    found = []
    for group in groups:
        members = [by_id[id(recording)] for recording in group]
        found.append(
            Stretch(
                start_ms=group[0].start_ms,
                end_ms=max(r.end_ms for r in group),
                recordings=tuple(group),
                trigger=tuple(_without_gaps(_lifted(members, SpanKind.TRIGGER))),
                occupied=tuple(_joined_over_files(members, SpanKind.OCCUPIED)),
                motion=tuple(_joined_over_files(members, SpanKind.MOTION)),
                hands=tuple(_joined(_lifted(members, SpanKind.HANDS), 0)),
                shown=tuple(_shown(members, least_confidence)),
            )
        )
    return found


def _lifted(members: Sequence[tuple[Recording, Observations]], kind: SpanKind) -> list[Span]:
    spans = [
        Span(kind, span.state, recording.start_ms + span.from_ms, recording.start_ms + span.to_ms)
        for recording, found in members
        for span in found.spans
        if span.kind is kind
    ]
    return sorted(spans, key=lambda s: (s.from_ms, s.to_ms))


def _joined(spans: Sequence[Span], gap_ms: int) -> list[Span]:
    """Join equal states that touch, or that lie at most `gap_ms` apart."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.state is joined[-1].state and span.from_ms - joined[-1].to_ms <= gap_ms:
            joined[-1] = Span(span.kind, span.state, joined[-1].from_ms, max(joined[-1].to_ms, span.to_ms))
        else:
            joined.append(span)
    return joined


def _joined_over_files(members: Sequence[tuple[Recording, Observations]], kind: SpanKind) -> list[Span]:
    """Spans on the timeline, joined where one reaches the end of its file and another begins with the next file."""
    spans: list[Span] = []
    open_until_ms: int | None = None
    for recording, found in members:
        mine = _lifted([(recording, found)], kind)
        if spans and mine and open_until_ms is not None and mine[0].from_ms <= recording.start_ms:
            spans[-1] = Span(kind, mine[0].state, spans[-1].from_ms, max(spans[-1].to_ms, mine[0].to_ms))
            mine = mine[1:]
        spans += mine
        reaches_end = bool(spans) and spans[-1].to_ms >= recording.end_ms - 1
        open_until_ms = recording.end_ms if reaches_end else None
    return _joined(sorted(spans, key=lambda s: s.from_ms), 0)


def _without_gaps(spans: Sequence[Span]) -> list[Span]:
    """Trigger states tile the stretch: an overlap belongs to the earlier file, a small gap to the state before it."""
    tiled: list[Span] = []
    for span in spans:
        if not tiled:
            tiled.append(span)
            continue
        last = tiled[-1]
        if span.to_ms <= last.to_ms:
            continue
        if span.state is last.state:
            tiled[-1] = Span(span.kind, span.state, last.from_ms, span.to_ms)
        else:
            tiled[-1] = Span(last.kind, last.state, last.from_ms, max(last.to_ms, span.from_ms))
            tiled.append(Span(span.kind, span.state, tiled[-1].to_ms, span.to_ms))
    return tiled


def _shown(members: Sequence[tuple[Recording, Observations]], least_confidence: float) -> list[Shown]:
    """Confirmed sightings; one that goes on in the next file becomes one. A code seen too briefly in each of two files
    to count there may still count in both together. Within a file the sampler knows what was shown twice."""
    lifted = [
        (_on_timeline(recording, sighting), number)
        for number, (recording, found) in enumerate(members)
        for sighting in found.sightings
    ]
    merged: list[tuple[Shown, int]] = []
    for shown, number in sorted(lifted, key=lambda one: (one[0].text, one[0].format, one[0].first_ms)):
        last, its_number = merged[-1] if merged else (None, number)
        goes_on = last is not None and number != its_number and shown.first_ms - last.last_ms <= _GOES_ON_MS
        if last is not None and goes_on and (last.text, last.format) == (shown.text, shown.format):
            merged[-1] = (last.with_another(shown), number)
        else:
            merged.append((shown, number))
    counted = [shown for shown, _ in merged if shown.confidence >= least_confidence]
    return sorted(counted, key=lambda s: (s.first_ms, s.text))


def _on_timeline(recording: Recording, sighting: Sighting) -> Shown:
    return Shown(
        sighting.text,
        sighting.format,
        recording.start_ms + sighting.first_ms,
        recording.start_ms + sighting.last_ms,
        sighting.frames,
        sighting.confidence,
    )
