"""What is burned into an exact clip."""

from __future__ import annotations

import numpy as np

from backend.clips.burn_in import BurnIn, Strip, caption, strip_height

AT_MS = 1_763_708_602_589


def test_the_caption_tells_code_station_and_local_time_with_its_zone() -> None:
    assert (
        caption(BurnIn(["SPX1", "SPX2"], "Bàn 1", "Asia/Ho_Chi_Minh"), AT_MS)
        == "SPX1 SPX2   Bàn 1   2025-11-21 14:03:22.5 +07:00"
    )


def test_the_zone_follows_daylight_saving() -> None:
    summer = AT_MS - 120 * 86_400_000
    assert caption(BurnIn([], "T", "Europe/Berlin"), AT_MS).endswith("08:03:22.5 +01:00")
    assert caption(BurnIn([], "T", "Europe/Berlin"), summer).endswith("09:03:22.5 +02:00")


def test_control_characters_of_a_code_do_not_break_the_line() -> None:
    assert caption(BurnIn(["A\nB\x00C"], "T", "UTC"), 0).startswith("A B C   T   1970-01-01")


def test_the_strip_is_drawn_again_when_the_time_moves_on() -> None:
    strip = Strip(BurnIn(["A"], "T", "UTC"), 640, 30)
    first = strip.at(0)
    assert strip.at(99) is first
    assert not np.array_equal(strip.at(100), first)


def test_a_long_code_leaves_the_time_readable() -> None:
    """The end of the line, where the time stands, is the same whatever comes before it is cut to."""
    long = Strip(BurnIn(["A" * 300], "T", "UTC"), 640, 30).at(0)
    longer = Strip(BurnIn(["B" * 3 + "A" * 600], "T", "UTC"), 640, 30).at(0)
    assert np.array_equal(long, longer)
    assert long[:, 600:].max() > 100


def test_the_strip_keeps_the_picture_even_in_height() -> None:
    assert [strip_height(h) for h in (100, 720, 1080)] == [16, 30, 44]
