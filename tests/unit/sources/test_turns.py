"""A device replays for one at a time; others wait, and stop waiting when told."""

from __future__ import annotations

import threading
import time

import pytest

from backend.domain.errors import Cancelled
from backend.runtime.stop import StopSignal
from backend.sources.onvif.turns import Turns


def test_one_device_serves_one_at_a_time_and_two_devices_two() -> None:
    turns, stop = Turns(), StopSignal()
    inside: list[str] = []
    most: list[int] = []

    def replay(device: str) -> None:
        with turns.turn(device, stop):
            inside.append(device)
            most.append(inside.count(device))
            time.sleep(0.05)
            inside.remove(device)

    threads = [threading.Thread(target=replay, args=(device,)) for device in ("a", "a", "a", "b")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == [1, 1, 1, 1]


def test_waiting_ends_with_the_stop_and_a_turn_is_given_back_after_a_failure() -> None:
    turns, stop = Turns(), StopSignal()
    with turns.turn("a", StopSignal()):
        stop.set()
        with pytest.raises(Cancelled), turns.turn("a", stop):
            pass
    with pytest.raises(ValueError, match="broken"), turns.turn("a", StopSignal()):
        raise ValueError("broken")
    with turns.turn("a", StopSignal()):
        pass
