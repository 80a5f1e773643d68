"""The own account in the browser: password, second factor, devices, API keys."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import serious
from tests.e2e.people import join, sign_in, sign_out, somebody
from tests.e2e.server import Server
from tests.support.accounts import PASSWORD
from tests.support.visitor import call

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

NEW_PASSWORD = "kệ số 7 bên trái"


@pytest.fixture
def lan(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Somebody new at the page of their account; named after the test."""
    assert server.owner  # without an administrator nobody is asked for a name
    invited = call(server.url, server.data_dir, "POST", "/api/users", {"name": name_of(request), "role": "operator"})
    with somebody(browser, server) as page:
        join(page, invited["address"])
        page.goto("/account/")
        expect(page.get_by_role("heading", name="Your account")).to_be_visible()
        yield page


def name_of(request: pytest.FixtureRequest) -> str:
    return request.node.name.removeprefix("test_").split("[")[0][:60]


def test_password(lan: Page, browser: Browser, server: Server) -> None:
    with somebody(browser, server) as phone:
        sign_in(phone, "password")
        expect(phone.get_by_role("navigation").first).to_be_visible()
        lan.get_by_label("Present password").fill("wrong one")
        lan.get_by_label("New password").fill(NEW_PASSWORD)
        lan.get_by_role("button", name="Change the password").click()
        expect(lan.get_by_text("This is not your present password.")).to_be_visible()
        lan.get_by_label("Present password").fill(PASSWORD)
        lan.get_by_label("New password").fill("short")
        lan.get_by_role("button", name="Change the password").click()
        expect(lan.get_by_text("at least 10 characters")).to_be_visible()
        lan.get_by_label("New password").fill(NEW_PASSWORD)
        lan.get_by_role("button", name="Change the password").click()
        expect(lan.get_by_text("You are signed out on all other devices.")).to_be_visible()
        phone.goto("/trace/")
        expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
        sign_in(phone, "password", NEW_PASSWORD)
        expect(phone.get_by_role("navigation").first).to_be_visible()


def test_second_factor(lan: Page) -> None:
    lan.get_by_role("button", name="Switch it on").click()
    lan.get_by_role("dialog").get_by_label("Present password").fill(PASSWORD)
    lan.get_by_role("dialog").get_by_role("button", name="Continue").click()
    dialog = lan.get_by_role("dialog", name="Switch it on")
    expect(dialog.get_by_role("img", name="Picture for the authenticator app")).to_be_visible()
    app = pyotp.TOTP(dialog.get_by_role("textbox", name="Or enter this key by hand").input_value())
    assert serious(lan) == []
    dialog.get_by_label("Code that the app shows").fill("000000")
    dialog.get_by_role("button", name="Switch it on").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Code that the app shows").fill(app.now())
    dialog.get_by_role("button", name="Switch it on").click()
    shown = lan.get_by_role("dialog", name="Recovery codes")
    expect(shown.get_by_role("listitem").first).to_be_visible()
    codes = shown.get_by_role("listitem").all_inner_texts()
    assert len(codes) >= 8
    assert serious(lan) == []
    with lan.expect_download() as waiting:
        shown.get_by_role("button", name="Save as a file").click()
    assert waiting.value.path().read_text().split() == codes
    shown.get_by_role("button", name="I have kept them").click()
    expect(lan.get_by_text(f"{len(codes)} recovery codes left")).to_be_visible()

    sign_out(lan)
    sign_in(lan, "second_factor")
    lan.get_by_label("Code", exact=True).fill(codes[0])
    lan.get_by_role("button", name="Continue").click()
    expect(lan.get_by_role("navigation").first).to_be_visible()
    lan.goto("/account/")
    expect(lan.get_by_text(f"{len(codes) - 1} recovery codes left")).to_be_visible()
    # A code counts once.
    sign_out(lan)
    sign_in(lan, "second_factor")
    lan.get_by_label("Code", exact=True).fill(codes[0])
    lan.get_by_role("button", name="Continue").click()
    expect(lan.get_by_text("This code is not right")).to_be_visible()
    lan.get_by_label("Code", exact=True).fill(codes[1])
    lan.get_by_role("button", name="Continue").click()
    expect(lan.get_by_role("navigation").first).to_be_visible()
    lan.goto("/account/")
    lan.get_by_role("button", name="Switch it off").click()
    lan.get_by_role("dialog").get_by_label("Present password").fill(PASSWORD)
    lan.get_by_role("dialog").get_by_role("button", name="Switch it off").click()
    expect(lan.get_by_text("The second factor is off")).to_be_visible()


def test_devices(lan: Page, browser: Browser, server: Server) -> None:
    with somebody(browser, server, width=390) as phone, somebody(browser, server) as desk:
        for one in (phone, desk):
            sign_in(one, "devices")
            expect(one.get_by_role("navigation").first).to_be_visible()
        lan.reload()
        rows = lan.get_by_role("list", name="Devices").get_by_role("listitem")
        expect(rows).to_have_count(3)
        expect(rows.filter(has_text="this one")).to_have_count(1)
        expect(rows.first).to_contain_text("from 127.0.0.1")
        lan.get_by_role("button", name=re.compile("^Sign out: ")).first.click()
        expect(rows).to_have_count(2)
        lan.get_by_role("button", name="Sign out everywhere else").click()
        expect(rows).to_have_count(1)
        for one in (phone, desk):
            one.goto("/trace/")
            expect(one.get_by_role("heading", name="Sign in")).to_be_visible()
    assert serious(lan) == []


def test_api_keys(lan: Page, server: Server) -> None:
    expect(lan.get_by_text("No key", exact=True)).to_be_visible()
    lan.get_by_role("button", name="Make a key").click()
    dialog = lan.get_by_role("dialog", name="Make a key")
    dialog.get_by_label("Name").fill("nightly report")
    # What an operator may not do, no key of theirs may.
    expect(dialog.get_by_text("administer")).to_have_count(0)
    assert serious(lan) == []
    dialog.get_by_role("button", name="Make a key").click()
    made = lan.get_by_role("dialog", name="The key is made")
    secret = made.get_by_role("textbox", name="Key").input_value()
    made.get_by_role("button", name="I have kept it").click()
    assert status(server, "GET", "/api/cameras", secret) == 200
    assert status(server, "POST", "/api/search", secret, {"text": "SPX"}) == 200
    assert status(server, "POST", "/api/clips", secret, {"event_ids": ["x"]}) == 403
    lan.reload()
    row = lan.get_by_role("list", name="API keys").get_by_role("listitem")
    expect(row).to_contain_text("last used")
    assert secret not in lan.content()
    row.get_by_role("button", name="Revoke").click()
    lan.get_by_role("dialog", name="Revoke this key?").get_by_role("button", name="Revoke").click()
    expect(lan.get_by_text("No key", exact=True)).to_be_visible()
    assert status(server, "GET", "/api/cameras", secret) == 401


def status(server: Server, method: str, path: str, key: str, body: object = None) -> int:
    """What a program gets that sends the key."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{server.url}{path}", data, headers, method=method)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code
