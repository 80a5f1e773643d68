"""The settled-file rule on an injected clock."""

from __future__ import annotations

from backend.sources.settling import Settling
from backend.sources.walk import SeenFile

NOW_MS = 1_700_000_000_000


def file_written(seconds_ago: float, size: int = 100) -> SeenFile:
    return SeenFile("/x/a.mp4", size, (NOW_MS - round(seconds_ago * 1000)) * 1_000_000)


def test_an_old_file_is_settled_at_once_and_a_young_one_is_not() -> None:
    assert Settling().is_settled(file_written(10), NOW_MS, 0.0, 10.0)
    assert not Settling().is_settled(file_written(9.9), NOW_MS, 0.0, 10.0)


def test_a_file_from_a_clock_ahead_settles_after_standing_still() -> None:
    settling, ahead = Settling(), file_written(-3600)
    assert not settling.is_settled(ahead, NOW_MS, 100.0, 10.0)
    assert not settling.is_settled(ahead, NOW_MS + 9_000, 109.0, 10.0)
    assert settling.is_settled(ahead, NOW_MS + 10_000, 110.0, 10.0)


def test_growth_starts_the_wait_again_even_when_the_time_of_writing_stays() -> None:
    settling = Settling()
    young = file_written(1)
    assert not settling.is_settled(young, NOW_MS, 0.0, 10.0)
    grown = SeenFile(young.path, young.size_bytes + 1, young.mtime_ns)
    assert not settling.is_settled(grown, NOW_MS + 60_000, 60.0, 10.0)
    assert settling.is_settled(grown, NOW_MS + 120_000, 120.0, 10.0)


def test_the_wall_clock_put_back_does_not_stop_the_wait() -> None:
    settling, file = Settling(), file_written(1)
    assert not settling.is_settled(file, NOW_MS, 0.0, 10.0)
    assert settling.is_settled(file, NOW_MS - 86_400_000, 10.0, 10.0)


def test_files_that_went_are_forgotten_only_below_the_scanned_folder() -> None:
    settling = Settling()
    gone, other = SeenFile("/x/a.mp4", 1, NOW_MS * 1_000_000), SeenFile("/xy/a.mp4", 1, NOW_MS * 1_000_000)
    settling.is_settled(gone, NOW_MS, 0.0, 10.0)
    settling.is_settled(other, NOW_MS, 0.0, 10.0)
    settling.forget_unseen("/x", set())
    assert not settling.is_settled(gone, NOW_MS, 11.0, 10.0), "a file that came back begins its wait anew"
    assert settling.is_settled(other, NOW_MS, 11.0, 10.0)
