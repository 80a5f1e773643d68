"""Sources are added, changed, switched and deleted in the browser, with devices that speak the real protocols."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import serious
from tests.e2e.sources import card, fill, finish, next_step, open_wizard
from tests.support.certificates import self_signed
from tests.support.onvif_device import SimulatedOnvif
from tests.support.zoneminder.recorded import PASSWORD, USER, RecordedZoneMinder

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


def test_a_page_without_sources_explains_the_kinds(page: Page) -> None:
    page.goto("/sources/")
    expect(page.get_by_text("No source yet")).to_be_visible()
    for kind in ("Folder", "ONVIF", "ZoneMinder"):
        expect(page.get_by_role("button", name=re.compile(f"^{kind}"))).to_be_visible()
    assert serious(page) == []
    # The live wall leads here.
    page.goto("/live/")
    expect(page.get_by_text("No live camera yet")).to_be_visible()
    page.get_by_role("link", name="Find cameras").click()
    expect(page.get_by_role("dialog", name="Add a source")).to_be_visible()
    expect(page.get_by_role("button", name="Search the network")).to_be_visible()


@pytest.mark.timeout(240)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(page: Page) -> None:
    with RecordedZoneMinder().running() as server:
        dialog = open_wizard(page, "ZoneMinder")
        fill(dialog, address="not an address", user_name=USER, password="wrong")
        dialog.get_by_role("button", name="Next", exact=True).click()
        # Refused before anything is called, and shown where it was typed.
        expect(dialog.get_by_text(re.compile("address of the device"))).to_be_visible()
        fill(dialog, address=f"{server.url}/zm")
        next_step(dialog, "Does it work?")
        steps = dialog.get_by_role("listitem")
        expect(steps.filter(has_text="Address, works")).to_be_visible()
        expect(steps.filter(has_text="Sign-in, does not work")).to_contain_text("Wrong user name or password")
        expect(dialog.get_by_role("button", name="Next", exact=True)).to_be_disabled()
        assert serious(page) == []
        dialog.get_by_role("button", name="Change the connection").click()
        expect(dialog.get_by_label("User name")).to_have_value(USER)
        fill(dialog, password=PASSWORD)
        next_step(dialog, "Does it work?")
        expect(dialog.get_by_text("Everything works.")).to_be_visible()

        # Leaving asks first.
        page.keyboard.press("Escape")
        dialog.get_by_role("button", name="Stay").click()
        next_step(dialog, "Which cameras?")
        assert serious(page) == []
        next_step(dialog, "Is this right?")
        finish(dialog, "Warehouse")
    shown = card(page, "Warehouse")
    expect(shown).to_contain_text("ZoneMinder")
    stored = page.request.get("/api/sources").json()["items"][0]
    own = page.request.get(f"/api/sources/{stored['id']}/remote")
    assert (own.json()["config"]["user"], own.json()["kept"]) == (USER, ["password"])
    assert PASSWORD not in own.text()


@pytest.mark.timeout(240)
def test_a_changed_source_keeps_its_password(page: Page) -> None:
    """On the same server, after the test above."""
    with RecordedZoneMinder().running() as server:
        page.goto("/sources/")
        card(page, "Warehouse").get_by_role("button", name="Edit: Warehouse").click()
        dialog = page.get_by_role("dialog", name="Change Warehouse")
        secret = dialog.get_by_label("Password", exact=False).and_(dialog.locator("input"))
        expect(secret).to_have_value("")
        expect(secret).to_have_attribute("placeholder", re.compile("kept"))
        fill(dialog, address=f"{server.url}/zm")
        next_step(dialog, "Does it work?")
        expect(dialog.get_by_text("Everything works.")).to_be_visible()
        next_step(dialog, "Which cameras?")
        next_step(dialog, "Is this right?")
        dialog.get_by_label("Name of the source").fill("Hall")
        dialog.get_by_role("button", name="Save changes").click()
        expect(dialog.get_by_role("heading", name="Hall is changed")).to_be_visible()
        dialog.get_by_role("button", name="Close").last.click()
    expect(card(page, "Hall")).to_be_visible()


@pytest.mark.timeout(240)
def test_switched_off_and_deleted(page: Page) -> None:
    page.goto("/sources/")
    shown = card(page, "Hall")
    shown.get_by_role("button", name="Switch off: Hall").click()
    expect(shown).to_contain_text("Switched off")
    page.get_by_role("button", name="Undo").click()
    expect(shown.get_by_role("button", name="Switch off: Hall")).to_be_visible()
    shown.get_by_role("button", name="Delete: Hall").click()
    dialog = page.get_by_role("dialog", name="Delete Hall?")
    expect(dialog).to_contain_text("Nothing is deleted at the source itself")
    expect(dialog).to_contain_text("What stays: the cameras with their regions")
    assert serious(page) == []
    dialog.get_by_role("button", name="Delete source").click()
    expect(card(page, "Hall")).to_have_count(0)
    assert page.request.get("/api/sources").json()["total"] == 0
    assert page.request.get("/api/cameras").json()["total"] > 0


@pytest.mark.timeout(240)
def test_an_onvif_camera_that_signed_its_certificate_itself(page: Page, tmp_path: Path) -> None:
    *certificate, fingerprint = self_signed(tmp_path)
    with SimulatedOnvif(clock_ahead_ms=90_000).running((certificate[0], certificate[1])) as device:
        dialog = open_wizard(page, "ONVIF")
        fill(dialog, address=f"https://127.0.0.1:{device.server.port}", user_name=device.user, password=device.password)
        next_step(dialog, "Does it work?")
        offer = dialog.get_by_role("group", name="It signed its certificate itself")
        spelt = offer.locator("[data-fingerprint]")
        expect(spelt).to_have_text(re.compile(r"^([0-9A-F]{2}:){31}[0-9A-F]{2}$"))
        assert spelt.inner_text().replace(":", "").lower() == fingerprint.replace(":", "").lower()
        assert serious(page) == []
        offer.get_by_role("button", name="It is the same: accept").click()
        expect(dialog.get_by_text(re.compile(r"clock is (89|90|91)(\.\d)? s ahead")).first).to_be_visible()
