"""A clip is shared by link: made on Trace, opened by somebody without an account, taken back, all of it recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.axe import serious
from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.server import Server
from tests.e2e.test_first_hour import playable_seconds
from tests.support.footage import CODE

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


@pytest.fixture
def stranger(browser: Browser, server: Server) -> Iterator[Page]:
    """Somebody's phone without an account here."""
    context = browser.new_context(
        base_url=server.url, viewport={"width": 390, "height": 800}, locale="en-US", accept_downloads=True
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def share_dialog(trace: Page) -> Locator:
    """The dialog of the newest clip of the first order; cut where there is none."""
    trace.goto(f"/trace/?q={CODE}")
    trace.get_by_role("button", name="Play: ").first.click()
    share = trace.get_by_role("button", name=f"Share {CODE}").first
    trace.get_by_role("button", name="Cut clip").click()
    share.click()
    return trace.get_by_role("dialog", name="Share this clip")


@pytest.mark.timeout(180)
def test_a_link_is_made_opened_and_taken_back(trace: Page, stranger: Page, tmp_path: Path) -> None:
    dialog = share_dialog(trace)
    expect(dialog.get_by_text("No link is open.")).to_be_visible()
    expect(dialog.get_by_label("The link holds for")).to_have_value("3")
    dialog.get_by_label("The link holds for").select_option("7 days")
    dialog.get_by_role("button", name="Make a link").click()
    row = dialog.get_by_role("listitem").first
    expect(row).to_contain_text("made by owner")
    expect(row).to_contain_text("not opened yet")
    assert serious(trace) == []
    trace.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row.get_by_role("button", name="Copy").click()
    expect(row.get_by_role("button", name="Copied")).to_be_visible()
    address = trace.evaluate("() => navigator.clipboard.readText()")
    assert address == row.get_by_role("textbox").input_value()

    stranger.goto(address)
    expect(stranger.get_by_role("heading", name=CODE)).to_be_visible()
    expect(stranger.get_by_text("Table 1")).to_be_visible()
    expect(stranger.get_by_text("5 Jan 2026").first).to_be_visible()
    video = stranger.locator("video")
    assert video.evaluate("async (one) => { one.muted = true; await one.play(); return one.videoWidth }") == 640
    assert serious(stranger) == []
    assert stranger.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    with stranger.expect_download() as waiting:
        stranger.get_by_role("link", name="Save the clip").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.name.startswith(CODE)
    assert playable_seconds(saved) > 8
    # It opens this clip, and nothing else of this ePACK.
    assert stranger.evaluate("async () => (await fetch('/api/clips')).status") == 401

    row.get_by_role("button", name="Take back").click()
    trace.get_by_role("dialog", name="Take this link back?").get_by_role("button", name="Take back").click()
    expect(dialog.get_by_text("No link is open.")).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_role("heading", name="This link does not open a clip")).to_be_visible()
    expect(stranger.get_by_text("has ended or was taken back")).to_be_visible()
    assert serious(stranger) == []

    trace.goto("/audit/?action=clip")
    for told in ("Shared a clip by link", "Opened a shared link", "Took a shared link back"):
        expect(trace.get_by_role("list", name="Audit").get_by_text(told).first).to_be_visible()


def test_half_an_address_is_told_so(stranger: Page) -> None:
    stranger.goto("/shared/")
    expect(stranger.get_by_text("Copy the whole address")).to_be_visible()
    stranger.goto("/shared/#made.up.token")
    expect(stranger.get_by_text("has ended or was taken back")).to_be_visible()
