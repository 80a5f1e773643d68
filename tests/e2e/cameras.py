"""The page of cameras as tests use it: footage of two tables, and the hands of somebody who draws regions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.test_first_hour import ANALYSIS_PATIENCE_MS, let_settle
from tests.support.footage import small_order_clip, two_orders_clip

FRAME_WIDTH = 640


def film(folder: Path) -> Path:
    """Two cameras: one with two orders in a file and one in another, one with a single file."""
    two_orders_clip(folder / "Table 1")
    (folder / "Table 1" / "Small_20260105_090000.mp4").rename(folder / "Table 1" / "Small_20260105_080000.mp4")
    small_order_clip(folder / "Table 1")
    small_order_clip(folder / "Table 2")
    let_settle(folder)
    return folder


def set_up(page: Page, shop: Path) -> Page:
    """The page of cameras, with both set up and analysed once without regions."""
    call = page.request
    if call.get("/api/cameras").json()["total"] == 0:
        assert call.patch("/api/settings", data={"allowed_roots": [str(shop)]}).ok
        source = {"name": "Shop", "path": str(shop), "cameras": ["Table 1", "Table 2"]}
        assert call.post("/api/sources", data=source).ok
        assert call.post("/api/program", data={"program": "default", "action": "run"}).ok
        wait_until(page, lambda: len(done(page)) == 3)
    page.goto("/cameras/")
    expect(page.get_by_role("heading", level=1, name="Cameras")).to_be_visible()
    return page


def done(page: Page) -> list[Any]:
    return page.request.get("/api/recordings?status=done").json()["items"]


def wait_until(page: Page, true: Any) -> None:
    for _ in range(ANALYSIS_PATIENCE_MS // 250):
        if true():
            return
        page.wait_for_timeout(250)
    raise AssertionError("it did not become true in time")


def saved(page: Page, name: str) -> dict[str, Any]:
    items = page.request.get("/api/cameras").json()["items"]
    return next(one for one in items if one["name"] == name)["regions"]


def forget_regions(page: Page, name: str) -> None:
    items = page.request.get("/api/cameras").json()["items"]
    camera = next(one for one in items if one["name"] == name)
    assert page.request.put(f"/api/cameras/{camera['id']}/regions", data={}).ok
    page.reload()


def open_camera(page: Page, name: str) -> Locator:
    """The stage of this camera's editor."""
    page.get_by_role("link", name=f"Regions and settings of {name}").click()
    stage = page.get_by_role("group", name=re.compile("Frame of the camera"))
    expect(stage).to_be_visible()
    stage.scroll_into_view_if_needed()
    return stage


def drag(page: Page, stage: Locator, box: list[int]) -> None:
    shown = stage.bounding_box()
    assert shown is not None
    scale = shown["width"] / FRAME_WIDTH
    x, y, w, h = box
    page.mouse.move(shown["x"] + x * scale, shown["y"] + y * scale)
    page.mouse.down()
    page.mouse.move(shown["x"] + (x + w / 2) * scale, shown["y"] + (y + h / 2) * scale)
    page.mouse.move(shown["x"] + (x + w) * scale, shown["y"] + (y + h) * scale)
    page.mouse.up()


def choose(page: Page, region: str) -> None:
    page.get_by_role("group", name="Region to draw").get_by_role("button", name=region).click()


def numbers(page: Page, region: str) -> list[int]:
    fields = ("Left", "Top", "Width", "Height")
    return [int(page.get_by_role("spinbutton", name=f"{region}: {side} in pixels").input_value()) for side in fields]
