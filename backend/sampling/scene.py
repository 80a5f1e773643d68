"""Without a sticker: is something going on at the table?

The table is free when it looks like the empty scene, or has not changed for a while: tools get moved, a parcel may be
left standing. Everything else is activity, whether the hands in it are found or not (gloves).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from backend.detection.motion import changed_fraction, empty_scene
from backend.sampling.groups import two_groups
from backend.sampling.vote import Sample

CHANGED = 0.012
"""Share of the packing region's cells that must differ: a hand covers several times as much."""
LONG_ACTIVITY_MS = 45_000.0
"""Activity longer than this may hold several parcels."""
# A parcel changes at least this factor (natural logarithm) more of the picture than the hands between two parcels.
_PARCEL_APART = 0.7
# A table that looks empty for less than this share of the time never really does.
_HARDLY_EMPTY = 0.05
# A parcel stays for at least this long.
_PARCEL_LASTS_MS = 4_000.0
# The empty scene is learned anew for each stretch of this length, from looks on both sides of it too.
_SCENE_MS = 15 * 60_000.0
_SCENE_LOOKS = 6
# Two equal looks speak for the time between them, but not for hours; two different ones only for the moment.
_LONGEST_REST_MS = 60_000.0
_LONGEST_LOOK_MS = 4_000.0
# Less rest than this says nothing about the table.
_LEAST_REST_MS = 2_000.0
_LEAST_REST_SHARE = 0.04
# Changes this many times those of the quietest third of neighbouring views, and this share of cells, are movement: a
# small hand at work changes less than what counts as something on the table.
_STIRS_FACTOR = 3.0
_STIRS_LEAST = 0.002
# A sight that lasts, just before or after one with a label in it, is more likely a parcel than the table. In between a
# hand brings the label.
_BESIDE_A_LABEL = 0.5
_LASTS_MS = 1_000.0
_NEAR_LABEL_MS = 1_500.0
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


def learned(views: Sequence[View], duration_ms: float, read_ms: Sequence[float] = ()) -> EmptyScenes:
    """The empty scene of each part of a recording: the most common sight, by the time it lasted. Views need not be
    evenly spread: where the sampler looked closely, each of them stands for little time. `read_ms`: when a tracking
    code was read, which an empty table does not show."""
    at_ms = np.array([view.at_ms for view in views])
    changes = _changes(views)
    weights = _rest(at_ms, changes)
    without_labels = weights * _not_a_parcel(at_ms, changes, read_ms)
    weights = without_labels if without_labels.sum() >= _LEAST_REST_MS else weights
    starts: list[float] = []
    thumbs: list[np.ndarray] = []
    for start_ms in np.arange(0.0, max(duration_ms, 1.0), _SCENE_MS):
        around = (at_ms >= start_ms - _SCENE_MS / 2) & (at_ms < start_ms + 1.5 * _SCENE_MS) & (weights > 0)
        if starts and around.sum() < _SCENE_LOOKS:
            continue
        # The first part always has a scene, if need be the first view's.
        chosen = np.flatnonzero(around) if around.any() else np.array([0])
        starts.append(float(start_ms))
        thumbs.append(empty_scene(np.stack([views[i].thumb for i in chosen]), np.maximum(weights[chosen], 1.0)))
    return EmptyScenes(tuple(starts), tuple(thumbs))


def time_at_rest(views: Sequence[View]) -> np.ndarray:
    """For each view, ms during which nothing moved around it; where hardly anything ever rests, the time that each
    view stands for.

    A parcel lies on a busy table for most of the time. With hands at it the picture keeps changing, so time at rest
    tells the free table better than time alone."""
    return _rest(np.array([view.at_ms for view in views]), _changes(views))


def _rest(at_ms: np.ndarray, changes: np.ndarray) -> np.ndarray:
    gaps = np.diff(at_ms)
    quietest = np.sort(changes)[: max(1, len(changes) // 3)]
    stirs = min(CHANGED, _STIRS_LEAST + _STIRS_FACTOR * float(np.median(quietest))) if len(changes) else CHANGED
    rest = _of_both_sides(np.minimum(gaps, _LONGEST_REST_MS) * (changes <= stirs))
    if rest.sum() >= max(_LEAST_REST_MS, _LEAST_REST_SHARE * gaps.sum()):
        return rest
    return np.maximum(_of_both_sides(np.minimum(gaps, _LONGEST_LOOK_MS)), 1.0)


def _changes(views: Sequence[View]) -> np.ndarray:
    """Share of cells that differ between neighbouring views; one fewer than there are views."""
    return np.array([changed_fraction(a.thumb, b.thumb) for a, b in pairwise(views)], np.float64)


def _not_a_parcel(at_ms: np.ndarray, changes: np.ndarray, read_ms: Sequence[float]) -> np.ndarray:
    """How far each view may count for the empty table, 0..1: not at all where the sight it belongs to shows a label,
    half where it lasts just before or after one that does."""
    sights = np.concatenate(([0], np.cumsum(changes > CHANGED)))
    starts = at_ms[np.searchsorted(sights, np.arange(sights[-1] + 1))]
    ends = at_ms[np.searchsorted(sights, np.arange(sights[-1] + 1), side="right") - 1]
    last_before = np.searchsorted(at_ms, np.array(read_ms, np.float64), side="right") - 1
    factor = np.ones(len(starts))
    lasting = ends - starts >= _LASTS_MS
    labelled = np.unique(sights[np.maximum(last_before, 0)])
    for sight in labelled:
        near = (starts <= ends[sight] + _NEAR_LABEL_MS) & (ends >= starts[sight] - _NEAR_LABEL_MS)
        factor[near & lasting] = _BESIDE_A_LABEL
    factor[labelled] = 0.0
    return factor[sights]


def _of_both_sides(gaps: np.ndarray) -> np.ndarray:
    """Half of each gap for the view before it, half for the one after."""
    return (np.append(gaps, 0.0) + np.insert(gaps, 0, 0.0)) / 2


def judged(views: Sequence[View], empty: EmptyScenes) -> list[Sample]:
    """Activity per view (rising times). A rest is only known once it has lasted, so it is marked back to its start."""
    changed = _differences(views, empty)
    states = _not_at_rest(views, changed)
    limit = _split_long_activity(views, changed, states)
    if limit is not None and _never_empty(views, changed):
        _split_shorter_activity(views, changed, states, limit)
    return [Sample(view.at_ms, busy) for view, busy in zip(views, states, strict=True)]


def occupied(views: Sequence[View], empty: EmptyScenes) -> list[Sample]:
    """Whether something stands on the table, at rest or not: it differs from the empty scene; where it always does, by
    more than hands and tools make it."""
    changed = _differences(views, empty)
    least = CHANGED
    if _never_empty(views, changed):
        least = _split_long_activity(views, changed, _not_at_rest(views, changed)) or CHANGED
    return [Sample(view.at_ms, value > least) for view, value in zip(views, changed, strict=True)]


def _differences(views: Sequence[View], empty: EmptyScenes) -> list[float]:
    return [changed_fraction(view.thumb, empty.at(view.at_ms)) for view in views]


def _never_empty(views: Sequence[View], changed: Sequence[float]) -> bool:
    """A table at which somebody always works or moves things looks empty for hardly a moment."""
    times = _of_both_sides(np.diff(np.array([view.at_ms for view in views])))
    return float(times[np.array(changed) <= CHANGED].sum()) < _HARDLY_EMPTY * float(times.sum())


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


def _split_long_activity(views: Sequence[View], changed: Sequence[float], states: list[bool]) -> float | None:
    """At a table where hands are always at work, parcels come and go within one long activity: they change far more of
    the picture than hands do. Where the two stand apart, only the parcel counts as busy. Returns the least limit that
    was drawn."""
    limits: list[float] = []
    for first, last in _busy_runs(states):
        if views[last - 1].at_ms - views[first].at_ms > LONG_ACTIVITY_MS:
            part = np.log(np.maximum(np.array(changed[first:last]), 1e-4))
            limit = two_groups(part, least_apart=_PARCEL_APART)
            if limit is not None:
                states[first:last] = [bool(value > limit) for value in part]
                limits.append(float(np.exp(limit)))
    return min(limits, default=None)


def _split_shorter_activity(views: Sequence[View], changed: Sequence[float], states: list[bool], limit: float) -> None:
    """What a long activity tells about parcels and hands holds for the shorter ones at the same table: those in which a
    parcel was there, and those too short for one."""
    for first, last in _busy_runs(states):
        above = [value > limit for value in changed[first:last]]
        lasts_ms = max((views[first + b - 1].at_ms - views[first + a].at_ms for a, b in _busy_runs(above)), default=0.0)
        if lasts_ms >= _PARCEL_LASTS_MS or views[last - 1].at_ms - views[first].at_ms < _PARCEL_LASTS_MS:
            states[first:last] = above


def _busy_runs(states: Sequence[bool]) -> list[tuple[int, int]]:
    """Where runs of True begin, and where they have ended."""
    edges = np.flatnonzero(np.diff(np.array([False, *states, False], np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
