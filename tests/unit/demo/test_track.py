"""Positions over time."""

from __future__ import annotations

from backend.demo.track import Key, Track


def test_a_thing_is_only_there_between_its_first_and_last_key() -> None:
    track = Track()
    track.add(Key(100, 0, 0))
    track.add(Key(200, 10, 20))
    assert track.at(99) is None
    assert track.at(201) is None
    middle = track.at(150)
    assert middle is not None
    assert (middle.x, middle.y) == (5, 10)


def test_keys_stay_in_time_order() -> None:
    track = Track()
    track.add(Key(100, 0, 0))
    track.add(Key(50, 10, 0))
    assert track.last.t_ms == 101


def test_the_look_of_a_key_holds_until_the_next() -> None:
    track = Track()
    track.add(Key(0, 0, 0, look="open"))
    track.add(Key(100, 0, 0, look="taped"))
    assert [key.look for t in (0, 99, 100) if (key := track.at(t))] == ["open", "open", "taped"]


def test_what_moves_is_smeared_and_what_rests_is_not() -> None:
    track = Track()
    track.add(Key(0, 0, 0))
    track.add(Key(1000, 1000, 0))
    track.add(Key(2000, 1000, 0))
    assert track.smear(500)[0] > 10
    assert track.smear(1500) == (0.0, 0.0)
