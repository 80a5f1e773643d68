"""The way in and out: first administrator, sign-in, second factor, roles, the end of a session under an open page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import serious
from tests.e2e.server import Server, running_server
from tests.support.accounts import PASSWORD
from tests.support.visitor import call

PATIENCE_MS = 30_000
NEW = "kệ số 7 bên trái"


@pytest.fixture(scope="module")
def fresh(dashboard: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server nobody has signed in at; each test goes on from the one before."""
    with running_server(tmp_path_factory.mktemp("epack")) as running:
        yield running


@pytest.fixture
def visitor(browser: Browser, fresh: Server) -> Iterator[Page]:
    """A browser of its own that nobody signed in at, without any help of the tests."""
    context = browser.new_context(base_url=fresh.url, viewport={"width": 1280, "height": 800}, locale="en-US")
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield context.new_page()
    context.close()


def sign_in(page: Page, name: str, password: str) -> None:
    page.locator("input[name=username]").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def join(fresh: Server, page: Page, address: str, password: str = PASSWORD) -> None:
    page.goto(f"{fresh.url}{address}")
    page.get_by_label("New password").fill(password)
    page.get_by_role("button", name="Set the password and sign in").click()


def user_menu(page: Page) -> None:
    page.get_by_role("button", name="Account:").first.click()


def test_without_an_administrator_the_sign_in_says_where_one_is_made(visitor: Page, fresh: Server) -> None:
    visitor.goto("/overview/")
    expect(visitor.get_by_role("heading", name="There is no administrator yet")).to_be_visible()
    assert serious(visitor) == []
    printed = fresh.log_path.read_text().partition("/join/#")[2].split()[0]
    visitor.goto(f"/join/#{printed}")
    expect(visitor.get_by_role("heading", name="Welcome to ePACK")).to_be_visible()
    assert serious(visitor) == []
    visitor.get_by_label("Name to sign in with").fill("owner")
    visitor.get_by_label("New password").fill("owner")
    visitor.get_by_role("button", name="Make the administrator").click()
    expect(visitor.get_by_text("Choose a password of at least 10 characters.")).to_be_visible()
    visitor.get_by_label("New password").fill(PASSWORD)
    visitor.get_by_role("button", name="Make the administrator").click()
    # A fresh machine is set up first.
    expect(visitor).to_have_url(f"{fresh.url}/setup/?step=brand")
    user_menu(visitor)
    expect(visitor.get_by_text("administrator")).to_be_visible()
    visitor.goto(f"/join/#{printed}")
    visitor.reload()
    expect(visitor.get_by_role("heading", name="This address does not work")).to_be_visible()


def test_a_page_leads_to_the_sign_in_and_back(visitor: Page, fresh: Server) -> None:
    visitor.goto("/settings/?section=server")
    expect(visitor.get_by_role("heading", name="Sign in")).to_be_visible()
    assert serious(visitor) == []
    sign_in(visitor, "owner", "not the password")
    expect(visitor.get_by_text("Name or password is not right.")).to_be_visible()
    sign_in(visitor, "OWNER", PASSWORD)
    expect(visitor).to_have_url(f"{fresh.url}/settings/?section=server")
    # A change from a page carries what the server wants to see; the tests add nothing here.
    visitor.goto("/settings/?section=clips")
    visitor.get_by_label("Before the event").fill("3")
    visitor.get_by_role("button", name="Save").click()
    expect(visitor.get_by_text("Saved").first).to_be_visible()
    user_menu(visitor)
    visitor.get_by_role("button", name="Sign out").click()
    expect(visitor.get_by_role("heading", name="Sign in")).to_be_visible()
    assert visitor.evaluate("async () => (await fetch('/api/cameras')).status") == 401


def end_sessions(fresh: Server, page: Page, name: str = "owner") -> None:
    """End every session of somebody, and have the page find out by what it asks next."""
    users = call(fresh.url, fresh.data_dir, "GET", "/api/users")["items"]
    user = next(one for one in users if one["name"] == name)
    assert call(fresh.url, fresh.data_dir, "DELETE", f"/api/users/{user['id']}/sessions")["ended"] >= 1
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("The session has ended.")).to_be_visible(timeout=60_000)


def test_a_page_whose_session_ends_keeps_what_was_typed(visitor: Page, fresh: Server) -> None:
    visitor.goto("/settings/?section=clips")
    sign_in(visitor, "owner", PASSWORD)
    visitor.get_by_label("After the event", exact=True).fill("7")
    end_sessions(fresh, visitor)
    # Nobody who passes by reads or uses the page behind it.
    expect(visitor.get_by_role("button", name="Save")).to_have_count(0)
    assert visitor.evaluate("() => document.elementFromPoint(640, 790).closest('[role=dialog]') !== null")
    assert serious(visitor) == []
    visitor.keyboard.press("Escape")
    sign_in(visitor, "owner", "not the password")
    expect(visitor.get_by_text("Name or password is not right.")).to_be_visible()
    sign_in(visitor, "owner", PASSWORD)
    expect(visitor.get_by_label("After the event", exact=True)).to_have_value("7")
    visitor.get_by_role("button", name="Save").click()
    expect(visitor.get_by_text("Saved").first).to_be_visible()
    assert "Sign in" not in visitor.title()


def test_a_dialog_whose_session_ends_keeps_what_was_typed(visitor: Page, fresh: Server) -> None:
    visitor.goto("/users/")
    sign_in(visitor, "owner", PASSWORD)
    visitor.get_by_role("button", name="Invite").click()
    name = visitor.get_by_role("dialog").get_by_role("textbox").first
    name.fill("mai")
    end_sessions(fresh, visitor)
    sign_in(visitor, "owner", PASSWORD)
    expect(name).to_have_value("mai")
    name.press("End")
    name.press_sequentially("!")
    expect(name).to_have_value("mai!")


def test_somebody_else_at_an_ended_session_gets_a_page_of_their_own(visitor: Page, fresh: Server) -> None:
    call(fresh.url, fresh.data_dir, "POST", "/api/users", {"name": "hoa", "role": "admin"})
    users = call(fresh.url, fresh.data_dir, "GET", "/api/users")["items"]
    hoa = next(one for one in users if one["name"] == "hoa")
    address = call(fresh.url, fresh.data_dir, "POST", f"/api/users/{hoa['id']}/address")["address"]
    accepted = visitor.request.post(
        f"{fresh.url}/api/one-time-address/accept",
        data={"token": address.partition("#")[2], "password": NEW},
        headers={"X-Epack": "1"},
    )
    assert accepted.ok
    visitor.context.clear_cookies()
    visitor.goto("/settings/?section=clips")
    sign_in(visitor, "owner", PASSWORD)
    visitor.get_by_label("After the event", exact=True).fill("9")
    end_sessions(fresh, visitor)
    sign_in(visitor, "hoa", NEW)
    expect(visitor.get_by_label("After the event", exact=True)).to_have_value("7")


def test_a_viewer_sees_what_a_viewer_can_do(visitor: Page, fresh: Server) -> None:
    invited = call(fresh.url, fresh.data_dir, "POST", "/api/users", {"name": "lan", "role": "viewer"})
    join(fresh, visitor, invited["address"])
    expect(visitor).to_have_url(f"{fresh.url}/")
    pages = visitor.get_by_role("navigation").first.get_by_role("link")
    expect(pages.filter(has_text="Trace")).to_be_visible()
    assert [name for name in pages.all_inner_texts() if name] == ["Overview", "Trace", "Timeline", "Health"]
    visitor.goto("/settings/")
    expect(visitor.get_by_role("heading", name="This page is not part of your role")).to_be_visible()
    visitor.goto("/overview/")
    expect(visitor.get_by_role("heading", name="Overview")).to_be_visible()
    assert serious(visitor) == []


def test_the_second_factor_is_asked_for(visitor: Page, fresh: Server) -> None:
    invited = call(fresh.url, fresh.data_dir, "POST", "/api/users", {"name": "minh", "role": "operator"})
    join(fresh, visitor, invited["address"], NEW)
    expect(visitor).to_have_url(f"{fresh.url}/")
    own = {"X-Epack": "1"}
    begun = visitor.request.post("/api/account/factor", data={"password": NEW}, headers=own).json()
    app = pyotp.TOTP(begun["secret"])
    codes = visitor.request.put("/api/account/factor", data={"code": app.now()}, headers=own).json()["codes"]
    # The factor came from outside of the page, which shows itself anew for the changed session.
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    user_menu(visitor)
    visitor.get_by_role("button", name="Sign out").click()
    sign_in(visitor, "minh", NEW)
    expect(visitor.get_by_role("heading", name="One more step")).to_be_visible()
    assert serious(visitor) == []
    visitor.get_by_label("Code", exact=True).fill("000000")
    visitor.get_by_role("button", name="Continue").click()
    expect(visitor.get_by_text("This code is not right")).to_be_visible()
    visitor.get_by_label("Code", exact=True).fill(codes[0])
    visitor.get_by_role("button", name="Continue").click()
    expect(visitor.get_by_role("navigation").first).to_be_visible()


def test_guessing_is_told_when_to_try_again(visitor: Page) -> None:
    visitor.goto("/sign-in/")
    button = visitor.get_by_role("button", name="Sign in", exact=True)
    paused = visitor.get_by_text("There were too many wrong attempts.")
    for number in range(12):
        # On a slow machine a pause may be over before the next attempt; each is twice as long as the one before.
        sign_in(visitor, "nobody at all", f"guess {number}")
        expect(paused.or_(visitor.get_by_text("Name or password is not right."))).to_be_visible()
        expect(button).not_to_have_attribute("data-loading", "")
        if paused.is_visible():
            break
    expect(paused).to_be_visible()
    expect(button).to_be_disabled()
    expect(button).to_be_enabled()


def test_in_vietnamese_on_a_phone(browser: Browser, fresh: Server, tmp_path: Path) -> None:
    context = browser.new_context(base_url=fresh.url, viewport={"width": 360, "height": 740}, locale="vi-VN")
    page = context.new_page()
    page.goto("/sign-in/")
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert serious(page) == []
    context.close()
