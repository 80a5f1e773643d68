"""The vote that keeps flicker out: many single looks become few settled runs.

Free wins quickly (on at 3 of 5 looks), busy must hold (off only at 5 of 5): one missed reading of the sticker or a
hand crossing it starts no event. Expressed in time, so that it holds for any frame rate and any mix of dense and sparse
looks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SETTLED_MS = 800.0
"""A state held for this long is turned back by no vote."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at `at_ms`: busy (the sticker is covered; something is on the table), free, or None: cannot be told."""

    at_ms: float
    busy: bool | None


@dataclass(frozen=True, slots=True)
class Run:
    """Samples of one state in a row: the first at `from_ms`, the state of the next one begins at `to_ms`."""

    busy: bool | None
    from_ms: float
    to_ms: float

    @property
    def length_ms(self) -> float:
        return self.to_ms - self.from_ms


def runs(samples: Sequence[Sample], end_ms: float) -> list[Run]:
    """Runs of equal state over rising samples; the first begins at 0, the last ends at `end_ms`."""
    found: list[Run] = []
    for sample in samples:
        if found and found[-1].busy == sample.busy:
            continue
        start_ms = sample.at_ms if found else 0.0
        if found:
            found[-1] = Run(found[-1].busy, found[-1].from_ms, start_ms)
        found.append(Run(sample.busy, start_ms, end_ms))
    return found


def settled(samples: Sequence[Sample], end_ms: float, *, min_busy_ms: float, min_free_ms: float) -> list[Run]:
    """Runs after the vote: first busy runs shorter than `min_busy_ms` become free, then free ones shorter than
    `min_free_ms` become busy. Runs at the very start and end are kept as they are: the neighbouring file may go on."""
    voted = _without_short(runs(samples, end_ms), state=True, least_ms=min_busy_ms, end_ms=end_ms)
    return _without_short(voted, state=False, least_ms=min_free_ms, end_ms=end_ms)


def held(samples: Sequence[Sample], busy: bool | None, *, least_ms: float = SETTLED_MS) -> bool:
    """Whether all samples of the last `least_ms` say `busy`; False as long as there are fewer."""
    if not samples or samples[-1].at_ms - samples[0].at_ms < least_ms:
        return False
    for sample in reversed(samples):
        if sample.busy != busy:
            return False
        if samples[-1].at_ms - sample.at_ms >= least_ms:
            break
    return True


def has_flipped(samples: Sequence[Sample]) -> bool:
    """The state differs from the first sample's and has settled."""
    return bool(samples) and samples[-1].busy != samples[0].busy and held(samples, samples[-1].busy)


def state_since(samples: Sequence[Sample]) -> float:
    """When the state of the last sample began, ms; minus infinity when the samples do not reach back that far."""
    before = next((i for i in range(len(samples) - 1, -1, -1) if samples[i].busy != samples[-1].busy), None)
    return -math.inf if before is None else samples[before + 1].at_ms


def _without_short(found: Sequence[Run], *, state: bool, least_ms: float, end_ms: float) -> list[Run]:
    kept: list[Run] = []
    for index, run in enumerate(found):
        inner = 0 < index < len(found) - 1
        flipped = inner and run.busy is state and run.length_ms < least_ms and found[index - 1].busy is not None
        kept.append(Run(not state, run.from_ms, run.to_ms) if flipped else run)
    return _joined(kept)


def _joined(found: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in found:
        if joined and joined[-1].busy == run.busy:
            joined[-1] = Run(run.busy, joined[-1].from_ms, run.to_ms)
        else:
            joined.append(run)
    return joined
