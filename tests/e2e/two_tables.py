"""Two packing tables whose recordings were truly analysed, for the pages about a day and about cameras over time."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.e2e.test_first_hour import ANALYSIS_PATIENCE_MS, let_settle
from tests.support.footage import CODE, SECOND_CODE, two_orders_clip
from tests.support.spoiled import idle_clip, spoiled_clip

DAY = "2026-01-05"
NINE_S = 9 * 3600
"""The recording of the two orders begins at nine."""
CAMERAS = ("Table 1", "Table 2")


def film(folder: Path) -> Path:
    """Table 1: two orders, and a file that is no video. Table 2: a free table whose sticker lies elsewhere next day."""
    two_orders_clip(folder / "Table 1")
    (folder / "Table 1" / "Small_20260105_120000.mp4").write_text("no video at all")
    idle_clip(0, folder / "Table 2")
    moved = spoiled_clip("sticker_moved")
    shutil.copy2(moved, folder / "Table 2" / moved.name)
    let_settle(folder)
    return folder


def analyse_once(page: Page, folder: Path) -> Page:
    if page.request.get("/api/cameras").json()["total"] == 0:
        analyse(page, folder)
    return page


def analyse(page: Page, folder: Path) -> None:
    call = page.request
    assert call.patch(
        "/api/settings", data={"allowed_roots": [str(folder)], "from_time": "08:00", "to_time": "18:00"}
    ).ok
    assert call.post("/api/sources", data={"name": "Shop", "path": str(folder), "cameras": list(CAMERAS)}).ok
    trigger = two_orders_clip().truth.profile["trigger"]
    for camera in call.get("/api/cameras").json()["items"]:
        regions = {"trigger": trigger, "frame_width": 640, "frame_height": 360}
        assert call.put(f"/api/cameras/{camera['id']}/regions", data=regions).ok
    assert call.post("/api/program", data={"action": "run", "program": "default"}).ok
    until_s = time.monotonic() + ANALYSIS_PATIENCE_MS / 1000
    while time.monotonic() < until_s:
        counts = call.get("/api/status").json()["counts"]
        events = call.get("/api/events").json()["items"]
        found = {code["text"] for event in events for code in event["codes"]}
        if counts["done"] == 3 and {CODE, SECOND_CODE} <= found:
            return
        page.wait_for_timeout(300)
    raise AssertionError(f"The analysis did not end: {counts}, {events}")


def row(page: Page) -> Locator:
    return page.get_by_role("slider", name="Table 1, time of day")
