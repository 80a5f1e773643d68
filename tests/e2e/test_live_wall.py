"""Live cameras in the browser: added by their address, seen moving on the wall, and told when they are cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import serious
from tests.e2e.sources import card, fill, finish, next_step, open_wizard
from tests.support.footage import small_order_clip
from tests.support.rtp_track import Track
from tests.support.rtsp_server import RtspServer

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

USER, PASSWORD = "epack", "let me see"
WITHIN_MS = 10_000
"""What the page owes: a camera that is cut off is told within ten seconds."""
DIFFERS = """async (image) => {
  const look = () => {
    const canvas = new OffscreenCanvas(64, 36);
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0, 64, 36);
    return pen.getImageData(0, 0, 64, 36).data.join();
  };
  const first = look();
  for (let tries = 0; tries < 100; tries += 1) {
    await new Promise((done) => setTimeout(done, 200));
    if (look() !== first) return true;
  }
  return false;
}"""


@pytest.fixture(scope="module")
def camera() -> Iterator[RtspServer]:
    track = Track(small_order_clip().path)
    with RtspServer({"table": track}, sign_in="digest", user=USER, password=PASSWORD) as server:
        yield server


@pytest.mark.timeout(300)
def test_a_camera_is_added_by_its_address_and_its_picture_moves(page: Page, camera: RtspServer) -> None:
    dialog = open_wizard(page, "RTSP camera")
    fill(dialog, name_of_the_camera="Table 1", stream_address=camera.url("table"), user_name=USER, password="wrong")
    next_step(dialog, "Does it work?")
    refused = dialog.get_by_role("listitem").filter(has_text="Sign-in")
    expect(refused).to_contain_text("Wrong user name or password")
    assert serious(page) == []
    dialog.get_by_role("button", name="Change the connection").click()
    # Nothing that was typed is lost.
    expect(dialog.get_by_label("Stream address")).to_have_value(camera.url("table"))
    fill(dialog, password=PASSWORD)
    next_step(dialog, "Does it work?")
    expect(dialog.get_by_text("Everything works.")).to_be_visible(timeout=60_000)
    next_step(dialog, "Which cameras?")
    next_step(dialog, "Is this right?")
    finish(dialog, "Packing hall")
    shown = card(page, "Packing hall")
    expect(shown).to_contain_text("Recording")
    expect(shown.get_by_role("link", name="Table 1", exact=True)).to_be_visible()

    page.goto("/live/")
    tile = page.get_by_role("list", name="Live cameras").get_by_role("listitem").filter(has_text="Table 1")
    expect(tile).to_contain_text("Recording")
    picture = tile.get_by_role("img", name="Live picture of Table 1")
    page.wait_for_function("(image) => image.naturalWidth > 0", arg=picture.element_handle(), timeout=60_000)
    assert picture.evaluate(DIFFERS), "the picture stands still"
    expect(tile).to_contain_text(re.compile(r"\d fps"))
    assert serious(page) == []
    tile.get_by_role("link", name="Table 1, large").click()
    expect(page.get_by_role("region", name="Now")).to_contain_text("h264", ignore_case=True)


@pytest.mark.timeout(300)
def test_a_camera_that_is_cut_off_is_told_within_ten_seconds(page: Page, camera: RtspServer) -> None:
    page.goto("/live/")
    tile = page.get_by_role("list", name="Live cameras").get_by_role("listitem").filter(has_text="Table 1")
    expect(tile).to_contain_text("Recording")
    camera.refuse = 503
    camera.cameras["table"].cut()
    expect(tile).to_contain_text("since", timeout=WITHIN_MS)
    expect(tile).to_have_attribute("data-state", re.compile("waiting|failed"))
    # And it comes back by itself.
    camera.refuse = 0
    expect(tile).to_have_attribute("data-state", "running", timeout=90_000)
    tile.get_by_role("link", name="Table 1, large").click()
    gaps = page.get_by_role("region", name="Gaps")
    expect(gaps).to_contain_text("Not recorded")


@pytest.mark.timeout(240)
def test_a_wrong_password_leads_to_the_one_button_that_solves_it(page: Page, camera: RtspServer) -> None:
    camera.password = "changed at the camera"
    camera.cameras["table"].cut()
    page.goto("/sources/")
    shown = card(page, "Packing hall")
    expect(shown).to_contain_text("Wrong user name or password", timeout=60_000)
    shown.get_by_role("button", name="Change the password").click()
    dialog = page.get_by_role("dialog", name="Change Packing hall")
    fill(dialog, password=camera.password)
    next_step(dialog, "Does it work?")
    expect(dialog.get_by_text("Everything works.")).to_be_visible(timeout=60_000)
    next_step(dialog, "Which cameras?")
    next_step(dialog, "Is this right?")
    dialog.get_by_role("button", name="Save changes").click()
    expect(dialog.get_by_role("heading", name="Packing hall is changed")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(shown).to_contain_text("Recording", timeout=60_000)
