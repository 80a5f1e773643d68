"""The set-up of a shop whose cameras write H.265, which the browser does not play: it ends with a playing order too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_first_hour import ANALYSIS_PATIENCE_MS, let_settle
from tests.e2e.test_setup import go_on, heading
from tests.support.footage import minute_clip_h265

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

NOTE_WHAT_SHOWS = """
window.shown = '';
new MutationObserver(() => {
  for (const one of document.querySelectorAll('[role=status]')) window.shown += one.textContent;
}).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.timeout(400)
def test_the_first_result_of_h265_plays_after_its_conversion_was_shown(page: Page, tmp_path: Path) -> None:
    recordings = tmp_path / "videos"
    minute_clip_h265(recordings / "Table 1")
    let_settle(recordings)
    page.add_init_script(NOTE_WHAT_SHOWS)
    page.goto("/setup/")
    heading(page, "What is your shop called?")
    go_on(page)
    heading(page, "Where and when do you pack?")
    go_on(page)
    heading(page, "Where are the recordings?")
    page.get_by_label("Folder on the computer that runs ePACK", exact=True).fill(str(recordings))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Allow this folder").click()
    page.get_by_role("button", name="Add 1 camera").click()
    expect(page.get_by_role("img", name="What Table 1 sees")).to_be_visible()
    page.wait_for_function("() => document.querySelector('main li img')?.naturalWidth > 100")
    go_on(page)
    heading(page, "Where should ePACK look?")
    page.get_by_role("button", name="Skip").click()
    heading(page, "How long does packing take")
    go_on(page)
    heading(page, "Your first result")
    expect(page.get_by_text(re.compile(r"^\d orders? found in the last"))).to_be_visible(timeout=ANALYSIS_PATIENCE_MS)
    # The picture of the order is there at once, its conversion is told of, and then it plays.
    expect(page.locator("video")).to_have_attribute("poster", re.compile("/thumbnail"))
    page.wait_for_function("() => document.querySelector('video')?.currentTime > 0.2")
    assert "This footage is being converted for the browser" in page.evaluate("() => window.shown")
