"""Regions drawn by mouse and keyboard, suggested, tried and saved; the events follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.e2e.cameras import (
    FRAME_WIDTH,
    choose,
    drag,
    film,
    forget_regions,
    numbers,
    open_camera,
    saved,
    set_up,
    wait_until,
)
from tests.e2e.server import Server
from tests.e2e.test_first_hour import ANALYSIS_PATIENCE_MS
from tests.support.footage import CODE, SECOND_CODE, two_orders_clip

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("videos"))


@pytest.fixture
def cameras(page: Page, shop: Path) -> Page:
    return set_up(page, shop)


@pytest.mark.timeout(400)
def test_regions_are_drawn_tried_and_saved_and_the_events_follow(cameras: Page) -> None:
    page, truth = cameras, two_orders_clip().truth
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
    rule = re.compile(r"label.* read: .*\d px per module \(2 at least, 4 recommended\)")
    expect(page.get_by_text(rule)).to_be_visible()
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


def begin_label_polygon(page: Page) -> tuple[FloatRect, float]:
    """Where the picture of Table 2 stands on the screen, and screen pixels per pixel of the frame."""
    forget_regions(page, "Table 2")
    stage = open_camera(page, "Table 2")
    choose(page, "Labels")
    page.get_by_role("button", name="Polygon").click()
    shown = stage.bounding_box()
    assert shown is not None
    return shown, shown["width"] / FRAME_WIDTH


def test_a_polygon_is_clicked_changed_and_kept(cameras: Page) -> None:
    page = cameras
    shown, scale = begin_label_polygon(page)
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


def test_a_polygon_is_dropped_and_closed_by_keys_before_any_region_is_there(cameras: Page) -> None:
    page = cameras
    shown, scale = begin_label_polygon(page)
    corners = [(120, 60), (520, 60), (560, 300)]

    def click(places: list[tuple[int, int]]) -> None:
        for x, y in places:
            page.mouse.click(shown["x"] + x * scale, shown["y"] + y * scale)

    click(corners[:2])
    expect(page.locator("[data-open-polygon='2']")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-open-polygon]")).to_have_count(0)
    click(corners)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Labels: left"))).to_be_focused()
    page.get_by_role("button", name="Discard").click()


@pytest.mark.timeout(300)
def test_a_suggestion_is_adjusted_accepted_and_saved(cameras: Page) -> None:
    page, truth = cameras, two_orders_clip().truth
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


@pytest.mark.timeout(300)
def test_a_trial_that_went_with_the_server_begins_anew_once_it_is_back(cameras: Page, server: Server) -> None:
    page = cameras
    open_camera(page, "Table 1")
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.get_by_role("button", name="Cancel", exact=True)).to_be_visible()
    page.wait_for_timeout(600)
    server.kill()
    expect(page.get_by_text("The ePACK server does not answer").first).to_be_visible()
    server.start()
    expect(page.get_by_text(re.compile(r"\d orders? found, \d with a code"))).to_be_visible(
        timeout=ANALYSIS_PATIENCE_MS
    )


@pytest.fixture
def phone(cameras: Page, server: Server) -> Iterator[Page]:
    browser = cameras.context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=server.url,
        storage_state=server.owner,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        locale="en-US",
    )
    forget_regions(cameras, "Table 2")
    page = context.new_page()
    page.goto("/cameras/")
    yield page
    context.close()


def finger(page: Page, stage: Locator, way: list[tuple[float, float]]) -> None:
    """One finger along places of the frame; a tap where there is one."""
    shown = stage.bounding_box()
    assert shown is not None
    scale = shown["width"] / FRAME_WIDTH
    hand = page.context.new_cdp_session(page)
    for index, (x, y) in enumerate(way):
        point = {"x": shown["x"] + x * scale, "y": shown["y"] + y * scale}
        kind = "touchMove" if index else "touchStart"
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    hand.detach()


def test_fingers_draw_and_the_next_tap_counts(phone: Page) -> None:
    """A quick drag is a fling to the browser, which would swallow the tap that follows."""
    page = phone
    stage = open_camera(page, "Table 2")
    for _ in range(6):
        choose(page, "Labels")
        finger(page, stage, [(120 + 63 * step, 50 + 40 * step) for step in range(7)])
        expect(page.get_by_role("button", name=re.compile("^Labels: left"))).to_have_count(1)
        page.wait_for_timeout(200)
        packing = page.get_by_role("group", name="Region to draw").get_by_role("button", name="Packing")
        packing.tap()
        expect(packing).to_have_attribute("aria-pressed", "true", timeout=3_000)
        page.get_by_role("button", name="Discard").tap()


def test_fingers_close_and_drop_a_polygon(phone: Page) -> None:
    page = phone
    stage = open_camera(page, "Table 2")
    choose(page, "Packing")
    page.get_by_role("button", name="Polygon").tap()
    expect(page.get_by_text("Tap the corners one by one")).to_be_visible()
    is_open = page.get_by_role("group", name="The polygon that is being drawn")

    def tap(*places: tuple[int, int]) -> None:
        for place in places:
            finger(page, stage, [place])
            page.wait_for_timeout(100)

    tap((120, 60), (520, 60))
    is_open.get_by_role("button", name="Drop").tap()
    expect(is_open).to_have_count(0)
    # No finger meets a corner to the pixel.
    tap((120, 60), (520, 60), (520, 300), (150, 80))
    expect(page.get_by_role("button", name=re.compile("^Packing: left 120, top 60"))).to_have_count(1)
    expect(is_open).to_have_count(0)


def test_what_is_pressed_is_as_large_as_a_fingertip(phone: Page) -> None:
    small = """() => [...document.querySelectorAll('main button, main input:not([type=checkbox]), main select')]
      .filter((one) => one.checkVisibility({visibilityProperty: true}))
      .map((one) => [one.getBoundingClientRect(), one.getAttribute('aria-label') ?? one.innerText])
      .filter(([box]) => box.height < 44 || box.width < 44).map(([, name]) => name)"""
    page = phone
    page.goto("/setup/?step=regions")
    expect(page.get_by_text(re.compile("Hands seen in"))).to_be_visible()
    assert page.evaluate(small) == []
    page.goto("/setup/?step=place")
    expect(page.get_by_text("There it is now")).to_be_visible()
    assert page.evaluate(small) == []
    boxes = [one.bounding_box() for one in page.locator("label:has(input[type=checkbox])").all()]
    assert len(boxes) >= 7
    assert all(box is not None and box["height"] >= 44 for box in boxes)
