"""The first-time set-up, from an empty machine to a clip of the owner's own footage."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.server import Server
from tests.e2e.test_first_hour import ANALYSIS_PATIENCE_MS, let_settle
from tests.support.footage import CODE, SECOND_CODE, small_order_clip, two_orders_clip

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=2, name=text)).to_be_visible()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and go on").click()


@pytest.mark.timeout(400)
def test_from_an_empty_machine_to_the_first_result(page: Page, server: Server, tmp_path: Path) -> None:
    recordings = tmp_path / "videos"
    two_orders_clip(recordings / "Table 1")
    # The recordings of a second table are found a while after those of the first.
    shutil.copytree(recordings / "Table 1", recordings / "Table 2")
    let_settle(recordings)

    # Whoever opens an empty machine lands in the set-up.
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/setup/"))
    heading(page, "What is your shop called?")
    # Nothing is written before somebody writes it; Enter goes on.
    expect(page.get_by_text("empty")).to_have_count(0)
    page.get_by_label("Brand name", exact=True).fill("Bông Sen")
    page.keyboard.press("Enter")

    # A value that is not possible is refused beside its field, and the step is not left.
    heading(page, "Where and when do you pack?")
    # The browser's own way back leads to the step before, also to the one that the set-up began with.
    page.go_back()
    heading(page, "What is your shop called?")
    page.go_forward()
    heading(page, "Where and when do you pack?")
    page.get_by_label("Working hours from", exact=True).fill("26:00")
    go_on(page)
    expect(page.get_by_text("Enter a time such as 08:30.")).to_be_visible()
    page.get_by_label("Working hours from", exact=True).fill("00:00")
    go_on(page)

    # What was done is kept by the server: a restart and a reload go on at the same step.
    heading(page, "Where are the recordings?")
    server.stop()
    server.start()
    page.goto("/")
    heading(page, "Where are the recordings?")
    assert settings(page)["brand_name"] == "Bông Sen"

    page.get_by_label("Folder on the computer that runs ePACK", exact=True).fill(str(recordings))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Allow this folder").click()
    expect(page.get_by_text("1 file", exact=True)).to_have_count(2)
    page.get_by_role("button", name="Add 2 cameras").click()
    for name in ("Table 1", "Table 2"):
        expect(page.get_by_role("img", name=f"What {name} sees")).to_be_visible()
    page.wait_for_function("() => document.querySelector('main li img')?.naturalWidth > 100")
    expect(page.get_by_text("1 recording ·")).to_have_count(2)
    # Where there are many, more are found while the page is looked at.
    later = small_order_clip(tmp_path / "later").path
    shutil.copy2(later, recordings / "Table 2" / "Small_20260105_100000.mp4")
    let_settle(recordings)
    assert page.request.post("/api/sources/1/scan", data={}).ok
    expect(page.get_by_text("2 recordings ·")).to_have_count(1)
    # What was said does not lie on the way on.
    go_on(page)

    heading(page, "Where should ePACK look?")
    save_a_region_by_going_on(page)
    heading(page, "How long does packing take")
    assert page.evaluate("scrollY") == 0, "a step begins at its top"
    space = page.get_by_role("region", name="The space it will need")
    expect(space).to_contain_text("Table 1:")
    expect(space.get_by_role("status")).to_contain_text("free")
    page.get_by_label("Keep clips", exact=True).fill("90")
    go_on(page)

    # The first result is of the footage that was just added, and plays.
    heading(page, "Your first result")
    expect(page.get_by_text(re.compile(r"^\d orders? found in the last"))).to_be_visible(timeout=ANALYSIS_PATIENCE_MS)
    expect(page.get_by_role("button", name=re.compile(f"Search ({CODE}|{SECOND_CODE})")).first).to_be_visible()
    page.wait_for_function("() => document.querySelector('video')?.currentTime > 0.2")
    expect(page.get_by_role("link", name="Open in Trace")).to_have_attribute("href", re.compile(r"/trace/\?event="))
    page.get_by_role("button", name="Finish, to Trace").click()
    expect(page.get_by_role("heading", level=1, name="Trace")).to_be_visible()
    assert settings(page)["retention_clips_days"] == 90

    # It does not come again by itself, but can be gone back to.
    page.goto("/")
    expect(page.get_by_role("heading", level=1, name="Trace")).to_be_visible()
    page.goto("/settings/?section=setup")
    page.get_by_role("link", name="Open the set-up").click()
    expect(page.get_by_label("Brand name", exact=True)).to_have_value("Bông Sen")

    overview_shows_the_orders(page)


def save_a_region_by_going_on(page: Page) -> None:
    """Who presses "Save and go on" is not asked whether what was drawn is to be saved."""
    page.get_by_role("button", name="Packing", exact=True).click()
    page.get_by_role("button", name="Place").click()
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    go_on(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    heading(page, "How long does packing take")
    first = page.request.get("/api/cameras").json()["items"][0]
    assert first["regions"]["packing"] is not None


def overview_shows_the_orders(page: Page) -> None:
    """The footage is of another day; the missing regions are still to be drawn."""
    page.goto("/overview/")
    expect(page.get_by_role("region", name="Today by camera and hour")).to_contain_text("Table 1")
    problem = page.get_by_role("listitem").filter(has_text="Camera Table 2 has no regions yet")
    problem.get_by_role("link", name="Draw regions").click()
    expect(page).to_have_url(re.compile(r"/cameras/\?camera=\d+"))


def test_an_empty_folder_is_told_in_words(page: Page, tmp_path: Path) -> None:
    """On the same server, whose recordings are older than what is looked at once the days are few."""
    page.goto("/setup/?step=source")
    page.get_by_role("button", name="Add another folder").click()
    page.get_by_label("Folder on the computer that runs ePACK", exact=True).fill(str(tmp_path / "nowhere"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("There is no such file or folder.")).to_be_visible()
    expect(page.get_by_role("button", name="Allow this folder")).to_have_count(0)
    assert str(tmp_path / "nowhere") not in str(settings(page)["allowed_roots"])


def settings(page: Page) -> dict[str, object]:
    return {one["key"]: one["value"] for one in page.request.get("/api/settings").json()["items"]}
