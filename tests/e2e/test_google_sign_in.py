"""The sign-in with Google, set up and used in the browser, against a local OpenID provider on another site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import serious
from tests.e2e.people import somebody
from tests.e2e.server import Server
from tests.support.openid_server import CLIENT_ID, CLIENT_SECRET, Provider, openid_provider
from tests.support.visitor import call

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with openid_provider() as running:
        yield running


def test_set_up_used_and_forgotten(page: Page, browser: Browser, server: Server, provider: Provider) -> None:
    page.goto("/settings/?section=accounts")
    panel = page.get_by_role("region", name="Sign-in with Google")
    expect(panel.get_by_role("textbox", name="Address for Google's console")).to_have_value(
        f"{server.url}/api/session/google/callback"
    )
    page.get_by_label("Google client ID", exact=True).fill(CLIENT_ID)
    page.get_by_label("Sign-in provider", exact=True).fill(provider.address)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved").first).to_be_visible()
    panel.get_by_label("Client secret").fill(CLIENT_SECRET)
    panel.get_by_role("button", name="Keep the secret").click()
    expect(panel.get_by_text("on", exact=True)).to_be_visible()
    expect(panel.locator("input[name=password]")).to_have_value("")
    assert CLIENT_SECRET not in page.content()
    assert serious(page) == []

    call(
        server.url,
        server.data_dir,
        "POST",
        "/api/users",
        {"name": "lan@shop.vn", "email": "lan@shop.vn", "role": "viewer"},
    )
    with somebody(browser, server) as lan:
        # Under another name of the same machine, so that the provider's page is one of another site.
        lan.goto(f"http://localhost:{server.port}/trace/?q=A1")
        lan.get_by_role("link", name="Sign in with Google").click()
        expect(lan).to_have_url(f"http://localhost:{server.port}/trace/?q=A1")
        expect(lan.get_by_role("navigation").first).to_be_visible()
    provider.person = {**provider.person, "sub": "2002", "email": "stranger@shop.vn"}
    with somebody(browser, server) as stranger:
        stranger.goto(f"http://localhost:{server.port}/sign-in/")
        stranger.get_by_role("link", name="Sign in with Google").click()
        expect(stranger.get_by_text("has no access here")).to_be_visible()

    panel.get_by_role("button", name="Forget the secret").click()
    expect(panel.get_by_text("off", exact=True)).to_be_visible()
    with somebody(browser, server) as lan:
        lan.goto("/sign-in/")
        expect(lan.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        expect(lan.get_by_role("link", name="Sign in with Google")).to_have_count(0)
