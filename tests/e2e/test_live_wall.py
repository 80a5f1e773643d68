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

MANY = 14
ANSWER_MS = 5_000
ASKED = """async () => {
  const took = [];
  for (let tries = 0; tries < 8; tries += 1) {
    const begun = performance.now();
    const asked = ['health', 'live', 'cameras'].map((name) => fetch(`/api/${name}`));
    await Promise.all(asked.map(async (one) => (await one).text()));
    took.push(Math.round(performance.now() - begun));
  }
  return took;
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
    # How far the picture is behind the camera, in numbers.
    expect(tile).to_contain_text(re.compile(r"\d s behind"))
    behind = tile.locator("[data-behind]")
    assert int(behind.get_attribute("data-behind") or "") < WITHIN_MS
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
    expect(tile).to_contain_text(re.compile("Connecting again"))
    # And it comes back by itself.
    camera.refuse = 0
    expect(tile).to_have_attribute("data-state", "running", timeout=90_000)
    tile.get_by_role("link", name="Table 1, large").click()
    gaps = page.get_by_role("region", name="Gaps")
    expect(gaps).to_contain_text("Not recorded")


@pytest.mark.timeout(300)
def test_a_picture_that_freezes_is_told_and_moves_again(page: Page, camera: RtspServer) -> None:
    page.goto("/live/")
    tile = page.get_by_role("list", name="Live cameras").get_by_role("listitem").filter(has_text="Table 1")
    expect(tile.locator("[data-preview=moving] [data-behind]")).to_be_visible(timeout=60_000)
    camera.cameras["table"].frozen = True
    # Silence for five seconds is what freezing is; the last picture stays, and is no longer passed off as live.
    expect(tile).to_contain_text("Picture frozen since", timeout=2 * WITHIN_MS)
    expect(tile.locator("[data-preview=held]")).to_be_visible()
    expect(tile.locator("[data-behind]")).to_have_count(0)
    camera.cameras["table"].frozen = False
    expect(tile.locator("[data-preview=moving] [data-behind]")).to_be_visible(timeout=90_000)


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


@pytest.mark.timeout(300)
def test_many_cameras_move_and_the_page_answers(page: Page, camera: RtspServer) -> None:
    """More cameras than a browser has lines to a server: all of them move, and what else is asked is answered."""
    names = [f"Wall {number:02}" for number in range(1, MANY + 1)]
    listed = [{"name": name, "main": camera.url("table"), "key": name.replace(" ", "-")} for name in names]
    config = {"user": camera.user, "cameras": listed}
    body = {
        "kind": "rtsp", "name": "Wall", "config": config, "secrets": {"password": camera.password},
        "cameras": [{"key": one["key"], "name": one["name"]} for one in listed],
    }  # fmt: skip
    assert page.request.post("/api/sources/remote", data=body).ok
    page.set_viewport_size({"width": 1280, "height": 1_600})
    page.goto("/live/")
    tiles = page.get_by_role("list", name="Live cameras").get_by_role("listitem").filter(has_text="Wall")
    expect(tiles).to_have_count(MANY)
    expect(tiles.locator("[data-preview=moving] [data-behind]")).to_have_count(MANY, timeout=90_000)
    for name in names:
        assert tiles.get_by_role("img", name=f"Live picture of {name}").evaluate(DIFFERS), f"{name} stands still"
    took_ms = page.evaluate(ASKED)
    assert max(took_ms) < ANSWER_MS, f"the page waits for its answers: {took_ms}"
    # Going to another page lets the line go.
    page.get_by_role("link", name="Sources", exact=True).click()
    expect(card(page, "Wall")).to_be_visible(timeout=ANSWER_MS)
