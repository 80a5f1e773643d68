"""A Google Drive in the browser: from the sign-in to the first analysed file, paused, gone on with, deleted.

The Drive is a server of our own that speaks like Google; the consent page is played by the browser's own routing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.axe import serious
from tests.e2e.cameras import wait_until
from tests.e2e.server import ROOT, Server, running_server
from tests.e2e.sources import card, fill, finish, next_step, open_wizard
from tests.support.footage import small_order_clip
from tests.support.google_drive import GoogleDriveServer
from tests.support.google_tokens import ACCOUNT, CLIENT_ID, CLIENT_SECRET

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

MANY_FOLDERS = 30
NINE, TEN, ELEVEN = (f"2026-01-05T0{hour}:00:25.000Z" for hour in (2, 3, 4))
"""When the recordings were finished: just after these hours in the zone of the camera."""


@pytest.fixture(scope="module")
def drive() -> Iterator[GoogleDriveServer]:
    """Videos of a table two levels down, among more folders than a page holds."""
    drive = GoogleDriveServer(page=25)
    try:
        shop = drive.folder("Shop")
        for number in range(MANY_FOLDERS):
            drive.folder(f"Other {number:02}", shop)
        table = drive.folder("Table 1", shop)
        drive.file("Small_20260105_090000.mp4", table, small_order_clip().path.read_bytes(), modified=NINE)
        second = drive.folder("Table 2", shop)
        drive.file("Small_20260105_110000.mp4", second, small_order_clip().path.read_bytes(), modified=ELEVEN)
        yield drive
    finally:
        drive.close()


@pytest.fixture(scope="module")
def server(dashboard: None, drive: GoogleDriveServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = (str(ROOT / "scripts" / "soak.d" / "server.py"), "--drive", drive.server.url)
    with running_server(tmp_path_factory.mktemp("epack"), program=program) as running:
        yield running


@pytest.mark.timeout(400)
def test_from_the_sign_in_to_the_first_analysed_file(page: Page, drive: GoogleDriveServer) -> None:
    def consent(route: Route) -> None:
        route.fulfill(status=302, headers={"Location": drive.consent(route.request.url)})

    page.context.route(f"{drive.endpoints.consent}**", consent)
    dialog = open_wizard(page, "Google Drive")
    dialog.get_by_text("Where do I get these?").click()
    expect(dialog).to_contain_text("/api/sources/drive/callback")
    fill(dialog, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, days_to_fetch_back="0")
    assert serious(page) == []
    with page.expect_popup() as opened:
        dialog.get_by_role("button", name="Sign in with Google").click()
    # This page goes on by itself; the window closes, or says that it can be closed.
    expect(dialog.get_by_text(f"Signed in as {ACCOUNT}")).to_be_visible()
    if not opened.value.is_closed():
        expect(opened.value.get_by_text("This window can be closed")).to_be_visible()
    next_step(dialog, "Does it work?")
    expect(dialog.get_by_text("Everything works.")).to_be_visible()

    next_step(dialog, "Which folders?")
    dialog.get_by_role("button", name="Open My Drive").click()
    dialog.get_by_role("button", name="Open Shop").click()
    expect(dialog.get_by_role("button", name="Open Other 00")).to_be_visible()
    expect(dialog.get_by_role("button", name="Open Table 1")).to_be_hidden()
    dialog.get_by_role("button", name="More folders").click()
    expect(dialog.get_by_role("button", name="Open Table 1")).to_be_visible()
    # Or by its name.
    dialog.get_by_label("Find a folder").fill("table")
    dialog.get_by_role("checkbox", name="Use Table 1 as camera").check(force=True)
    expect(dialog.get_by_label("Name here")).to_have_value("Table 1")
    assert serious(page) == []
    next_step(dialog, "Is this right?")
    finish(dialog, "Drive of the shop")

    shown = card(page, "Drive of the shop")
    expect(shown).to_contain_text("1 file fetched", timeout=90_000)
    expect(shown.get_by_text("Up to date")).to_be_visible()
    shown.get_by_role("button", name="Details: Drive of the shop").click()
    expect(shown.get_by_text("Small_20260105_090000.mp4")).to_be_visible()
    assert serious(page) == []
    shown.get_by_role("button", name="History").click()
    expect(shown.get_by_text("All went well").first).to_be_visible()
    wait_until(page, lambda: page.request.get("/api/recordings?status=done").json()["total"] == 1)


@pytest.mark.timeout(240)
def test_what_arrives_late_fills_the_timeline_by_itself(page: Page, drive: GoogleDriveServer) -> None:
    page.goto("/timeline/?day=2026-01-05")
    listed = page.get_by_role("region", name="The day of Table 1").get_by_role("listitem")
    expect(listed.filter(has_text=re.compile("^09:00:0.*Recorded"))).to_have_count(1)
    table = next(one.id for one in drive.items.values() if one.title == "Table 1")
    drive.file("Small_20260105_100000.mp4", table, small_order_clip().path.read_bytes() + b"\0" * 8, modified=TEN)
    sources = page.request.get("/api/sources").json()["items"]
    assert page.request.post(f"/api/sources/{sources[0]['id']}/sync", data={}).ok
    # Without a reload.
    late = listed.filter(has_text=re.compile("^10:00:0.*(Recorded|Being analysed)"))
    expect(late).to_have_count(1, timeout=90_000)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("ending", ["stopped", "killed"])
def test_after_a_restart_it_goes_on_without_a_new_sign_in(
    page: Page, server: Server, drive: GoogleDriveServer, ending: str
) -> None:
    """The sealed token is read again; its access part has run out meanwhile and is renewed with what was granted."""
    [status] = page.request.get("/api/sources/status").json()["items"]
    server.stop() if ending == "stopped" else server.kill()
    granted = set(drive.refresh_tokens)
    drive.tokens.clear()
    table = next(one.id for one in drive.items.values() if one.title == "Table 1")
    drive.file(f"Small {ending}.mp4", table, small_order_clip().path.read_bytes() + ending.encode())
    server.start()
    page.goto("/sources/")
    shown = card(page, "Drive of the shop")
    shown.get_by_role("button", name="Fetch now: Drive of the shop").click()
    expect(shown).to_contain_text(f"{status['files'] + 1} files fetched", timeout=90_000)
    expect(shown.get_by_text("Up to date")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in again")).to_have_count(0)
    assert drive.refresh_tokens == granted, "nobody consented once more"
    assert drive.tokens, "the access token was renewed"


@pytest.mark.timeout(240)
def test_paused_gone_on_with_and_deleted(page: Page) -> None:
    page.goto("/sources/")
    shown = card(page, "Drive of the shop")
    shown.get_by_role("button", name="Pause: Drive of the shop").click()
    expect(shown.get_by_text("Paused")).to_be_visible()
    expect(shown.get_by_role("button", name="Fetch now: Drive of the shop")).to_be_hidden()
    shown.get_by_role("button", name="Go on: Drive of the shop").click()
    expect(shown.get_by_role("button", name="Pause: Drive of the shop")).to_be_visible()
    shown.get_by_role("button", name="Delete: Drive of the shop").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete source").click()
    expect(page.get_by_text("No source yet")).to_be_visible()
    # What was brought here stays.
    assert page.request.get("/api/recordings?status=done").json()["total"] >= 1


@pytest.mark.timeout(120)
def test_a_consent_that_is_refused_is_told(page: Page, drive: GoogleDriveServer) -> None:
    def refuse(route: Route) -> None:
        back = re.sub(r"([?&])code=[^&]*", r"\1error=access_denied", drive.consent(route.request.url))
        route.fulfill(status=302, headers={"Location": back})

    page.context.route(f"{drive.endpoints.consent}**", refuse)
    dialog = open_wizard(page, "Google Drive")
    fill(dialog, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    dialog.get_by_role("button", name="Sign in with Google").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    expect(dialog.get_by_role("button", name="Next", exact=True)).to_be_disabled()
    # Another try begins with what was typed.
    expect(dialog.get_by_label("Client ID")).to_have_value(CLIENT_ID)


@pytest.mark.timeout(240)
def test_with_a_service_account_instead_of_a_person(page: Page, drive: GoogleDriveServer) -> None:
    key = drive.service_account()
    dialog = open_wizard(page, "Google Drive")
    dialog.get_by_role("radio", name=re.compile("^With a service account")).click()
    keyed = dialog.get_by_label("Key file (JSON)")
    keyed.fill("{}")
    expect(dialog.get_by_text("This is not a key file of a service account.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Next", exact=True)).to_be_disabled()
    keyed.fill(json.dumps(key))
    expect(dialog.get_by_text(f"Share the folders in Drive with this address: {key['client_email']}")).to_be_visible()
    fill(dialog, days_to_fetch_back="0")
    assert serious(page) == []
    next_step(dialog, "Does it work?")
    expect(dialog.get_by_text("Everything works.")).to_be_visible()
    next_step(dialog, "Which folders?")
    dialog.get_by_label("Find a folder").fill("Table 2")
    dialog.get_by_role("checkbox", name="Use Table 2 as camera").check(force=True)
    next_step(dialog, "Is this right?")
    finish(dialog, "Drive of the company")
    shown = card(page, "Drive of the company")
    expect(shown).to_contain_text("1 file fetched", timeout=90_000)
    stored = page.request.get("/api/sources").json()["items"]
    own = page.request.get(f"/api/sources/{next(one['id'] for one in stored)}/remote")
    assert own.json()["kept"] == ["service_account"]
    assert "PRIVATE KEY" not in own.text()
