"""Users in the browser: invited by an address, come, see what their role and cameras allow, and leave again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import serious
from tests.e2e.people import HIDDEN, LONG_NAME, SEEN, join, open_shop, sign_in, somebody
from tests.e2e.server import Server, free_port
from tests.support.visitor import call

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


@pytest.fixture(scope="module")
def server(dashboard: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data_dir: Path = tmp_path_factory.mktemp("epack") / "data"
    open_shop(data_dir)
    running = Server(data_dir, free_port())
    running.start()
    yield running
    running.stop()


def invite(page: Page, name: str, role: str, camera: str | None = None) -> str:
    """As an administrator does it; returns the one-time address."""
    page.goto("/users/")
    page.get_by_role("button", name="Invite").click()
    dialog = page.get_by_role("dialog", name="Invite somebody")
    dialog.get_by_label("Name or e-mail address").fill(name)
    dialog.get_by_label("Role").select_option(role)
    if camera:
        dialog.get_by_text("Sees all cameras").click()
        dialog.get_by_text(camera, exact=True).click()
    assert serious(page) == []
    dialog.get_by_role("button", name="Make the address").click()
    ready = page.get_by_role("dialog", name="The invitation is ready")
    address = ready.get_by_role("textbox", name="One-time address").input_value()
    assert serious(page) == []
    # By mail too: the letter is ready in whatever program writes mails here.
    letter = unquote(ready.get_by_role("link", name="Write an e-mail").get_attribute("href") or "")
    assert letter.startswith(f"mailto:{name if '@' in name else ''}?")
    assert address in letter
    ready.get_by_role("button", name="Done").click()
    return address


def pages_of(page: Page) -> list[str]:
    links = page.get_by_role("navigation").first.get_by_role("link")
    expect(links.filter(has_text="Trace")).to_be_visible()
    return [name for name in links.all_inner_texts() if name]


def test_an_operator_is_invited_and_gets_on_with_cameras_but_not_with_people(
    page: Page, browser: Browser, server: Server
) -> None:
    address = invite(page, "minh", "operator")
    expect(page.get_by_role("list", name="Users")).to_contain_text("Invited; the address holds until")
    with somebody(browser, server) as minh:
        join(minh, address)
        assert pages_of(minh) == ["Overview", "Trace", "Timeline", "Live", "Program", "Sources", "Cameras", "Health"]
        for path in ("/users/", "/audit/", "/settings/", "/plan/"):
            minh.goto(path)
            expect(minh.get_by_role("heading", name="This page is not part of your role")).to_be_visible()
        minh.goto(address)
        minh.reload()
        expect(minh.get_by_role("heading", name="This address does not work")).to_be_visible()
    page.reload()
    expect(page.get_by_role("list", name="Users")).to_contain_text("Last sign-in")


def test_a_viewer_of_one_camera_sees_nothing_of_the_other(page: Page, browser: Browser, server: Server) -> None:
    address = invite(page, LONG_NAME, "viewer", camera="Table 1")
    row = page.get_by_role("list", name="Users").get_by_role("listitem").filter(has_text=LONG_NAME)
    expect(row).to_contain_text("Table 1")
    with somebody(browser, server, width=390) as lan:
        join(lan, address)
        lan.goto(f"/trace/?q={SEEN}%2C{HIDDEN}")
        expect(lan.get_by_text("1 of 2 codes found exactly")).to_be_visible()
        expect(lan.get_by_role("region", name=f"Results for {HIDDEN}")).to_contain_text("Not found")
        # What a viewer cannot do is not offered.
        lan.get_by_role("button", name="Play: ").first.click()
        expect(lan.get_by_role("button", name="Cut clip")).to_be_visible()
        for text in ("Add a code", "Correct"):
            expect(lan.get_by_role("button", name=text)).to_have_count(0)
        lan.goto("/overview/")
        expect(lan.get_by_role("heading", name="Overview")).to_be_visible()
        latest = lan.get_by_role("region", name="Latest orders").get_by_role("listitem")
        expect(latest).to_have_count(1)
        expect(latest).to_contain_text(SEEN)
        expect(lan.get_by_role("region", name="Today by camera and hour")).to_contain_text("Table 1")
        assert "Packing room 2" not in lan.locator("body").inner_text()
        assert lan.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
        assert serious(lan) == []
        # The administrator gives the other camera too; with the next sign-in it is there.
        row.get_by_role("button", name="Change").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("Sees all cameras").click()
        dialog.get_by_role("button", name="Save").click()
        expect(row).to_contain_text("All cameras")
        lan.goto(f"/trace/?q={HIDDEN}")
        # Rights that change end the sessions there were.
        expect(lan.get_by_role("heading", name="Sign in")).to_be_visible()


def test_somebody_who_left_is_signed_out_at_once(page: Page, browser: Browser, server: Server) -> None:
    address = invite(page, "vy", "viewer")
    with somebody(browser, server) as vy:
        join(vy, address)
        row = page.get_by_role("list", name="Users").get_by_role("listitem").filter(has_text="vy")
        row.get_by_role("button", name="Change").click()
        page.get_by_role("dialog").get_by_text("May sign in").click()
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
        expect(row).to_contain_text("may not sign in")
        vy.goto("/trace/")
        expect(vy.get_by_role("heading", name="Sign in")).to_be_visible()
        sign_in(vy, "vy")
        # Not the one that tells the names of pages.
        expect(vy.locator("[role=alert]:not(#__next-route-announcer__)")).to_be_visible()
    row.get_by_role("button", name="Change").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog", name="Delete this account?").get_by_role("button", name="Delete the account").click()
    expect(row).to_have_count(0)


def test_a_forgotten_password_is_set_anew(page: Page, browser: Browser, server: Server) -> None:
    with somebody(browser, server) as thu:
        join(thu, invite(page, "thu", "viewer"))
        page.reload()
        row = page.get_by_role("list", name="Users").get_by_role("listitem").filter(has_text="thu")
        row.get_by_role("button", name="Change").click()
        page.get_by_role("dialog").get_by_role("button", name="Make an address").click()
        ready = page.get_by_role("dialog", name="The address for a new password is ready")
        address = ready.get_by_role("textbox", name="One-time address").input_value()
    with somebody(browser, server) as thu:
        join(thu, address, password="mật khẩu hoàn toàn mới")
    with somebody(browser, server) as thu:
        sign_in(thu, "thu", "mật khẩu hoàn toàn mới")
        expect(thu.get_by_role("navigation").first).to_be_visible()


def test_the_last_administrator_stays(page: Page) -> None:
    page.goto("/users/")
    row = page.get_by_role("list", name="Users").get_by_role("listitem").filter(has_text="owner")
    expect(row).to_contain_text("you")
    row.get_by_role("button", name="Change").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("This is the last administrator who can sign in.").first).to_be_visible()
    expect(dialog.get_by_role("checkbox", name="May sign in")).to_be_disabled()


def test_somebody_is_found_among_many(page: Page, server: Server) -> None:
    for number in range(20):
        user = {"name": f"packer{number}", "role": "viewer", "display_name": f"Nhân viên đóng gói số {number}"}
        call(server.url, server.data_dir, "POST", "/api/users", user)
    page.goto("/users/")
    page.get_by_label("Find somebody").fill("số 17")
    rows = page.get_by_role("list", name="Users").get_by_role("listitem")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("packer17")
    page.get_by_label("Find somebody").fill("no such name")
    expect(page.get_by_text("Nobody is called so")).to_be_visible()
    assert serious(page) == []
