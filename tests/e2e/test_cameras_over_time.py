"""The day timeline and camera health in the browser, on footage that was truly analysed."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import serious
from tests.e2e.server import Server
from tests.e2e.test_first_hour import ANALYSIS_PATIENCE_MS, let_settle
from tests.support.footage import CODE, SECOND_CODE, two_orders_clip
from tests.support.spoiled import idle_clip, spoiled_clip

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

DAY = "2026-01-05"
NINE_S = 9 * 3600
"""The recording of the two orders begins at nine."""
CAMERAS = ("Table 1", "Table 2")


@pytest.fixture(scope="module")
def recordings(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Table 1: two orders, and a file that is no video. Table 2: a free table whose sticker lies elsewhere next day."""
    folder = tmp_path_factory.mktemp("videos")
    two_orders_clip(folder / "Table 1")
    (folder / "Table 1" / "Small_20260105_120000.mp4").write_text("no video at all")
    idle_clip(0, folder / "Table 2")
    moved = spoiled_clip("sticker_moved")
    shutil.copy2(moved, folder / "Table 2" / moved.name)
    let_settle(folder)
    return folder


@pytest.fixture
def analysed(page: Page, recordings: Path) -> Page:
    """The first test that asks for it waits for the analysis."""
    if page.request.get("/api/cameras").json()["total"] == 0:
        analyse(page, recordings)
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


@pytest.mark.timeout(240)
def test_a_day_shows_recordings_packings_and_why_there_are_gaps(analysed: Page) -> None:
    analysed.goto(f"/timeline/?day={DAY}")
    listed = analysed.get_by_role("region", name="The day of Table 1").get_by_role("listitem")
    expect(listed.filter(has_text=CODE)).to_be_visible()
    expect(listed.filter(has_text=SECOND_CODE)).to_be_visible()
    expect(listed.filter(has_text="Recorded and analysed")).to_be_visible()
    expect(listed.filter(has_text="This is not a video file")).to_be_visible()
    expect(listed.filter(has_text="though it is working time").first).to_be_visible()
    expect(listed.filter(has_text="outside the working hours").first).to_be_visible()
    # The row says the same to those who do not see it.
    expect(row(analysed)).to_have_attribute("aria-valuetext", re.compile("outside the working hours"))


TWO = """() => {
  const [large, side] = document.querySelectorAll('video');
  return side && large.readyState > 1 && side.readyState > 1 ? [large, side] : null;
}"""
APART_S = (
    f"(() => {{ const two = ({TWO})(); return two && two[0].currentTime + window.ahead_s - two[1].currentTime }})()"
)


@pytest.mark.timeout(240)
def test_the_other_camera_goes_along_with_the_player(analysed: Page) -> None:
    page = analysed
    event = next(one for one in page.request.get("/api/events").json()["items"] if one["codes"][0]["text"] == CODE)
    page.goto(f"/trace/?event={event['id']}")
    views = page.request.get(f"/api/events/{event['id']}/views").json()["items"]
    assert [one["camera_name"] for one in views] == list(CAMERAS)
    page.evaluate("(s) => { window.ahead_s = s }", (views[0]["from_ms"] - views[1]["from_ms"]) / 1000)
    page.get_by_role("button", name="Side by side").click()
    expect(page.get_by_label("Table 2 at the same time")).to_be_visible()

    # Both play, at the same moment.
    page.wait_for_function(f"() => ({TWO})()?.every((one) => !one.paused)")
    page.wait_for_function(f"() => Math.abs({APART_S}) < 0.2")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_function(f"() => ({TWO})()?.every((one) => one.paused) && Math.abs({APART_S}) < 0.05")

    page.evaluate("() => { window.stood_s = document.querySelector('video').currentTime }")

    # Moved, faster, and one frame on: the other follows.
    page.get_by_role("button", name=re.compile(r"^Show \d\d:\d\d:\d\d$")).nth(3).click()
    moved = f"Math.abs(({TWO})()?.[0].currentTime - window.stood_s) > 1"
    page.wait_for_function(f"() => {moved} && Math.abs({APART_S}) < 0.05")
    page.get_by_label("Speed").select_option("2")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function(f"() => ({TWO})()?.every((one) => !one.paused && Math.abs(one.playbackRate - 2) < 0.2)")
    page.get_by_role("button", name="One frame on").click()
    page.wait_for_function(f"() => ({TWO})()?.every((one) => one.paused) && Math.abs({APART_S}) < 0.05")

    # A press makes it the large one, and the choice is kept.
    page.get_by_role("button", name="Show Table 2 large").click()
    expect(page.get_by_label("Table 1 at the same time")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Table 2 at the same time")).to_be_visible()


@pytest.mark.timeout(240)
def test_it_plays_from_where_the_row_is_dragged_to(analysed: Page) -> None:
    from_s = NINE_S - 10
    analysed.goto(f"/timeline/?day={DAY}&show={from_s}-{from_s + 60}")
    expect(analysed.get_by_text("Click or drag in a row")).to_be_visible()
    box = row(analysed).bounding_box()
    assert box is not None
    y, at = box["y"] + box["height"] * 0.7, 25
    analysed.mouse.move(box["x"] + box["width"] * 0.2, y)
    analysed.mouse.down()
    analysed.mouse.move(box["x"] + box["width"] * 0.3, y)
    analysed.mouse.move(box["x"] + box["width"] * at / 60, y)
    analysed.mouse.up()
    wanted_s = from_s + at - NINE_S
    analysed.wait_for_function(
        "(s) => { const v = document.querySelector('video');"
        " return v && v.readyState > 1 && v.currentTime > s - 1 && v.currentTime < s + 15 }",
        arg=wanted_s,
    )
    expect(analysed.get_by_role("region", name="Player")).to_contain_text("Table 1 · 5 Jan 2026 09:00:")
    # The place is in the address: the same link plays the same moment.
    assert re.search(r"[?&]at=\d{13}(&|$)", analysed.url)
    assert "cam=" in analysed.url


@pytest.mark.timeout(240)
def test_keys_lead_from_packing_to_packing_and_on_to_trace(analysed: Page) -> None:
    analysed.goto(f"/timeline/?day={DAY}")
    expect(row(analysed)).to_be_visible()
    row(analysed).focus()
    analysed.keyboard.press("n")
    expect(row(analysed)).to_have_attribute("aria-valuetext", re.compile(CODE))
    analysed.keyboard.press("n")
    expect(row(analysed)).to_have_attribute("aria-valuetext", re.compile(SECOND_CODE))
    analysed.keyboard.press("+")
    expect(analysed).to_have_url(re.compile(r"show=\d+-\d+"))
    analysed.get_by_role("link", name="Open in Trace").click()
    expect(analysed).to_have_url(re.compile(r"/trace/\?event="))
    expect(analysed.get_by_role("button", name=f"Search {SECOND_CODE}").first).to_be_visible()


@pytest.mark.timeout(240)
def test_the_day_picker_knows_the_days_with_footage(analysed: Page) -> None:
    analysed.goto("/timeline/?day=2026-01-20")
    expect(analysed.get_by_text("No camera recorded on this day")).to_be_visible()
    analysed.get_by_role("button", name="choose another day").click()
    analysed.get_by_role("button", name=re.compile("5 Jan 2026, footage of 2 cameras")).click()
    expect(analysed).to_have_url(re.compile(f"day={DAY}"))
    expect(row(analysed)).to_be_visible()


@pytest.mark.timeout(240)
def test_the_overview_leads_to_a_camera_that_is_not_well(analysed: Page) -> None:
    analysed.goto("/overview/")
    line = analysed.get_by_role("region", name="Needs a hand").get_by_role("listitem").filter(has_text="Table 2")
    expect(line).to_contain_text("Place of the sticker")
    line.get_by_role("link", name="Draw the regions anew").click()
    expect(analysed.get_by_role("heading", level=1, name="Table 2")).to_be_visible()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(analysed: Page, scheme: str) -> None:
    analysed.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    analysed.goto(f"/timeline/?day={DAY}")
    row(analysed).focus()
    analysed.keyboard.press("n")
    expect(row(analysed)).to_have_attribute("aria-valuetext", re.compile(CODE))
    assert serious(analysed) == []
    analysed.goto("/camera-health/")
    panel = analysed.get_by_role("region", name="Table 2")
    panel.get_by_role("button", name="Details").click()
    expect(panel.get_by_role("img", name=re.compile("Sticker read over 2 days"))).to_be_visible()
    assert serious(analysed) == []
    # Failures are read by everybody, too.
    for address, what in ((f"/timeline/?day={DAY}", "**/api/timeline?*"), ("/camera-health/", "**/api/camera-health")):
        analysed.route(what, lambda route: route.abort())
        analysed.goto(address)
        expect(analysed.get_by_role("button", name="Try again")).to_be_visible()
        assert serious(analysed) == []
        analysed.unroute(what)


@pytest.mark.timeout(240)
def test_camera_health_gives_a_verdict_with_what_to_do(analysed: Page) -> None:
    analysed.goto("/camera-health/")
    panel = analysed.get_by_role("region", name="Table 2")
    expect(panel.get_by_text("Caution").first).to_be_visible()
    expect(panel).to_contain_text("Place of the sticker")
    expect(panel).to_contain_text("Stick it back")
    panel.get_by_role("button", name="Details").click()
    expect(panel.get_by_role("img", name=re.compile("Sticker read over 2 days"))).to_be_visible()
    for title in ("When it was normal", "Now"):
        picture = panel.get_by_role("img", name=re.compile(f"Table 2, {title}"))
        picture.scroll_into_view_if_needed()
        analysed.wait_for_function("(image) => image.naturalWidth > 0", arg=picture.element_handle())
    panel.get_by_role("button", name="This is the new normal").click()
    expect(panel.get_by_text("Everything is as it should be.")).to_be_visible()
    panel.get_by_role("button", name="Undo").click()
    expect(panel).to_contain_text("Stick it back")
