"""HTTPS is switched on in the dashboard: the page that did it leads on, and so does an old bookmark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import serious
from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.server import Server
from tests.support.accounts import PASSWORD

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


@pytest.fixture
def trusting(browser: Browser) -> Iterator[Page]:
    """Somebody who clicked the warning about the self-made certificate away."""
    context = browser.new_context(ignore_https_errors=True, locale="en-US", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.mark.timeout(240)
def test_the_page_says_where_epack_went(page: Page, server: Server, trusting: Page, browser: Browser) -> None:
    onlooker = browser.new_context(base_url=server.url, locale="en-US", storage_state=server.owner).new_page()
    onlooker.goto("/trace/")
    expect(onlooker.get_by_role("heading", level=1)).to_be_visible()
    assert page.request.patch("/api/settings", data={"tls": True}).ok
    page.goto("/settings/?section=server")
    page.get_by_role("button", name="Restart now").click()
    address = server.url.replace("http:", "https:")
    for told in (page, onlooker):
        moved = told.get_by_role("alert").filter(has_text=f"ePACK answers at {address} now.")
        expect(moved).to_be_visible(timeout=90_000)
        expect(moved.get_by_role("link", name="Go there")).to_have_attribute(
            "href", f"{address}{told.evaluate('() => location.pathname + location.search')}"
        )
        assert serious(told) == []
    onlooker.context.close()
    # An old bookmark leads on by itself, and after a new sign-in to where one wanted to.
    trusting.goto(f"{server.url}/settings/?section=server")
    assert trusting.url.startswith(f"{address}/")
    trusting.get_by_label("Name or e-mail address").fill("owner")
    trusting.get_by_label("Password", exact=True).fill(PASSWORD)
    trusting.get_by_role("button", name="Sign in", exact=True).click()
    expect(trusting).to_have_url(f"{address}/settings/?section=server")
    expect(trusting.get_by_role("switch").or_(trusting.get_by_role("checkbox")).first).to_be_attached()
    # And back: the page cannot ask the next server, but knows where it is.
    assert trusting.request.patch(f"{address}/api/settings", data={"tls": False}, headers={"X-Epack": "1"}).ok
    trusting.reload()
    trusting.get_by_role("button", name="Restart now").click()
    back = trusting.get_by_role("alert").filter(has_text=f"ePACK answers at {server.url} now.")
    expect(back).to_be_visible(timeout=90_000)
    back.get_by_role("link", name="Go there").click()
    expect(trusting.get_by_role("heading", name="Sign in")).to_be_visible()
