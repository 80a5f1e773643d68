"""Space is worked out from what was measured, and says so where it is not."""

from __future__ import annotations

import pytest

from backend.site.space import DAY_MS, HOUR_MS, CameraSpace, camera_space, clip_space, days_left, kept_bytes
from database.queries.site_facts import CameraFootage

GB = 1_000_000_000


def footage(size: int, hours: float, days: int) -> CameraFootage:
    return CameraFootage(1, 10, size, round(hours * HOUR_MS), 0, days * DAY_MS, days)


def test_a_camera_is_measured_by_the_hour_and_by_the_day() -> None:
    found = camera_space(footage(16 * GB, 16, 2))
    assert (found.bytes_per_hour, found.hours_per_day, found.bytes_per_day) == (GB, 8.0, 8 * GB)


def test_one_that_films_round_the_clock_has_no_more_than_24_hours_a_day() -> None:
    found = camera_space(footage(48 * GB, 48, 1))
    assert (found.hours_per_day, found.bytes_per_day) == (24.0, 24 * GB)


def test_nothing_filmed_needs_nothing() -> None:
    assert camera_space(footage(0, 0, 0)) == CameraSpace(1, 10, 0, 0.0, 0)


def test_clips_that_were_cut_are_the_measure() -> None:
    found = clip_space([], clips=4, clip_bytes=40, clip_ms=80_000, events=9, packed_ms=9, around_ms=4_000)
    assert (found.length_ms, found.size_bytes, found.measured) == (20_000, 10, True)


@pytest.mark.parametrize(("events", "packed_ms", "length_ms"), [(2, 60_000, 34_000), (0, 0, 64_000)])
def test_before_that_footage_and_orders_are(events: int, packed_ms: int, length_ms: int) -> None:
    cameras = [camera_space(footage(36 * GB, 10, 1))]
    found = clip_space(cameras, clips=0, clip_bytes=0, clip_ms=0, events=events, packed_ms=packed_ms, around_ms=4_000)
    assert (found.length_ms, found.measured) == (length_ms, False)
    assert found.size_bytes == round(3.6 * GB * length_ms / HOUR_MS)


def test_days_left_and_what_stays() -> None:
    assert days_left(10 * GB, GB) == 10
    assert days_left(10 * GB, 0) is None
    assert kept_bytes(GB, 7, 30) == 7 * GB
    assert kept_bytes(GB, 0, 30) == 30 * GB
