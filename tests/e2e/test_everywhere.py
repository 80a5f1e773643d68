"""What holds on every page, on a server with little but real data: everybody can read it, a server may go away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.axe import serious
from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.pages import PAGES, SHOWN, await_data
from tests.e2e.server import Server

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

LARGEST_SHIFT = 0.1
"""Cumulative layout shift that people do not notice (https://web.dev/articles/cls)."""
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  const observer = new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
  });
  observer.observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})"""


@pytest.mark.timeout(240)
@pytest.mark.parametrize("path", SHOWN)
def test_everybody_can_read_it_on_desk_and_phone(shop: Page, path: str) -> None:
    event = shop.request.get("/api/events").json()["items"][0]["id"]
    for scheme in ("light", "dark"):
        shop.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        shop.goto(path.format(event=event))
        # Colours that fade over are none that anybody is asked to read.
        shop.add_style_tag(content="*, *::before, *::after { transition: none !important; animation: none !important }")
        for width in (1280, 360):
            shop.set_viewport_size({"width": width, "height": 800})
            await_data(shop, path)
            assert serious(shop) == [], f"{scheme}, {width} px wide"
            over = shop.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0, f"{over} px wider than a screen of {width} px"


@pytest.mark.timeout(240)
def test_vietnamese_is_no_wider_than_a_phone(shop: Page) -> None:
    event = shop.request.get("/api/events").json()["items"][0]["id"]
    shop.add_init_script("localStorage.setItem('epack.locale', 'vi')")
    shop.set_viewport_size({"width": 360, "height": 800})
    wide = []
    for path in SHOWN:
        shop.goto(path.format(event=event))
        expect(shop.locator("h1, h2").first).to_be_visible()
        expect(shop.locator("html")).to_have_attribute("lang", "vi")
        if shop.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(path)
    assert wide == []


@pytest.mark.timeout(240)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_while_a_page_fills(shop: Page, width: int) -> None:
    shop.set_viewport_size({"width": width, "height": 800})
    jumps = {}
    for path in PAGES:
        shop.goto(path)
        await_data(shop, path)
        shift = shop.evaluate(SHIFTS)
        if shift > LARGEST_SHIFT:
            jumps[path] = round(shift, 3)
    assert jumps == {}


@pytest.fixture
def all_pages(browser: Browser, server: Server, shop: Page) -> Iterator[dict[str, Page]]:
    """Every page open at the same time, each in a browser profile of its own."""
    with ExitStack() as closing:
        opened = {}
        for path in PAGES:
            context = browser.new_context(
                base_url=server.url,
                viewport={"width": 1280, "height": 800},
                locale="en-US",
                storage_state=server.owner,
            )
            closing.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            opened[path] = context.new_page()
            opened[path].goto(path)
            await_data(opened[path], path)
        yield opened


@pytest.mark.timeout(240)
def test_a_server_killed_under_every_page(all_pages: dict[str, Page], server: Server) -> None:
    server.kill()
    for page in all_pages.values():
        expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible(timeout=PATIENCE_MS)
    server.start()
    for path, page in all_pages.items():
        expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_hidden(timeout=PATIENCE_MS)
        await_data(page, path)
        # Nothing of the outage is left on the page.
        expect(page.locator("#content").get_by_role("alert")).to_have_count(0)


def test_with_less_motion_nothing_turns_without_end(page: Page) -> None:
    """What turns or pulses for ever within a hundredth of a millisecond would flicker."""
    page.emulate_media(reduced_motion="reduce")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/users", hold)
    page.goto("/users/")
    waiting = page.locator(".chakra-skeleton").first
    expect(waiting).to_be_visible()
    assert waiting.evaluate("one => getComputedStyle(one).animationIterationCount") == "1"
    for route in held:
        route.continue_()
    expect(waiting).to_have_count(0)
