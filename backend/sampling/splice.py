"""Observations of a part of a recording, put in their place within the whole. PURE.

A recording that is still being made is looked at piece by piece. Each piece begins before what is new, so that the
table is known by the time the new part begins; where two pieces overlap, the later one counts from a moment on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from backend.domain.health import UnreadLabel
from backend.domain.observation import Observations, Sighting, Span
from backend.domain.region import Box

_HEALTH_TIMES = ("from_ms", "to_ms", "sample_ms")


def placed(seen: Observations, offset_ms: int, length_ms: int, scale: tuple[float, float] = (1.0, 1.0)) -> Observations:
    """`seen` of a piece whose first picture lies `offset_ms` after (or before) that of a recording of `length_ms`.

    `scale`: the recording's width and height by those of the piece's picture. What lies outside is cut off.
    """
    spans = [
        replace(span, from_ms=max(0, span.from_ms + offset_ms), to_ms=min(length_ms, span.to_ms + offset_ms))
        for span in seen.spans
        if span.to_ms + offset_ms > 0 and span.from_ms + offset_ms < length_ms
    ]
    sightings = [
        replace(
            one,
            first_ms=max(0, one.first_ms + offset_ms),
            last_ms=min(length_ms, one.last_ms + offset_ms),
            best_ms=min(length_ms, max(0, one.best_ms + offset_ms)),
            box=_scaled(one.box, scale),
        )
        for one in seen.sightings
        if one.last_ms + offset_ms >= 0 and one.first_ms + offset_ms <= length_ms
    ]
    unread = [
        UnreadLabel(
            max(0, one.from_ms + offset_ms),
            min(length_ms, one.to_ms + offset_ms),
            min(length_ms, max(0, one.best_ms + offset_ms)),
        )
        for one in seen.unread
        if one.to_ms + offset_ms > 0 and one.from_ms + offset_ms < length_ms
    ]
    reach_ms = min(length_ms, max(0, seen.duration_ms + offset_ms))
    # Their boxes and sizes are those of the frames that were looked at, which they name themselves.
    health = [
        replace(one, **{name: min(length_ms, max(0, getattr(one, name) + offset_ms)) for name in _HEALTH_TIMES})
        for one in seen.health
    ]
    return replace(seen, duration_ms=reach_ms, spans=spans, sightings=sightings, unread=unread, health=health)


def spliced(earlier: Observations, later: Observations, at_ms: int) -> Observations:
    """Up to `at_ms` what was seen before, from there on what is seen now."""
    before = [replace(span, to_ms=min(span.to_ms, at_ms)) for span in earlier.spans if span.from_ms < at_ms]
    after = [replace(span, from_ms=max(span.from_ms, at_ms)) for span in later.spans if span.to_ms > at_ms]
    unread = [one for one in earlier.unread if one.from_ms < at_ms]
    return replace(
        later,
        spans=_joined([*before, *after]),
        sightings=_one_each(earlier.sightings, later.sightings, at_ms),
        unread=[*unread, *(one for one in later.unread if one.from_ms >= at_ms)],
        frames_decoded=earlier.frames_decoded + later.frames_decoded,
        wall_ms=earlier.wall_ms + later.wall_ms,
    )


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Runs of the same kind and state that touch are one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.kind, one.from_ms, one.to_ms)):
        last = joined[-1] if joined else None
        if last is not None and (last.kind, last.state) == (span.kind, span.state) and span.from_ms <= last.to_ms:
            joined[-1] = replace(last, to_ms=max(last.to_ms, span.to_ms))
        else:
            joined.append(span)
    return sorted(joined, key=lambda one: (one.from_ms, one.to_ms, one.kind))


def _one_each(earlier: Sequence[Sighting], later: Sequence[Sighting], at_ms: int) -> list[Sighting]:
    """A sighting across the moment was seen from both sides: it is one, told by whoever saw more of it."""
    found = [one for one in earlier if one.first_ms < at_ms]
    for one in later:
        twin = next(
            (
                n
                for n, known in enumerate(found)
                if (known.text, known.format) == (one.text, one.format)
                and known.first_ms <= one.last_ms
                and one.first_ms <= known.last_ms
            ),
            None,
        )
        if twin is None:
            if one.last_ms >= at_ms:
                found.append(one)
            continue
        known = found[twin]
        better = one if (one.frames, one.confidence) > (known.frames, known.confidence) else known
        found[twin] = replace(
            better,
            first_ms=min(known.first_ms, one.first_ms),
            last_ms=max(known.last_ms, one.last_ms),
            confidence=max(known.confidence, one.confidence),
        )
    return sorted(found, key=lambda one: (one.first_ms, one.text))


def _scaled(box: Box, scale: tuple[float, float]) -> Box:
    if scale == (1.0, 1.0):
        return box
    across, down = scale
    return Box(round(box.x * across), round(box.y * down), round(box.w * across), round(box.h * down))
