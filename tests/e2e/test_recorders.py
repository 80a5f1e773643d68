"""Recorders of Hikvision and Dahua in the browser: added, fetched from, paused, looked at now, changed, deleted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import serious
from tests.e2e.cameras import wait_until
from tests.e2e.sources import card, fill, finish, next_step, open_wizard
from tests.support.dahua_device import SimulatedDahua
from tests.support.footage import small_order_clip
from tests.support.hikvision_device import SimulatedHikvision
from tests.support.onvif_archive import Archive
from tests.support.onvif_device import SimulatedOnvif
from tests.support.recorder_files import write_dav
from tests.support.replay_server import ReplayServer
from tests.support.simulated_recorder import Footage, filmed

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

SECONDS = 31
FETCHED_MS = 60_000


def minutes_ago(minutes: int) -> int:
    """Long enough ago for the recorder to have finished with it, when it is more than two."""
    return round(time.time() * 1000) - minutes * 60_000


def filmed_at(minutes: int) -> Footage:
    return filmed(1, minutes_ago(minutes), SECONDS, small_order_clip().path.read_bytes())


@pytest.fixture(scope="module")
def hikvision() -> Iterator[SimulatedHikvision]:
    with SimulatedHikvision([filmed_at(40)]).running() as device:
        yield device


@pytest.fixture(scope="module")
def dahua(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedDahua]:
    dav = write_dav(small_order_clip().path, tmp_path_factory.mktemp("dav") / "a.dav").read_bytes()
    with SimulatedDahua([filmed(1, minutes_ago(40), SECONDS, dav)], channels=("Bàn 2", "")).running() as device:
        yield device


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("kind", "camera"), [("Hikvision", "Bàn 1"), ("Dahua", "Bàn 2")])
def test_from_the_wizard_to_the_first_analysed_file(
    page: Page, kind: str, camera: str, request: pytest.FixtureRequest
) -> None:
    device = request.getfixturevalue(kind.lower())
    dialog = open_wizard(page, kind)
    expect(dialog).to_contain_text("not yet on a real device")
    fill(dialog, address=device.server.url, user_name="admin", password="wrong", days_to_fetch_back="1")
    next_step(dialog, "Does it work?")
    refused = dialog.get_by_role("listitem").filter(has_text="Sign-in")
    expect(refused).to_contain_text("Wrong user name or password")
    expect(refused).to_contain_text("refuses the user name or the password")
    dialog.get_by_role("button", name="Change the connection").click()
    fill(dialog, password=device.digest.password)
    next_step(dialog, "Does it work?")
    expect(dialog.get_by_text("Everything works.")).to_be_visible()
    next_step(dialog, "Which cameras?")
    seen = dialog.get_by_role("img", name=f"What {camera} sees")
    page.wait_for_function("(image) => image.naturalWidth === 320", arg=seen.element_handle())
    dialog.get_by_role("checkbox", name="Channel 2").uncheck(force=True)
    # That the second channel gives no picture is no failure of the server.
    expect(page.get_by_text("The ePACK server does not answer")).to_have_count(0)
    assert serious(page) == []
    next_step(dialog, "Is this right?")
    finish(dialog, f"{kind} in the hall")

    shown = card(page, f"{kind} in the hall")
    expect(shown).to_contain_text("1 file fetched", timeout=FETCHED_MS)
    expect(shown.get_by_text("Up to date")).to_be_visible()
    expect(shown.get_by_role("link", name=camera, exact=True)).to_be_visible()
    cameras = {one["name"]: one["id"] for one in page.request.get("/api/cameras").json()["items"]}
    done = f"/api/recordings?status=done&camera_id={cameras[camera]}"
    wait_until(page, lambda: page.request.get(done).json()["total"] == 1)
    began_ms = page.request.get(done).json()["items"][0]["start_ms"]
    assert abs(began_ms - device.footage[0].start_ms) < 1_500, "the recorder's own time counts"


@pytest.mark.timeout(300)
def test_what_an_onvif_device_recorded_itself_is_fetched(page: Page) -> None:
    """Profile G: a camera with a card, or a recorder."""
    border = minutes_ago(60) // 900_000 * 900_000
    replay = ReplayServer([(border - 4_000, border + 3_000)])
    device = SimulatedOnvif(services=("trt", "tse", "trp", "trc"), answers=Archive(replay).operations())
    with replay.running(), device.running():
        dialog = open_wizard(page, "ONVIF")
        fill(dialog, address=device.server.url, user_name=device.user, password=device.password)
        expect(dialog.get_by_label("Days to fetch back")).to_have_count(0)
        dialog.get_by_label("What is fetched").select_option("recordings")
        expect(dialog.get_by_label("Transport")).to_have_count(0)
        fill(dialog, days_to_fetch_back="1")
        next_step(dialog, "Does it work?")
        expect(dialog.get_by_text("Everything works.")).to_be_visible()
        next_step(dialog, "Which cameras?")
        next_step(dialog, "Is this right?")
        finish(dialog, "Card of the camera")
        shown = card(page, "Card of the camera")
        expect(shown).to_contain_text("2 files fetched", timeout=FETCHED_MS)
        expect(shown.get_by_role("button", name="Fetch now: Card of the camera")).to_be_visible()
        shown.get_by_role("button", name="Delete: Card of the camera").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete source").click()
        expect(shown).to_have_count(0)


@pytest.mark.timeout(240)
def test_paused_nothing_comes_until_it_goes_on_and_now_means_now(page: Page, hikvision: SimulatedHikvision) -> None:
    page.goto("/sources/")
    shown = card(page, "Hikvision in the hall")
    shown.get_by_role("button", name="Pause: Hikvision in the hall").click()
    expect(shown.get_by_text("Paused")).to_be_visible()
    expect(shown.get_by_role("button", name="Fetch now: Hikvision in the hall")).to_be_hidden()
    hikvision.footage = [*hikvision.footage, filmed_at(30)]
    asked = hikvision.searches
    page.reload()
    expect(shown.get_by_text("Paused")).to_be_visible()
    expect(shown).to_contain_text("1 file fetched")
    assert hikvision.searches == asked, "the recorder is left alone"
    shown.get_by_role("button", name="Go on: Hikvision in the hall").click()
    expect(shown).to_contain_text("2 files fetched", timeout=FETCHED_MS)
    expect(shown.get_by_text("Up to date")).to_be_visible()

    hikvision.footage = [*hikvision.footage, filmed_at(20)]
    shown.get_by_role("button", name="Fetch now: Hikvision in the hall").click()
    expect(shown).to_contain_text("3 files fetched", timeout=FETCHED_MS)
    shown.get_by_role("button", name="Details: Hikvision in the hall").click()
    shown.get_by_role("button", name="History").click()
    expect(shown.get_by_text("by hand").first).to_be_visible()
    assert serious(page) == []


@pytest.mark.timeout(240)
def test_changed_it_keeps_its_password_and_its_files(page: Page, dahua: SimulatedDahua) -> None:
    page.goto("/sources/")
    card(page, "Dahua in the hall").get_by_role("button", name="Edit: Dahua in the hall").click()
    dialog = page.get_by_role("dialog", name="Change Dahua in the hall")
    fill(dialog, minutes_between_two_looks="30")
    next_step(dialog, "Does it work?")
    expect(dialog.get_by_text("Everything works.")).to_be_visible()
    next_step(dialog, "Which cameras?")
    expect(dialog.get_by_role("checkbox", name="Channel 2")).not_to_be_checked()
    next_step(dialog, "Is this right?")
    dialog.get_by_label("Name of the source").fill("Packing hall")
    dialog.get_by_role("button", name="Save changes").click()
    expect(dialog.get_by_role("heading", name="Packing hall is changed")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    shown = card(page, "Packing hall")
    expect(shown).to_contain_text("1 file fetched")
    expect(shown.get_by_text("Up to date")).to_be_visible()
    stored = next(one for one in page.request.get("/api/sources").json()["items"] if one["name"] == "Packing hall")
    kept = page.request.get(f"/api/sources/{stored['id']}/remote").json()
    assert (kept["config"]["sync_interval_min"], kept["kept"]) == (30, ["password"])


@pytest.mark.timeout(240)
def test_deleting_asks_and_says_what_stays(page: Page) -> None:
    page.goto("/sources/")
    before = page.request.get("/api/recordings").json()["total"]
    shown = card(page, "Packing hall")
    shown.get_by_role("button", name="Delete: Packing hall").click()
    dialog = page.get_by_role("dialog", name="Delete Packing hall?")
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_be_hidden()
    expect(shown).to_be_visible()
    shown.get_by_role("button", name="Delete: Packing hall").click()
    expect(dialog).to_contain_text("What stays")
    dialog.get_by_role("button", name="Delete source").click()
    expect(shown).to_have_count(0)
    expect(card(page, "Hikvision in the hall")).to_be_visible()
    assert page.request.get("/api/recordings").json()["total"] == before


@pytest.mark.timeout(240)
def test_a_deleted_folder_can_be_added_again_at_once(page: Page, tmp_path: Path) -> None:
    small_order_clip(tmp_path / "Table 9")
    assert page.request.patch("/api/settings", data={"allowed_roots": [str(tmp_path)]}).ok
    source = {"name": "Exports", "path": str(tmp_path), "cameras": ["Table 9"]}
    assert page.request.post("/api/sources", data=source).ok
    page.goto("/sources/")
    shown = card(page, "Exports")
    shown.get_by_role("button", name="Delete: Exports").click()
    page.get_by_role("dialog", name="Delete Exports?").get_by_role("button", name="Delete source").click()
    expect(shown).to_have_count(0)
    page.get_by_role("button", name="Add it again").click()
    expect(shown).to_be_visible()
    expect(shown.get_by_role("link", name="Table 9", exact=True)).to_be_visible()
