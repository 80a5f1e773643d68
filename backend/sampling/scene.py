"""Without a sticker: is something going on at the table?

The table is free when it looks like the empty scene, or has not changed for a while: tools get moved, a parcel may be
left standing. Everything else is activity, whether the hands in it are found or not (gloves).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backend.detection.motion import changed_fraction
from backend.sampling.groups import two_groups
from backend.sampling.vote import Sample

CHANGED = 0.012
"""Share of the packing region's cells that must differ: a hand covers several times as much."""
LONG_ACTIVITY_MS = 45_000.0
"""Activity longer than this may hold several parcels."""
# A parcel changes at least this factor (natural logarithm) more of the picture than the hands between two parcels.
_PARCEL_APART = 0.7
AT_REST_MS = 6_000.0
"""Unchanged for this long: nobody is packing. Pauses of working hands are shorter."""


@dataclass(frozen=True, slots=True)
class View:
    """A thumbnail of the packing region at a time."""

    at_ms: float
    thumb: np.ndarray


@dataclass(frozen=True, slots=True)
class EmptyScenes:
    """The empty scene as learned for each part of the recording: `starts_ms[i]` on, it looks like `thumbs[i]`."""

    starts_ms: tuple[float, ...]
    thumbs: tuple[np.ndarray, ...]

    def at(self, at_ms: float) -> np.ndarray:
        index = int(np.searchsorted(np.array(self.starts_ms), at_ms, side="right")) - 1
        return self.thumbs[max(0, index)]


def judged(views: Sequence[View], empty: EmptyScenes) -> list[Sample]:
    """Activity per view (rising times). A rest is only known once it has lasted, so it is marked back to its start."""
    changed = [changed_fraction(view.thumb, empty.at(view.at_ms)) for view in views]
    states = _not_at_rest(views, changed)
    _split_long_activity(views, changed, states)
    return [Sample(view.at_ms, busy) for view, busy in zip(views, states, strict=True)]


def _not_at_rest(views: Sequence[View], changed: Sequence[float]) -> list[bool]:
    states: list[bool] = []
    at_rest: np.ndarray | None = None
    anchor = 0
    for index, view in enumerate(views):
        if index and changed_fraction(view.thumb, views[anchor].thumb) > CHANGED:
            anchor = index
        if changed[index] <= CHANGED:
            at_rest = None
            states.append(False)
            continue
        if at_rest is not None and changed_fraction(view.thumb, at_rest) <= CHANGED:
            states.append(False)
            continue
        states.append(True)
        if view.at_ms - views[anchor].at_ms >= AT_REST_MS:
            at_rest = views[anchor].thumb
            states[anchor:] = [False] * (len(states) - anchor)
    return states


def _split_long_activity(views: Sequence[View], changed: Sequence[float], states: list[bool]) -> None:
    """At a table where hands are always at work, parcels come and go within one long activity: they change far more of
    the picture than hands do. Where the two stand apart, only the parcel counts as busy."""
    first = 0
    while first < len(states):
        last = first
        while last < len(states) and states[last] == states[first]:
            last += 1
        if states[first] and views[last - 1].at_ms - views[first].at_ms > LONG_ACTIVITY_MS:
            part = np.log(np.maximum(np.array(changed[first:last]), 1e-4))
            limit = two_groups(part, least_apart=_PARCEL_APART)
            if limit is not None:
                states[first:last] = [bool(value > limit) for value in part]
        first = last


def occupied(views: Sequence[View], empty: EmptyScenes) -> list[Sample]:
    """Whether the table differs from the empty scene, at rest or not."""
    return [Sample(v.at_ms, changed_fraction(v.thumb, empty.at(v.at_ms)) > CHANGED) for v in views]
