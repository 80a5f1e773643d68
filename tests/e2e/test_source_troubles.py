"""What goes wrong when a source is added is told at its step, with what to do; nothing typed is lost."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.axe import serious
from tests.e2e.server import ROOT, Server
from tests.e2e.sources import fill, next_step, open_wizard
from tests.support.certificates import self_signed
from tests.support.device_server import Reply, device_server
from tests.support.hikvision_device import SimulatedHikvision

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

MESSAGES = ROOT / "frontend" / "src" / "lib" / "i18n" / "messages"


def tried(page: Page, kind: str, address: str, password: str = "x") -> Locator:
    """The wizard after its connection test."""
    dialog = open_wizard(page, kind)
    fill(dialog, address=address, user_name="admin", password=password)
    next_step(dialog, "Does it work?")
    return dialog


def failed(dialog: Locator, step: str) -> Locator:
    one = dialog.get_by_role("listitem").filter(has_text=re.compile(f"{step}.*does not work"))
    expect(one).to_be_visible()
    expect(dialog.get_by_role("button", name="Next", exact=True)).to_be_disabled()
    return one


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("kind", ["Hikvision", "Dahua", "ZoneMinder", "ONVIF"])
def test_nobody_there(page: Page, kind: str, closed_port: int) -> None:
    dialog = tried(page, kind, f"http://127.0.0.1:{closed_port}")
    step = failed(dialog, "Address")
    expect(step).to_contain_text("Not reachable")
    expect(step).to_contain_text("Is the device on and the address right?")
    assert serious(page) == []
    # The device is switched on meanwhile; and what was typed is still there.
    expect(dialog.get_by_role("button", name="Try again")).to_be_visible()
    dialog.get_by_role("button", name="Change the connection").click()
    expect(dialog.get_by_label("User name")).to_have_value("admin")


def test_outside_the_allowed_networks(page: Page) -> None:
    step = failed(tried(page, "Dahua", "8.8.8.8"), "Address")
    expect(step).to_contain_text("Address not allowed")
    expect(step).to_contain_text("An administrator can add its network in Settings")


def test_sent_on_to_another_host(page: Page) -> None:
    with device_server(lambda _: Reply(302, headers={"Location": "http://127.0.0.2/elsewhere"})) as server:
        step = failed(tried(page, "Hikvision", server.url), "Address")
        expect(step).to_contain_text("Sends on to another host")
        expect(step).to_contain_text("Enter that one if it is right")


def test_https_where_there_is_none(page: Page) -> None:
    with SimulatedHikvision().running() as device:
        step = failed(tried(page, "Hikvision", f"https://127.0.0.1:{device.server.port}"), "Address")
        expect(step).to_contain_text("Certificate not trusted")
        expect(step).to_contain_text("Try the address with http://")


def test_a_certificate_of_its_own_is_accepted_by_its_fingerprint(page: Page, tmp_path: Path) -> None:
    certificate, key, fingerprint = self_signed(tmp_path)
    device = SimulatedHikvision()
    with device.running((certificate, key)):
        dialog = tried(page, "Hikvision", f"https://127.0.0.1:{device.server.port}", device.digest.password)
        expect(failed(dialog, "Address")).to_contain_text("Compare its fingerprint, then accept it")
        offer = dialog.get_by_role("group", name="It signed its certificate itself")
        shown = offer.locator("[data-fingerprint]").inner_text()
        assert shown.replace(":", "").lower() == fingerprint.replace(":", "").lower()
        offer.get_by_role("button", name="It is the same: accept").click()
        expect(dialog.get_by_text("Everything works.")).to_be_visible()


def test_locked_out_after_wrong_passwords(page: Page) -> None:
    with SimulatedHikvision(tries=1).running() as device:
        step = failed(tried(page, "Hikvision", device.server.url, "wrong"), "Sign-in")
        expect(step).to_contain_text("Wrong user name or password")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Leave").click()
        step = failed(tried(page, "Hikvision", device.server.url, device.digest.password), "Sign-in")
        expect(step).to_contain_text("Locked after wrong passwords")
        expect(step).to_contain_text("Wait")


def test_another_kind_of_device(page: Page) -> None:
    with device_server(lambda _: Reply(404, b"no such page")) as server:
        step = failed(tried(page, "Hikvision", server.url), "Address")
        expect(step).to_contain_text("There is no Hikvision device at this address")


def test_it_is_told_in_vietnamese_too(browser: Browser, server: Server, closed_port: int) -> None:
    words = {
        name: json.loads((MESSAGES / "vi" / f"{name}.json").read_text("utf-8"))
        for name in ("wizard", "troubles", "errors")
    }
    context = browser.new_context(base_url=server.url, locale="vi-VN", storage_state=server.owner)
    page = context.new_page()
    page.goto("/sources/")
    page.get_by_role("button", name=re.compile("^Hikvision")).last.click()
    dialog = page.get_by_role("dialog", name=words["wizard"]["title"])
    dialog.get_by_label(words["wizard"]["fields"]["address"]["label"]).fill(f"http://127.0.0.1:{closed_port}")
    dialog.get_by_label(words["wizard"]["fields"]["user"]["label"]).fill("admin")
    dialog.get_by_role("button", name=words["wizard"]["next"], exact=True).click()
    step = dialog.get_by_role("listitem").filter(has_text=words["troubles"]["source_unreachable"])
    expect(step).to_contain_text(words["errors"]["source_unreachable"])
    context.close()
