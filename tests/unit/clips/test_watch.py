"""Progress is told once a percent, and a stop is heard."""

from __future__ import annotations

import pytest

from backend.clips.watch import Watch
from backend.domain.errors import Cancelled


class Flag:
    def __init__(self) -> None:
        self.up = False

    def is_set(self) -> bool:
        return self.up


def test_progress_is_told_once_a_percent_and_never_backwards() -> None:
    told: list[float] = []
    watch = Watch(progress=told.append)
    for fraction in (0.0, 0.004, 0.011, 0.012, 0.5, 0.4, 1.7):
        watch.at(fraction)
    assert told == [0.0, 0.01, 0.5, 1.0]


def test_a_stop_is_heard_at_the_next_look() -> None:
    flag = Flag()
    watch = Watch(flag)
    watch.at(0.1)
    flag.up = True
    with pytest.raises(Cancelled):
        watch.at(0.1)
