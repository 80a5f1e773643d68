"""The survey's findings as spans: states from settled runs, motion and hands from looks close together or far apart."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.observation import Span, SpanKind, SpanState
from backend.sampling import lifted
from backend.sampling.survey import Survey
from backend.sampling.vote import Run

# Two looks in a row that both show it, no further apart than this: it was there in between.
_BRIDGE_MS = 6_500.0
# With a sticker hands are looked for more seldom. Looks that show no movement end them all the same.
_BRIDGE_BY_STICKER_MS = 11_000.0
# A look stands for at most this much on either side of it.
_REACH_MS = 1_000.0


def state_spans(survey: Survey) -> list[Span]:
    """With a sticker: visible, covered, unknown; and when a parcel lifted clear of it occupied the table all the same.
    Without: when the table was occupied. Both where a sticker should be but was never read in this file: the files
    around it may show it, or it may be gone for good."""
    states = {True: SpanState.COVERED, False: SpanState.VISIBLE, None: SpanState.UNKNOWN}
    if survey.scene.has_sticker:
        spans = [Span(SpanKind.TRIGGER, states[r.busy], round(r.from_ms), round(r.to_ms)) for r in survey.runs()]
        held = [(round(gap.from_ms), round(gap.to_ms)) for gap in lifted.held(survey)]
        return spans + [Span(SpanKind.OCCUPIED, SpanState.PRESENT, *gap) for gap in held]
    spans = _busy_spans(survey.occupied_runs(), SpanKind.OCCUPIED)
    if survey.scene.regions.trigger is not None:
        blind = sum(look.busy is None for look in survey.looks)
        state = SpanState.UNKNOWN if blind * 2 > len(survey.looks) else SpanState.COVERED
        spans.append(Span(SpanKind.TRIGGER, state, 0, round(survey.index.duration_ms)))
    return spans


def motion_spans(survey: Survey) -> list[Span]:
    """Without a sticker: exact runs of activity. With one: a moved look stands for the time around it."""
    if not survey.scene.has_sticker:
        return _busy_spans(survey.runs(), SpanKind.MOTION)
    points = [(look.at_ms, look.moved) for look in survey.looks]
    points += [point for part in survey.dense for point in part.motion]
    return _spans(points, SpanKind.MOTION)


def _busy_spans(runs: Sequence[Run], kind: SpanKind) -> list[Span]:
    return [Span(kind, SpanState.PRESENT, round(r.from_ms), round(r.to_ms)) for r in runs if r.busy]


def hand_spans(survey: Survey) -> list[Span]:
    """When hands were found in the packing region."""
    points = [(look.at_ms, bool(look.hands)) for look in survey.looks if look.hands is not None or not look.moved]
    for part in survey.dense:
        points += part.hands
        # No motion, no hands looked for: a hand that holds still is bridged, a table at rest is not.
        points += [(at_ms, False) for at_ms, moving in part.motion if not moving]
    bridge_ms = _BRIDGE_BY_STICKER_MS if survey.scene.has_sticker else _BRIDGE_MS
    return _spans(points, SpanKind.HANDS, bridge_ms)


def _spans(points: Sequence[tuple[float, bool]], kind: SpanKind, bridge_ms: float = _BRIDGE_MS) -> list[Span]:
    """Positive points become spans that reach half-way to their neighbours; positive ones in a row are joined."""
    ordered = sorted(points)
    found: list[Span] = []
    before: tuple[float, bool] | None = None
    for index, (at_ms, present) in enumerate(ordered):
        if present:
            after_ms = ordered[index + 1][0] if index + 1 < len(ordered) else at_ms
            to_ms = round(at_ms + min(_REACH_MS, (after_ms - at_ms) / 2)) + 1
            if found and before is not None and before[1] and at_ms - before[0] <= bridge_ms:
                found[-1] = Span(kind, SpanState.PRESENT, found[-1].from_ms, to_ms)
            else:
                since_ms = at_ms - min(_REACH_MS, (at_ms - before[0]) / 2) if before else at_ms
                found.append(Span(kind, SpanState.PRESENT, round(since_ms), to_ms))
        before = (at_ms, present)
    return found
