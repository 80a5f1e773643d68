from __future__ import annotations

from dataclasses import replace

from backend.domain.health import HealthFacts
from backend.health.days import Measured, is_hanging, summary
from backend.health.hours import in_hours

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
FACTS = HealthFacts(
    from_ms=0, to_ms=HOUR_MS, looks=100, free_looks=0, sticker_reads=0, has_trigger=False, sticker=None,
    sticker_px=None, region=None, labels_seen=0, labels_read=0, label_px=None, brightness=120.0, contrast=30.0,
    sharpness=1.0, dark_looks=0, flat_looks=0, frozen_ms=0, frame_width=640, frame_height=360, sample_ms=0, scene=None,
)  # fmt: skip


def open_hours(from_ms: int, to_ms: int) -> list[tuple[int, int]]:
    """From eight to six, every day of UTC."""
    days = range(from_ms // DAY_MS - 1, to_ms // DAY_MS + 1)
    windows = [(day * DAY_MS + 8 * HOUR_MS, day * DAY_MS + 18 * HOUR_MS) for day in days]
    return [(max(a, from_ms), min(b, to_ms)) for a, b in windows if max(a, from_ms) < min(b, to_ms)]


def file(hour: float, hours: float = 1.0, **facts: int) -> Measured:
    return Measured(1, facts.get("from_ms", 0), round(hour * HOUR_MS), round(hours * HOUR_MS), replace(FACTS, **facts))


def test_files_of_the_night_do_not_count() -> None:
    counted = in_hours([file(7), file(8), file(17.5), file(17.75), file(20), file(33)], open_hours)
    assert [one.start_ms / HOUR_MS for one in counted] == [8, 17.5, 33]
    assert [one.outside for one in counted] == [0, 0.5, 0]


def test_of_a_file_of_a_whole_day_the_stretches_within_the_hours_count() -> None:
    whole = [file(hour, from_ms=hour * HOUR_MS) for hour in range(24)]
    counted = in_hours(whole, open_hours)
    assert [one.from_ms // HOUR_MS for one in counted] == list(range(8, 18))


def test_what_is_dark_within_a_stretch_is_put_down_to_the_night_first() -> None:
    [lamps_off] = in_hours([file(17.5, dark_looks=60)], open_hours)
    assert summary([lamps_off]).blind is None
    [covered] = in_hours([file(17.5, dark_looks=90)], open_hours)
    assert summary([covered]).blind == "dark"
    assert summary([file(9, flat_looks=60)]).blind == "flat"


def test_two_dark_hours_at_the_end_tell_of_a_camera_that_went_blind() -> None:
    morning = [file(hour) for hour in range(8, 13)]
    dark = [file(hour, dark_looks=100) for hour in range(13, 16)]
    assert summary(morning + dark[:1]).blind is None
    assert summary(morning + dark[:2]).blind == "dark"
    # It sees again.
    assert summary(morning + dark + [file(16), file(17)]).blind is None


def test_a_table_at_rest_overnight_is_no_frozen_picture() -> None:
    [night] = in_hours([file(17.5, frozen_ms=HOUR_MS // 2)], open_hours)
    assert not is_hanging(night)
    [hangs] = in_hours([file(17.5, frozen_ms=HOUR_MS * 3 // 4)], open_hours)
    assert is_hanging(hangs)


def test_a_shop_that_never_closes() -> None:
    files = [file(hour) for hour in range(0, 48, 5)]
    assert in_hours(files, lambda from_ms, to_ms: [(from_ms, to_ms)]) == files
