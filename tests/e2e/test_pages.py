"""Every page opens, in both languages and themes, on phone and desktop, and survives a server that goes away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.server import Server
from tests.support.browser import chromium_path

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

PAGES = {
    "/cameras/": "Cameras",
    "/timeline/": "Timeline",
    "/camera-health/": "Camera health",
    "/": "Set up ePACK",
    "/trace/": "Trace",
    "/program/": "Program",
    "/overview/": "Overview",
    "/settings/": "Settings",
    "/settings/?section=about": "Settings",
    "/setup/?step=place": "Set up ePACK",
}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 1920])
def test_page_fits_the_screen(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(path)
    expect(page.get_by_role("heading", level=1, name=PAGES[path])).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


SCRIPT_LIMIT_BYTES = 350_000
SCRIPTS = """() => performance.getEntriesByType('resource').filter((one) => one.name.includes('.js'))
  .reduce((bytes, one) => bytes + one.encodedBodySize, 0)"""


def test_no_page_loads_more_script_than_it_may(page: Page) -> None:
    for path in ("/trace/", "/setup/", "/program/", "/cameras/"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        # With what is fetched ahead: for the player, but not for every page that a link leads to.
        page.wait_for_load_state("networkidle")
        loaded = page.evaluate(SCRIPTS)
        assert 100_000 < loaded <= SCRIPT_LIMIT_BYTES, path


def test_every_page_is_in_sight_on_the_screen_of_a_notebook(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto("/trace/")
    rail = page.get_by_role("navigation").first
    expect(rail.get_by_role("link", name="Plan")).to_be_in_viewport(ratio=1)
    assert rail.evaluate("(all) => [all, ...all.children].every((one) => one.scrollHeight <= one.clientHeight)")


def test_pages_that_were_left_hold_no_line_to_the_server(page: Page, server: Server) -> None:
    """A browser keeps pages for the way back, and has six lines to a server: with the seventh page all would hang."""
    assert page.context.browser is not None
    keeping = page.context.browser.browser_type.launch(
        executable_path=chromium_path(), ignore_default_args=["--disable-back-forward-cache"]
    )
    try:
        left = keeping.new_context(base_url=server.url, storage_state=server.owner).new_page()
        for _ in range(2):
            for path in ("/trace/", "/program/", "/overview/", "/settings/"):
                left.goto(path, timeout=10_000)
                expect(left.get_by_role("heading", level=1)).to_be_visible()
                left.wait_for_timeout(300)
        assert left.evaluate("() => fetch('/api/health').then((reply) => reply.status)") == 200
    finally:
        keeping.close()


def test_language_and_theme_are_kept(page: Page) -> None:
    page.goto("/trace/")
    page.get_by_role("button", name="Chuyển sang tiếng Việt").click()
    expect(page.get_by_role("heading", level=1, name="Truy vết")).to_be_visible()
    page.get_by_role("button", name="Giao diện tối").click()
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Truy vết")).to_be_visible()
    assert page.evaluate("() => document.documentElement.lang") == "vi"
    assert "dark" in str(page.evaluate("() => document.documentElement.className"))


def test_unknown_address_shows_the_way_back(page: Page) -> None:
    answer = page.goto("/no/such/page/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text("There is no such page")).to_be_visible()
    page.get_by_role("link", name="ePACK home").last.click()
    # The home of an empty machine is its set-up.
    expect(page.get_by_role("heading", level=1, name="Set up ePACK")).to_be_visible()


def test_search_lives_in_the_address(page: Page) -> None:
    page.goto("/trace/?q=NOSUCH-1%2C+NOSUCH-2&days=7")
    expect(page.get_by_role("region", name="Results for NOSUCH-2")).to_contain_text("Not found")
    expect(page.get_by_role("button", name="7 days")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("/")
    page.keyboard.insert_text("OTHER-3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Results for OTHER-3")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("textbox", name="Codes to look for")).to_have_value("NOSUCH-1, NOSUCH-2")


def test_codes_are_shown_as_text_never_run(page: Page) -> None:
    page.goto("/trace/")
    expect(page.get_by_role("textbox", name="Codes to look for")).to_be_focused()
    evil = "<img src=x onerror=window.hurt=1>"
    page.keyboard.insert_text(evil)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not found").first).to_be_visible()
    assert page.evaluate("() => window.hurt") is None


def test_a_server_that_goes_away_and_comes_back(page: Page, server: Server) -> None:
    page.goto("/program/")
    expect(page.get_by_text("Nothing runs")).to_be_visible()
    server.stop()
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()
    server.start()
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_hidden()
    expect(page.get_by_text("Nothing runs")).to_be_visible()
