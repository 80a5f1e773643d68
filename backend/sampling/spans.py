"""Motion and hands as spans, from looks that may lie close together or seconds apart."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.observation import Span, SpanKind, SpanState
from backend.sampling.survey import Survey

# Looks further apart than this are not evidence for what lies between them.
_BRIDGE_MS = 2_600.0
# Each look stands for at most this much on either side.
_REACH_MS = 1_000.0


def motion_spans(survey: Survey) -> list[Span]:
    """When the packing region's picture changed. A moved look stands for the time since the look before it."""
    points = [(look.at_ms, look.moved) for look in survey.looks]
    points += [point for part in survey.dense for point in part.motion]
    return _spans(points, SpanKind.MOTION)


def hand_spans(survey: Survey) -> list[Span]:
    """When hands were found in the packing region."""
    points = [(look.at_ms, bool(look.hands)) for look in survey.looks if look.hands is not None or not look.moved]
    for part in survey.dense:
        points += part.hands
        # No motion, no hands looked for: a hand that holds still is bridged, a table at rest is not.
        points += [(at_ms, False) for at_ms, moving in part.motion if not moving]
    return _spans(points, SpanKind.HANDS)


def _spans(points: Sequence[tuple[float, bool]], kind: SpanKind) -> list[Span]:
    """Positive points become spans that reach half-way to their neighbours; near ones are joined."""
    ordered = sorted(points)
    found: list[Span] = []
    for index, (at_ms, present) in enumerate(ordered):
        if not present:
            continue
        before = at_ms - ordered[index - 1][0] if index else 0.0
        after = ordered[index + 1][0] - at_ms if index + 1 < len(ordered) else 0.0
        from_ms = round(at_ms - min(_REACH_MS, before / 2))
        to_ms = round(at_ms + min(_REACH_MS, after / 2)) + 1
        if found and from_ms - found[-1].to_ms <= _BRIDGE_MS / 4:
            found[-1] = Span(kind, SpanState.PRESENT, found[-1].from_ms, to_ms)
        else:
            found.append(Span(kind, SpanState.PRESENT, max(0, from_ms), to_ms))
    return found
