"""Every key of the Trace page, and the slider of the player by keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.footage import CODE, SECOND_CODE

pytestmark = [
    pytest.mark.leaves_threads("the browser driver keeps its own thread for the session"),
    pytest.mark.timeout(240),
]


def paused(page: Page) -> None:
    """The first result open, its video loaded and standing at its first second."""
    page.goto(f"/trace/?q={CODE}%0A{SECOND_CODE}")
    page.get_by_role("button", name="Play: ").first.click()
    page.wait_for_function("() => { const v = document.querySelector('video'); return v && v.currentTime > 0.2 }")
    page.get_by_role("heading", level=1).click()
    page.evaluate("() => document.querySelector('video').pause()")
    page.evaluate("() => { document.querySelector('video').currentTime = 1 }")
    stands_at(page, 1)


def stands_at(page: Page, seconds: float) -> None:
    page.wait_for_function(
        "(s) => { const v = document.querySelector('video');"
        " return v.paused && !v.seeking && Math.abs(v.currentTime - s) < 0.02 }",
        arg=seconds,
    )


def test_arrows_skip_seconds_and_walk_through_the_results(trace: Page) -> None:
    paused(trace)
    trace.keyboard.press("ArrowRight")
    stands_at(trace, 2)
    trace.keyboard.press("ArrowRight")
    stands_at(trace, 3)
    trace.keyboard.press("ArrowLeft")
    stands_at(trace, 2)
    for _ in range(3):
        trace.keyboard.press("ArrowLeft")
    stands_at(trace, 0)
    plays = trace.get_by_role("button", name="Play: ")
    trace.keyboard.press("ArrowDown")
    expect(plays.nth(1)).to_have_attribute("aria-current", "true")
    trace.keyboard.press("ArrowUp")
    expect(plays.nth(0)).to_have_attribute("aria-current", "true")


def test_the_slider_moves_by_the_keyboard(trace: Page) -> None:
    paused(trace)
    slider = trace.get_by_role("slider", name="Position in the video")
    slider.focus()
    trace.keyboard.press("ArrowRight")
    stands_at(trace, 2)
    trace.keyboard.press("ArrowDown")
    stands_at(trace, 1)
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"0?0:01"))
    trace.keyboard.press("PageUp")
    tenth = trace.evaluate("() => document.querySelector('video').duration / 10")
    stands_at(trace, 1 + tenth)
    trace.keyboard.press("Home")
    stands_at(trace, 0)
    trace.keyboard.press("End")
    length = trace.evaluate("() => document.querySelector('video').duration")
    trace.wait_for_function("(s) => Math.abs(document.querySelector('video').currentTime - s) < 0.1", arg=length)
    # The other keys of the page work from here too, and the list stays where it is.
    trace.keyboard.press("Home")
    stands_at(trace, 0)
    trace.keyboard.press(" ")
    trace.wait_for_function("() => !document.querySelector('video').paused")
    trace.keyboard.press(" ")
    trace.wait_for_function("() => document.querySelector('video').paused")
    expect(trace.get_by_role("button", name="Play: ").first).to_have_attribute("aria-current", "true")


def test_every_other_key(trace: Page, tmp_path: Path) -> None:
    paused(trace)
    trace.keyboard.press("?")
    expect(trace.get_by_role("dialog", name="Keyboard")).to_contain_text("one second back and on")
    trace.keyboard.press("Escape")
    expect(trace.get_by_role("dialog", name="Keyboard")).to_have_count(0)

    before = trace.evaluate("() => document.querySelector('video').currentTime")
    trace.keyboard.press(".")
    trace.wait_for_function("(s) => document.querySelector('video').currentTime > s", arg=before)
    trace.keyboard.press(",")
    trace.keyboard.press(",")
    trace.wait_for_function("(s) => document.querySelector('video').currentTime < s", arg=before)

    trace.keyboard.press(" ")
    trace.wait_for_function("() => !document.querySelector('video').paused")

    trace.keyboard.press("c")
    made = trace.get_by_role("list", name="Clips of this event").get_by_role("link", name=re.compile("^Download "))
    expect(made).to_have_count(1)
    with trace.expect_download() as waiting:
        trace.keyboard.press("d")
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    assert target.stat().st_size > 10_000

    trace.keyboard.press("/")
    expect(trace.get_by_role("textbox", name="Codes to look for")).to_be_focused()
    # In the field the keys are letters.
    trace.keyboard.type("c.d,?")
    expect(trace.get_by_role("textbox", name="Codes to look for")).to_have_value("c.d,?")
    assert trace.request.get("/api/clips").json()["total"] == 1
