"""Clocks: put back while the program runs, and the two nights a year on which local time is not what it seems."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.footage import CODE, small_order_clip
from tests.support.shop import inside, open_shop, run_custom, stored_events

JUMP_AT = 8
"""Looks at the clock before it jumps: the recording has been found and claimed by then."""


def utc_ms(*parts: int) -> int:
    return round(datetime(*parts, tzinfo=UTC).timestamp() * 1000)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("name", "written", "starts"),
    [
        # 2026-10-25 03:00 CEST: back to 02:00 CET. The file's last write tells which 02:30 it was.
        ("first", utc_ms(2026, 10, 25, 0, 30, 20), utc_ms(2026, 10, 25, 0, 30)),
        ("second", utc_ms(2026, 10, 25, 1, 30, 20), utc_ms(2026, 10, 25, 1, 30)),
        # 2026-03-29 02:00 CET: on to 03:00 CEST. A recorder that ran on wrote 02:30, which nobody else saw.
        ("gap", utc_ms(2026, 3, 29, 1, 30, 20), utc_ms(2026, 3, 29, 1, 30)),
    ],
)
def test_recordings_of_the_nights_when_the_clocks_change(tmp_path: Path, name: str, written: int, starts: int) -> None:
    made = small_order_clip()
    shop = open_shop(tmp_path, {"Small": {**made.truth.profile, "timezone": "Europe/Berlin"}})
    local = "20260329_023000" if name == "gap" else "20261025_023000"
    file = shop.camera("Small") / f"Small_{local}.mp4"
    shutil.copy2(made.path, file)
    os.utime(file, (written / 1000, written / 1000))
    with inside(shop) as application:
        run_custom(application, shop.recordings)
        page = application.services.recordings.list_page()
    (recording,) = page.items
    assert recording.start_ms == starts
    ((_, start_ms, end_ms, codes),) = stored_events(shop)
    true = made.truth.recordings[0].start_ms
    order = made.truth.orders[0]
    assert abs((start_ms - starts) - (order.start_ms - true)) < 600
    assert abs((end_ms - starts) - (order.end_ms - true)) < 600
    assert codes == (CODE,)


def test_the_wall_clock_is_put_back_while_the_server_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By two days, in the middle of everything: claims stay alive, the run ends, nothing is analysed twice."""
    import time

    from backend.runtime.clock import SystemClock

    looks = 0

    def jumping(self: SystemClock) -> int:
        nonlocal looks
        looks += 1
        return time.time_ns() // 1_000_000 - (2 * 86_400_000 if looks > JUMP_AT else 0)

    made = small_order_clip()
    shop = open_shop(tmp_path, {"Small": made.truth.profile})
    shutil.copy2(made.path, shop.camera("Small") / made.path.name)
    monkeypatch.setattr(SystemClock, "now_ms", jumping)
    with inside(shop) as application:
        run_custom(application, shop.recordings)
        (recording,) = application.services.recordings.list_page().items
    assert looks > JUMP_AT + 3
    assert (recording.status, recording.attempts) == ("done", 1)
    assert [codes for *_, codes in stored_events(shop)] == [(CODE,)]
