"""Cameras: regions drawn by mouse, finger and keyboard, suggested, tried, saved, copied; the events follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.server import Server
from tests.e2e.test_first_hour import ANALYSIS_PATIENCE_MS, let_settle
from tests.support.footage import CODE, SECOND_CODE, small_order_clip, two_orders_clip

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

TRUTH = two_orders_clip
FRAME_WIDTH = 640


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cameras: one with two orders in a file and one in another, one with a single file."""
    folder = tmp_path_factory.mktemp("videos")
    two_orders_clip(folder / "Table 1")
    (folder / "Table 1" / "Small_20260105_090000.mp4").rename(folder / "Table 1" / "Small_20260105_080000.mp4")
    small_order_clip(folder / "Table 1")
    small_order_clip(folder / "Table 2")
    let_settle(folder)
    return folder


@pytest.fixture
def cameras(page: Page, shop: Path) -> Page:
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


@pytest.mark.timeout(400)
def test_regions_are_drawn_tried_and_saved_and_the_events_follow(cameras: Page) -> None:
    page, truth = cameras, TRUTH().truth
    forget_regions(page, "Table 1")
    before = page.request.get("/api/events").json()["items"]
    stage = open_camera(page, "Table 1")
    for region, kind in (("Sticker", "trigger"), ("Labels", "label"), ("Packing", "packing")):
        choose(page, region)
        drag(page, stage, truth.profile[kind])
        assert all(abs(a - b) <= 2 for a, b in zip(numbers(page, region), truth.profile[kind], strict=True))
    expect(page.get_by_text("Not saved yet", exact=True)).to_be_visible()

    # The verdict follows by itself, from frames of both recordings.
    expect(page.get_by_text(re.compile(r"Sticker read in [1-9]\d* of \d+ looks"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"label.* read: .*\d px per module \(good from 2\)"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"Hands seen in [1-9]"))).to_be_visible()

    # Tried before anything is saved.
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.get_by_text("2 orders found, 2 with a code.")).to_be_visible(timeout=ANALYSIS_PATIENCE_MS)
    orders = page.get_by_role("list", name="Orders found")
    expect(orders.get_by_role("listitem").nth(0)).to_contain_text(CODE)
    expect(orders.get_by_role("listitem").nth(1)).to_contain_text(SECOND_CODE)
    assert page.request.get("/api/events").json()["items"] == before
    assert saved(page, "Table 1")["trigger"] is None
    # The slider over the timeline moves the picture.
    picture = stage.locator("image")
    shown = picture.get_attribute("href")
    page.get_by_role("slider", name="Moment of the trial").press("End")
    expect(picture).not_to_have_attribute("href", shown or "")

    page.get_by_role("button", name="Save regions").click()
    expect(page.get_by_text("Everything is saved")).to_be_visible()
    assert saved(page, "Table 1")["trigger"] is not None
    # Looked at again with the sticker's region, the events are exactly where they truly are.
    hour_ms = 3_600_000  # the file was renamed to an hour earlier
    wanted = [order.start_ms - hour_ms for order in truth.orders]

    def follows() -> bool:
        items = page.request.get("/api/events").json()["items"]
        starts = [one["start_ms"] for one in items if one["camera_name"] == "Table 1"]
        return all(any(abs(start - want) < 700 for start in starts) for want in wanted)

    wait_until(page, follows)


def test_everything_can_be_done_from_the_keyboard(cameras: Page) -> None:
    page = cameras
    forget_regions(page, "Table 2")
    open_camera(page, "Table 2")
    choose(page, "Packing")
    page.get_by_role("button", name="Place").press("Enter")
    assert numbers(page, "Packing") == [160, 90, 320, 180]
    region = page.get_by_role("button", name=re.compile("^Packing: left"))
    region.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Control+ArrowLeft", "Shift+ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    assert numbers(page, "Packing") == [152, 91, 321, 179]
    # Steps of one kind in a row are taken back together.
    page.keyboard.press("Control+z")
    assert numbers(page, "Packing") == [152, 91, 320, 180]
    page.keyboard.press("Control+y")
    assert numbers(page, "Packing") == [152, 91, 321, 179]

    choose(page, "Sticker")
    page.get_by_role("button", name="Place").press("Enter")
    region.focus()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name=re.compile("^Sticker: left"))).to_be_focused()
    page.keyboard.press("Tab")
    expect(region).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Delete")
    expect(page.get_by_role("button", name=re.compile("^Sticker: left"))).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name=re.compile("^Sticker: left"))).to_have_count(1)
    page.get_by_role("button", name="Discard").press("Enter")
    expect(page.get_by_text("Everything is saved")).to_be_visible()


def test_a_polygon_is_clicked_changed_and_kept(cameras: Page) -> None:
    page = cameras
    forget_regions(page, "Table 2")
    stage = open_camera(page, "Table 2")
    choose(page, "Labels")
    page.get_by_role("button", name="Polygon").click()
    shown = stage.bounding_box()
    assert shown is not None
    scale = shown["width"] / FRAME_WIDTH
    corners = [[120, 60], [520, 60], [560, 300], [100, 300]]
    for x, y in [*corners, corners[0]]:
        page.mouse.click(shown["x"] + x * scale, shown["y"] + y * scale)
    expect(page.get_by_role("button", name=re.compile("^Labels: left"))).to_be_focused()
    # Pulling a corner moves that corner alone.
    page.mouse.move(shown["x"] + 520 * scale, shown["y"] + 60 * scale)
    page.mouse.down()
    page.mouse.move(shown["x"] + 480 * scale, shown["y"] + 100 * scale, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Save regions").click()
    expect(page.get_by_text("Everything is saved")).to_be_visible()
    kept = saved(page, "Table 2")["outlines"]["label"]
    wanted = [[120, 60], [480, 100], [560, 300], [100, 300]]
    assert len(kept) == 4
    for (kept_x, kept_y), (x, y) in zip(kept, wanted, strict=True):
        assert abs(kept_x - x) <= 2
        assert abs(kept_y - y) <= 2


@pytest.mark.timeout(300)
def test_a_suggestion_is_adjusted_accepted_and_saved(cameras: Page) -> None:
    page, truth = cameras, TRUTH().truth
    forget_regions(page, "Table 1")
    open_camera(page, "Table 1")
    page.get_by_role("button", name="Suggest regions").click()
    proposals = page.get_by_role("group", name="Suggested regions")
    expect(proposals).to_contain_text("around the sticker", timeout=ANALYSIS_PATIENCE_MS)
    expect(proposals).to_contain_text("that were read")
    expect(proposals).to_contain_text("where hands were seen")
    assert saved(page, "Table 1")["packing"] is None, "a proposal is no decision"
    page.get_by_role("button", name="Leave the suggestion for Labels").click()
    page.get_by_role("button", name="Take all").click()
    region = page.get_by_role("button", name=re.compile("^Packing: left"))
    region.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Save regions").click()
    expect(page.get_by_text("Everything is saved")).to_be_visible()
    kept = saved(page, "Table 1")
    assert kept["label"] is None, "what was left is not taken"
    for kind in ("trigger", "packing"):
        x, y, w, h = kept[kind]
        tx, ty, tw, th = truth.profile[kind]
        assert x <= tx + tw / 2 <= x + w
        assert y <= ty + th / 2 <= y + h


def test_nobody_leaves_unsaved_regions_by_accident(cameras: Page) -> None:
    page = cameras
    forget_regions(page, "Table 2")
    open_camera(page, "Table 2")
    page.get_by_role("button", name="Place").click()
    page.get_by_role("link", name="All cameras").click()
    question = page.get_by_role("dialog", name="Leave without saving?")
    question.get_by_role("button", name="Stay here").click()
    expect(page.get_by_text("Not saved yet", exact=True)).to_be_visible()
    page.get_by_role("link", name="All cameras").click()
    question.get_by_role("button", name="Save and leave").click()
    expect(page.get_by_role("heading", level=1, name="Cameras", exact=True)).to_be_visible()
    assert saved(page, "Table 2")["trigger"] == [272, 153, 96, 54]


def test_regions_are_copied_and_taken_back(cameras: Page, tmp_path: Path) -> None:
    page = cameras
    items = page.request.get("/api/cameras").json()["items"]
    one, two = (next(c["id"] for c in items if c["name"] == name) for name in ("Table 1", "Table 2"))
    frame = {"frame_width": 640, "frame_height": 360}
    page.request.put(f"/api/cameras/{one}/regions", data={"label": [10, 20, 300, 200], **frame})
    page.request.put(f"/api/cameras/{two}/regions", data={"label": [50, 50, 100, 100], **frame})
    page.reload()
    open_camera(page, "Table 1")
    page.get_by_role("button", name="Copy regions").click()
    dialog = page.get_by_role("dialog", name="Copy regions to other cameras")
    dialog.get_by_text("Table 2").click()
    expect(dialog).to_contain_text("The regions of Table 2 will be overwritten.")
    dialog.get_by_role("button", name="Overwrite and copy to 1 camera").click()
    expect(page.get_by_text("Regions copied to 1 camera")).to_be_visible()
    assert saved(page, "Table 2")["label"] == [10, 20, 300, 200]
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("The copied regions were taken back")).to_be_visible()
    assert saved(page, "Table 2")["label"] == [50, 50, 100, 100]

    page.get_by_role("button", name="Sticker sheet").click()
    sheet = page.get_by_role("dialog", name="Sticker for the packing table")
    expect(sheet.get_by_role("row", name=re.compile("^1 m"))).to_contain_text("88")
    with page.expect_download() as waiting:
        sheet.get_by_role("link", name="Download PDF").click()
    waiting.value.save_as(tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


@pytest.fixture
def phone(browser: Browser, server: Server, cameras: Page) -> Iterator[Page]:
    context = browser.new_context(
        base_url=server.url, viewport={"width": 390, "height": 844}, locale="en-US", has_touch=True, is_mobile=True
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def test_a_finger_draws_and_two_fingers_zoom(phone: Page) -> None:
    page = phone
    page.goto("/cameras/")
    forget_regions(page, "Table 2")
    stage = open_camera(page, "Table 2")
    choose(page, "Packing")
    shown = stage.bounding_box()
    assert shown is not None
    scale = shown["width"] / FRAME_WIDTH
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *points: tuple[float, float]) -> None:
        places = [
            {"x": shown["x"] + x * scale, "y": shown["y"] + y * scale, "id": n} for n, (x, y) in enumerate(points)
        ]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    fingers("touchStart", (100, 60))
    fingers("touchMove", (200, 160))
    fingers("touchMove", (500, 300))
    fingers("touchEnd")
    assert all(abs(a - b) <= 3 for a, b in zip(numbers(page, "Packing"), [100, 60, 400, 240], strict=True))

    fingers("touchStart", (300, 180))
    fingers("touchStart", (300, 180), (340, 180))
    fingers("touchMove", (220, 180), (420, 180))
    fingers("touchEnd")
    width = float((stage.get_attribute("viewBox") or "").split()[2])
    assert width < FRAME_WIDTH / 2
    assert all(abs(a - b) <= 3 for a, b in zip(numbers(page, "Packing"), [100, 60, 400, 240], strict=True))
    page.get_by_role("button", name="Whole frame").click()
    expect(stage).to_have_attribute("viewBox", "0 0 640 360")
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
