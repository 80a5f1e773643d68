"""Scripts of parts that do not come: the server is away, or another version took their place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.server import Server

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

SCRIPTS = "**/_next/static/chunks/**"


@pytest.fixture
def bare(browser: Browser, server: Server) -> Iterator[Page]:
    """A page whose console may complain: scripts that do not come are told there."""
    context = browser.new_context(base_url=server.url, storage_state=server.owner, locale="en-US")
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page = context.new_page()
    page.goto("/trace/")
    expect(page.get_by_role("heading", name="Trace", level=1)).to_be_visible()
    yield page
    context.close()


def test_a_dialog_asked_for_while_the_server_is_away_comes_with_it(bare: Page, server: Server) -> None:
    box = bare.get_by_role("search").get_by_role("textbox")
    server.stop()
    try:
        box.fill("SPX-TYPED-BEFORE")
        bare.get_by_role("button", name="Keyboard help").click()
        expect(bare.get_by_text("The ePACK server does not answer.")).to_be_visible()
        expect(box).to_have_value("SPX-TYPED-BEFORE")
    finally:
        server.start()
    expect(bare.get_by_role("dialog", name="Keyboard")).to_be_visible()
    bare.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(box).to_have_value("SPX-TYPED-BEFORE")


def test_a_page_whose_script_is_gone_says_so_within_the_frame(bare: Page) -> None:
    bare.route(SCRIPTS, lambda route: route.fulfill(status=404, body=""))
    bare.get_by_role("button", name="Keyboard help").click()
    expect(bare.get_by_text("This page could not be shown")).to_be_visible()
    expect(bare.get_by_role("navigation", name="Pages").first).to_be_visible()
    bare.unroute(SCRIPTS)
    bare.get_by_role("button", name="Load again").click()
    expect(bare.get_by_role("heading", name="Trace", level=1)).to_be_visible()
