"""From an empty start to a downloaded clip, all in the browser."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import av
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.server import Server
from tests.support.footage import CODE, SECOND_CODE, two_orders_clip

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

ANALYSIS_PATIENCE_MS = 120_000


@pytest.mark.timeout(300)
def test_from_an_empty_start_to_a_downloaded_clip(page: Page, server: Server, tmp_path: Path) -> None:
    recordings = tmp_path / "videos"
    truth = two_orders_clip(recordings / "Table 1").truth
    (recordings / "Table 1" / "Small_20260105_120000.mp4").write_text("no video at all")
    let_settle(recordings)

    # Who goes past the set-up is told by Trace where to begin.
    page.goto("/trace/")
    expect(page.get_by_role("textbox", name="Codes to look for")).to_be_focused()
    page.get_by_role("link", name="Set up and run").click()
    expect(page).to_have_url(re.compile(r"/program/$"))

    add_folder(page, recordings)
    page.get_by_role("button", name="Start default").click()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Done 1")).to_be_visible(timeout=ANALYSIS_PATIENCE_MS)
    expect(page.get_by_role("button", name="Failed 1")).to_be_visible()
    draw_trigger(page, truth.profile["trigger"])
    wait_for_event(page, truth.orders[0].start_ms)
    stop_program(page)

    # The file that is no video says why, in words.
    failed = page.get_by_role("row", name=re.compile("Small_20260105_120000"))
    expect(failed).to_contain_text("This is not a video file.")

    search_and_play(page, truth.orders[0].start_ms, truth.orders[0].end_ms)
    downloaded = cut_and_download(page, tmp_path)
    assert CODE in downloaded.name
    length_s = playable_seconds(downloaded)
    true_s = (truth.orders[0].end_ms - truth.orders[0].start_ms) / 1000
    # The clip holds the event and the seconds before and after it.
    assert true_s - 2 < length_s < true_s + 25

    # The other order is found by its last digits, and the result says so.
    search(page, SECOND_CODE[-6:])
    expect(page.get_by_text("ends like this")).to_be_visible()
    expect(page.get_by_role("button", name=f"Search {SECOND_CODE}").first).to_be_visible()


def let_settle(folder: Path) -> None:
    """Date the files back: one that was written a moment ago counts as still being recorded."""
    hour_ago_s = time.time() - 3600
    for file in folder.rglob("*.mp4"):
        os.utime(file, (hour_ago_s, hour_ago_s))


def add_folder(page: Page, folder: Path) -> None:
    """Add the folder with all its cameras, allowing ePACK to read it on the way."""
    page.get_by_role("button", name="Add folder").first.click()
    page.get_by_label("Folder on the computer that runs ePACK").fill(str(folder))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Allow this folder").click()
    expect(page.get_by_text("1 camera found")).to_be_visible()
    expect(page.get_by_text("2 files")).to_be_visible()
    page.get_by_role("button", name="Add 1 camera").click()
    expect(page.get_by_text("Table 1").first).to_be_visible()


def draw_trigger(page: Page, box: list[int]) -> None:
    """Drag the sticker's region on a frame of the recording and see that it is kept."""
    page.get_by_role("row", name=re.compile("Small_20260105_090000")).wait_for()
    page.get_by_role("link", name="Regions and settings of Table 1").click()
    frame = page.get_by_role("group", name=re.compile("Frame of the camera"))
    frame.scroll_into_view_if_needed()
    shown = frame.bounding_box()
    assert shown is not None
    x, y, w, h = box
    scale = shown["width"] / 640
    page.mouse.move(shown["x"] + x * scale, shown["y"] + y * scale)
    page.mouse.down()
    page.mouse.move(shown["x"] + (x + w / 2) * scale, shown["y"] + (y + h / 2) * scale)
    page.mouse.move(shown["x"] + (x + w) * scale, shown["y"] + (y + h) * scale)
    page.mouse.up()
    left = page.get_by_role("spinbutton", name="Sticker: Left in pixels")
    assert abs(int(left.input_value()) - x) <= 2
    page.get_by_role("button", name="Save regions").click()
    expect(page.get_by_text("1 region, with sticker")).to_be_visible()
    page.get_by_role("link", name="Program").first.click()


def wait_for_event(page: Page, start_ms: int) -> None:
    """With the sticker's region the recording is looked at again, and its first event starts where it truly does."""
    until_s = time.monotonic() + ANALYSIS_PATIENCE_MS / 1000
    starts: list[int] = []
    while time.monotonic() < until_s:
        starts = [event["start_ms"] for event in page.request.get("/api/events").json()["items"]]
        if any(abs(found_ms - start_ms) < 1500 for found_ms in starts):
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"No event starts at about {start_ms}; they start at {starts}.")


def stop_program(page: Page) -> None:
    """The recording is done; stopping says so and stays in the history."""
    expect(page.get_by_role("row", name=re.compile("Small_20260105_090000"))).to_contain_text("Done")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("Nothing runs")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Default")).to_contain_text("Stopped")


def search(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")


def search_and_play(page: Page, start_ms: int, end_ms: int) -> None:
    """Paste and Enter: the event plays from its start, and the time is shown with its zone."""
    page.get_by_role("link", name="Trace").first.click()
    expect(page.get_by_role("button", name=f"Search {CODE}").first).to_be_visible(timeout=ANALYSIS_PATIENCE_MS)
    search(page, f"1. {CODE}\n2. NOSUCHCODE")
    expect(page.get_by_role("region", name="Results for NOSUCHCODE")).to_contain_text("Not found")
    expect(page.get_by_role("region", name=f"Results for {CODE}")).to_contain_text("GMT+7")
    page.wait_for_function(
        "() => { const v = document.querySelector('video'); return v && !v.paused && v.currentTime > 0.2 }"
    )
    detail = page.evaluate(
        "() => fetch('/api/events/' + new URLSearchParams(location.search).get('event')).then((r) => r.json())"
    )
    assert abs(detail["start_ms"] - start_ms) < 1500
    assert abs(detail["end_ms"] - end_ms) < 1500
    seen_s = page.evaluate("() => document.querySelector('video').currentTime")
    begins_s = (detail["start_ms"] - detail["video_from_ms"]) / 1000
    assert begins_s <= seen_s < begins_s + 10
    # Space stops, full stop and comma step by one frame.
    page.keyboard.press(" ")
    page.wait_for_function("() => document.querySelector('video').paused")
    step_by_frames(page)


def step_by_frames(page: Page) -> None:
    """One frame on and back again shows the very same picture: the time the browser gives the picture says so."""
    page.evaluate(
        """() => {
          const video = document.querySelector('video');
          const look = (_, frame) => { window.pictureAt = frame.mediaTime; video.requestVideoFrameCallback(look); };
          video.requestVideoFrameCallback(look);
        }"""
    )
    page.keyboard.press(".")
    page.wait_for_function("() => window.pictureAt !== undefined && !document.querySelector('video').seeking")
    times_us = page.evaluate(
        "() => fetch('/api/events/' + new URLSearchParams(location.search).get('event') + '/video/frames')"
        ".then((r) => r.json()).then((found) => found.times_us)"
    )
    shows = "(us) => Math.abs(window.pictureAt * 1e6 - us) < 500"
    first_us = page.evaluate("() => document.querySelector('video').currentTime * 1e6")
    at = max(index for index, time_us in enumerate(times_us) if time_us <= first_us)
    page.wait_for_function(shows, arg=times_us[at])
    for key, to in ((".", at + 1), (".", at + 2), (",", at + 1), (",", at)):
        page.keyboard.press(key)
        page.wait_for_function(shows, arg=times_us[to])


def cut_and_download(page: Page, folder: Path) -> Path:
    page.keyboard.press("c")
    clips = page.get_by_role("list", name="Clips of this event")
    link = clips.get_by_role("link", name=re.compile("^Download "))
    expect(link).to_be_visible()
    with page.expect_download() as waiting:
        link.click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def playable_seconds(path: Path) -> float:
    """Decodes the file through; the length of what it shows."""
    with av.open(str(path)) as container:
        times = [frame.time for frame in container.decode(video=0) if frame.time is not None]
    assert times
    return max(times) - min(times)
