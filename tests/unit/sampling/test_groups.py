from __future__ import annotations

import numpy as np

from backend.sampling.groups import two_groups

RNG = np.random.default_rng(1)


def test_two_groups_are_told_apart_whatever_their_sizes() -> None:
    for few in (10, 50, 150):
        values = np.concatenate([RNG.normal(0, 0.1, 200 - few), RNG.normal(2, 0.1, few)])
        limit = two_groups(values, least_apart=1.0)
        assert limit is not None
        assert 0.5 < limit < 1.5


def test_the_limit_can_lie_nearer_to_the_low_group() -> None:
    values = np.concatenate([RNG.normal(0, 0.05, 100), RNG.normal(2, 0.05, 100)])
    limit = two_groups(values, least_apart=1.0, share=0.25)
    assert limit is not None
    assert 0.3 < limit < 0.7


def test_one_group_has_no_limit() -> None:
    assert two_groups(RNG.normal(0, 1, 500), least_apart=2.0) is None
    assert two_groups(np.zeros(500), least_apart=0.5) is None
    assert two_groups(np.array([0.0, 5.0]), least_apart=0.5) is None
