"""From single reads to sightings: a code counts when frames agree, and a misread next to it gives way.

One wrong code is worse than one missing code.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from backend.domain.observation import Sighting
from backend.domain.region import Box
from backend.sampling import picked_up
from backend.sampling.reads import Read

CONFIRMED = 0.9
"""Sightings of at least this confidence count as codes of an event."""

# Check digit only, or none: a damaged print can pass, so one frame more must agree.
_WEAK_FORMATS = frozenset({"EAN13", "EAN8", "UPCA", "UPCE", "ITF", "Codabar", "Code39", "DataBar"})
SPLIT_GAP_MS = 15_000
"""The same code not read for longer than this was taken away and shown again."""
# Frames nearer than this show the same noise: they count as one witness.
_SAME_WITNESS_MS = 30
_RIVAL_WINDOW_MS = 1_500
# Read this often, at a time when nothing else was, it is no misread of what was shown before or after it.
_SURELY_ANOTHER = 3


def sightings(
    reads: Iterable[Read],
    taken_away: Sequence[tuple[float, float]] = (),
    work: Sequence[tuple[float, float]] = (),
) -> list[Sighting]:
    """Group reads into sightings, weigh them, and drop what a stronger one contradicts. Sorted by first sight.

    `taken_away`: stretches (from_ms, to_ms) that were looked through: a code not read in one of them was not there.
    `work`: the busy runs (from_ms, to_ms). A label that lay in view through one of them and is picked up in the next is
    another sighting from then on."""
    by_code: dict[tuple[str, str], list[Read]] = defaultdict(list)
    for read in sorted(reads, key=lambda r: r.at_ms):
        by_code[read.text, read.format].append(read)
    groups = [
        showing
        for code in by_code.values()
        for group in _shows(code, taken_away)
        for showing in picked_up.showings(group, work)
    ]
    found = [(_sighting(group), group) for group in groups]
    kept = [
        one
        for one, its in found
        if not any(_beats(other, one) and not _side_by_side(others, its) for other, others in found if other is not one)
    ]
    return sorted(kept, key=lambda s: (s.first_ms, s.text))


def merged(before: Sequence[Sighting], again: Sequence[Sighting]) -> list[Sighting]:
    """What a second look saw, added to what is known. The same code seen at the same time becomes one sighting; what
    was certain before stays, and what is new stays unless something else contradicts it. Sorted by first sight."""
    known = list(before)
    new: list[Sighting] = []
    for seen in again:
        same = next((one for one in known if _is_same(one, seen)), None)
        if same is None:
            new.append(seen)
        else:
            known[known.index(same)] = _joined(same, seen)
    every = known + new
    certain = confirmed(before)
    kept = [
        one
        for one in every
        if any(_is_same(one, old) for old in certain) or not any(_beats(other, one) for other in every if other != one)
    ]
    return sorted(kept, key=lambda s: (s.first_ms, s.text))


def confirmed(found: Iterable[Sighting]) -> list[Sighting]:
    return [s for s in found if s.confidence >= CONFIRMED]


def _shows(reads: Sequence[Read], taken_away: Sequence[tuple[float, float]]) -> list[list[Read]]:
    groups: list[list[Read]] = []
    for read in reads:
        since_ms = groups[-1][-1].at_ms if groups else -math.inf
        gone = any(since_ms < a and b < read.at_ms for a, b in taken_away)
        if read.at_ms - since_ms <= SPLIT_GAP_MS and not gone:
            groups[-1].append(read)
        else:
            groups.append([read])
    return groups


def _sighting(group: Sequence[Read]) -> Sighting:
    witnesses: list[Read] = []
    for read in group:
        if not witnesses or read.at_ms - witnesses[-1].at_ms >= _SAME_WITNESS_MS:
            witnesses.append(read)
    best = max(group, key=lambda r: (r.weight, r.box.w * r.box.h))
    first = group[0]
    return Sighting(
        text=first.text,
        format=first.format,
        first_ms=round(first.at_ms),
        last_ms=round(group[-1].at_ms),
        frames=len(witnesses),
        confidence=_confidence(first.format, sum(r.weight for r in witnesses)),
        box=best.box,
        best_ms=round(best.at_ms),
    )


def _is_same(a: Sighting, b: Sighting) -> bool:
    apart_ms = max(a.first_ms, b.first_ms) - min(a.last_ms, b.last_ms)
    return (a.text, a.format) == (b.text, b.format) and apart_ms <= SPLIT_GAP_MS


def _joined(a: Sighting, b: Sighting) -> Sighting:
    """Frames are not added up: both looks may have seen the same ones."""
    best = max(a, b, key=lambda s: (s.confidence, s.frames))
    return replace(best, first_ms=min(a.first_ms, b.first_ms), last_ms=max(a.last_ms, b.last_ms))


def _confidence(symbology: str, votes: float) -> float:
    """0.5 for one frame, 0.9 for two, then nearer to 1; a weak symbology needs a frame more."""
    if symbology in _WEAK_FORMATS:
        votes -= 1.0
    if votes <= 0:
        return 0.3
    if votes < 2:
        return round(0.5 + 0.39 * (votes - 1), 3) if votes > 1 else 0.5
    return round(1.0 - 0.2 / votes, 3)


def _beats(strong: Sighting, weak: Sighting) -> bool:
    """True when `weak` is a misread of what `strong` shows: same place and time, far fewer frames; or a piece of it."""
    if (strong.text, strong.format) == (weak.text, weak.format):
        return False
    if strong.frames < weak.frames or (strong.frames == weak.frames and strong.text <= weak.text):
        return False
    near = strong.first_ms - _RIVAL_WINDOW_MS <= weak.last_ms and weak.first_ms <= strong.last_ms + _RIVAL_WINDOW_MS
    if not near or not _overlap(strong.box, weak.box) or _is_another_label(strong, weak):
        return False
    if weak.text != strong.text and weak.text in strong.text:
        return True
    return weak.frames * 3 <= strong.frames or _alike(strong.text, weak.text)


def _is_another_label(strong: Sighting, weak: Sighting) -> bool:
    """Shown before or after, at the same place: parcels packed together often carry consecutive numbers."""
    apart = weak.first_ms > strong.last_ms or weak.last_ms < strong.first_ms
    sure = weak.confidence >= CONFIRMED and weak.frames >= _SURELY_ANOTHER and weak.format not in _WEAK_FORMATS
    return apart and sure


def _side_by_side(some: Sequence[Read], others: Sequence[Read]) -> bool:
    """Two codes of one label: in one frame they were read at different places. Over time the label moves."""
    places = {read.at_ms: read.box for read in some}
    return any(read.at_ms in places and not _overlap(places[read.at_ms], read.box) for read in others)


def _overlap(a: Box, b: Box) -> bool:
    w = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    h = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    # Linear codes are reported as thin lines: touching is enough.
    return w > 0 and h >= -8 and w >= 0.3 * min(a.w, b.w)


def _alike(a: str, b: str) -> bool:
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= 3
