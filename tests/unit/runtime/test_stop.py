from __future__ import annotations

import gc

import pytest

from backend.domain.errors import Cancelled
from backend.runtime.stop import StopSignal


def test_a_child_stops_with_its_parent_but_not_the_other_way() -> None:
    parent = StopSignal()
    first, second = parent.child(), parent.child()
    first.set()
    assert first.is_set()
    assert not parent.is_set()
    assert not second.is_set()
    parent.set()
    assert second.is_set()


def test_a_child_of_a_stopped_parent_is_born_stopped() -> None:
    parent = StopSignal()
    parent.set()
    assert parent.child().child().is_set()


def test_linked_work_stops_for_either_reason() -> None:
    one, other = StopSignal(), StopSignal()
    both = StopSignal.either(one, other)
    other.set()
    assert both.is_set()
    assert not one.is_set()


def test_finished_children_are_forgotten() -> None:
    parent = StopSignal()
    for _ in range(100):
        parent.child()
    gc.collect()
    assert len(parent._children) == 0


def test_check_raises_once_stopped() -> None:
    stop = StopSignal()
    stop.check()
    stop.set()
    with pytest.raises(Cancelled):
        stop.check()


def test_wait_returns_at_once_when_stopped_and_says_so() -> None:
    stop = StopSignal()
    assert not stop.wait(0)
    stop.set()
    assert stop.wait(30)
