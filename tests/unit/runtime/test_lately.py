"""Telling the first of many requests from the rest."""

from __future__ import annotations

from backend.runtime.clock import ManualClock
from backend.runtime.lately import Lately


def test_only_the_first_is_new_until_it_was_quiet() -> None:
    clock, lately = ManualClock(), Lately(600)
    assert lately.is_new("a", clock)
    for _ in range(3):
        clock.advance(500)
        assert not lately.is_new("a", clock)
    assert lately.is_new("b", clock)
    clock.advance(601)
    assert lately.is_new("a", clock)


def test_the_quietest_are_forgotten() -> None:
    clock, lately = ManualClock(), Lately(600, most_keys=2)
    for key in ("a", "b", "a", "c"):
        lately.is_new(key, clock)
    assert not lately.is_new("a", clock)
    assert lately.is_new("b", clock)
