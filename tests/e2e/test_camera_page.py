"""The page of a camera: nobody leaves by accident, copies can be taken back, fingers draw, everybody can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import serious
from tests.e2e.cameras import FRAME_WIDTH, choose, film, forget_regions, numbers, open_camera, saved, set_up, wait_until
from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.scanner import scan
from tests.e2e.server import Server

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("videos"))


@pytest.fixture
def cameras(page: Page, shop: Path) -> Page:
    return set_up(page, shop)


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


def test_a_scan_does_not_lose_unsaved_regions(cameras: Page) -> None:
    page = cameras
    forget_regions(page, "Table 2")
    open_camera(page, "Table 2")
    page.get_by_role("button", name="Place").click()
    expect(page.get_by_text("Not saved yet", exact=True)).to_be_visible()
    page.get_by_role("heading", level=1).click()
    scan(page, "SPXVN0123456")
    question = page.get_by_role("dialog", name="Leave without saving?")
    question.get_by_role("button", name="Leave without saving").click()
    expect(page.get_by_role("region", name="Results for SPXVN0123456")).to_be_visible()
    # One step leads back to the camera, whose regions are as they were.
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Camera Table 2")).to_be_visible()


def test_the_browsers_way_back_asks_too(cameras: Page) -> None:
    page = cameras
    forget_regions(page, "Table 2")
    open_camera(page, "Table 2")
    page.get_by_role("button", name="Place").click()
    expect(page.get_by_text("Not saved yet", exact=True)).to_be_visible()
    page.go_back()
    question = page.get_by_role("dialog", name="Leave without saving?")
    question.get_by_role("button", name="Stay here").click()
    expect(page.get_by_text("Not saved yet", exact=True)).to_be_visible()
    page.go_back()
    question.get_by_role("button", name="Leave without saving").click()
    expect(page.get_by_role("heading", level=1, name="Cameras", exact=True)).to_be_visible()
    assert "trigger" not in {key for key, box in saved(page, "Table 2").items() if box}

    # Once saved, one step leads back, and nothing asks.
    open_camera(page, "Table 2")
    page.get_by_role("button", name="Place").click()
    page.get_by_role("button", name="Save regions").click()
    expect(page.get_by_text("Not saved yet", exact=True)).to_have_count(0)
    page.wait_for_function("() => !history.state.epackUnsaved")
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Cameras", exact=True)).to_be_visible()


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
        base_url=server.url,
        viewport={"width": 390, "height": 844},
        locale="en-US",
        has_touch=True,
        is_mobile=True,
        storage_state=server.owner,
        extra_http_headers={"X-Epack": "1"},
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def near(found: list[int], wanted: list[int]) -> bool:
    """Fingers are not exact."""
    return all(abs(a - b) <= 3 for a, b in zip(found, wanted, strict=True))


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
    wait_until(page, lambda: near(numbers(page, "Packing"), [100, 60, 400, 240]))

    fingers("touchStart", (300, 180))
    fingers("touchStart", (300, 180), (340, 180))
    fingers("touchMove", (220, 180), (420, 180))
    fingers("touchEnd")
    wait_until(page, lambda: float((stage.get_attribute("viewBox") or "").split()[2]) < FRAME_WIDTH / 2)
    assert near(numbers(page, "Packing"), [100, 60, 400, 240])
    page.get_by_role("button", name="Whole frame").click()
    expect(stage).to_have_attribute("viewBox", "0 0 640 360")

    # Neither do they begin a polygon.
    choose(page, "Labels")
    page.get_by_role("button", name="Polygon").click()
    fingers("touchStart", (20, 20))
    fingers("touchStart", (20, 20), (60, 20))
    fingers("touchMove", (10, 20), (90, 20))
    fingers("touchEnd")
    wait_until(page, lambda: float((stage.get_attribute("viewBox") or "").split()[2]) < FRAME_WIDTH)
    expect(page.locator("[data-open-polygon]")).to_have_count(0)
    page.get_by_role("button", name="Whole frame").click()
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(cameras: Page, scheme: str) -> None:
    page = cameras
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.reload()
    expect(page.get_by_role("img", name="Picture of Table 1")).to_be_visible()
    assert serious(page) == []
    forget_regions(page, "Table 1")
    open_camera(page, "Table 1")
    page.get_by_role("button", name="Place").click()
    expect(page.get_by_text("Not saved yet", exact=True)).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Sticker sheet").click()
    expect(page.get_by_role("row", name=re.compile("^1 m"))).to_be_visible()
    assert serious(page) == []


def test_a_kind_of_code_is_switched_on_by_its_name(cameras: Page) -> None:
    page = cameras
    open_camera(page, "Table 2")
    kinds = page.get_by_role("group", name="Kinds of codes")
    kinds.get_by_text("Code39", exact=True).click()
    expect(kinds.get_by_role("checkbox", name="Code39", exact=True)).to_be_checked()
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_text("Camera Table 2 saved")).to_be_visible()
    listed = page.request.get("/api/cameras").json()["items"]
    assert "Code39" in next(one["symbologies"] for one in listed if one["name"] == "Table 2")
    assert serious(page) == []
