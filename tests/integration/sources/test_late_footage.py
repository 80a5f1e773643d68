"""Footage that arrives late: the SD card of a camera, copied into its folder a week after the rest was analysed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backend.bootstrap import Application
from tests.support.footage import two_files_one_order
from tests.support.recorder_files import rewrite
from tests.support.shop import inside, open_shop, run_custom, stored_events


def footage_of_day(application: Application, start_ms: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Recordings and gaps of the one camera on the day of `start_ms`."""
    camera = application.services.cameras.all_stored()[0].camera
    day = datetime.fromtimestamp(start_ms / 1000, UTC).astimezone(ZoneInfo(camera.timezone)).date()
    found = application.services.timeline.day(day)[0]
    recordings = [(one.from_ms, one.to_ms) for one in found.recordings]
    return recordings, [(gap.from_ms, gap.to_ms) for gap in found.gaps]


def test_it_fills_the_gap_and_joins_the_order_that_it_was_missing_from(tmp_path: Path) -> None:
    made = two_files_one_order()
    first, second = made.truth.recordings
    shop = open_shop(tmp_path, {made.truth.camera: made.truth.profile})
    folder = shop.camera(made.truth.camera)
    os.link(made.paths[1], folder / made.paths[1].name)
    with inside(shop) as application:
        run_custom(application, shop.recordings)
        (alone,) = stored_events(shop)
        recordings, gaps = footage_of_day(application, second.start_ms)
        assert len(recordings) == 1
        assert any(begin <= first.start_ms and end >= first.start_ms + 12_000 for begin, end in gaps)
        assert alone[1] >= second.start_ms - 500, "the order seems to begin with the file"

        card = folder / "SD card" / f"{datetime.fromtimestamp(first.start_ms / 1000, UTC):%Y-%m-%d}"
        late = rewrite(made.paths[0], card / f"{made.paths[0].stem}.dav")
        week_old = second.start_ms / 1000 - 7 * 86_400  # a card keeps the camera's own, wrong times of writing
        os.utime(late, (week_old + 8 * 86_400,) * 2)
        run_custom(application, shop.recordings)
        (whole,) = stored_events(shop)
        recordings, gaps = footage_of_day(application, second.start_ms)
    assert whole[0] == alone[0]
    assert whole[3] == alone[3], "the same codes"
    truth = made.truth.orders[0]
    assert whole[1] == pytest.approx(truth.start_ms, abs=1500)
    assert whole[1] < second.start_ms - 3000, "it begins in the file that came late"
    assert whole[2] == alone[2]
    assert len(recordings) == 2
    assert not any(begin < second.start_ms - 500 and end > first.start_ms + 500 for begin, end in gaps)
