"""Cameras beside each other and over their days in the browser, on footage that was truly analysed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import serious
from tests.e2e.two_tables import CAMERAS, DAY, row
from tests.support.footage import CODE

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


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
def test_the_overview_leads_to_a_camera_that_is_not_well(analysed: Page) -> None:
    analysed.goto("/overview/")
    line = analysed.get_by_role("region", name="Needs a hand").get_by_role("listitem").filter(has_text="Table 2")
    expect(line).to_contain_text(re.compile(r"^Camera Table 2: The sticker .*\(.*by [\d.]+% of .*diagonal\)\."))
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
