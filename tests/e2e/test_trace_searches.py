"""Searches on the Trace page: going back and on, answers that come late, when and where to look."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.scanner import scan
from tests.support.footage import CODE, SECOND_CODE

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

LONG = "\n".join([*(f"NOSUCH-NUMBER-{place:05d}" for place in range(120)), SECOND_CODE])
"""Longer than what stands in an address."""


def look_for(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")


@pytest.mark.timeout(240)
def test_a_long_list_is_left_and_come_back_to(trace: Page) -> None:
    look_for(trace, CODE)
    expect(trace.get_by_role("region", name=f"Results for {CODE}")).to_be_visible()
    look_for(trace, LONG)
    summary = trace.get_by_text(re.compile("^1 of 121 codes found exactly"))
    expect(summary).to_be_visible()
    assert len(trace.url) < 300
    trace.go_back()
    expect(trace.get_by_role("region", name=f"Results for {CODE}")).to_be_visible()
    trace.go_back()
    expect(trace.get_by_role("region", name="Latest events")).to_be_visible()
    expect(trace.get_by_role("textbox", name="Codes to look for")).to_have_value("")
    trace.go_forward()
    trace.go_forward()
    expect(summary).to_be_visible()
    # The address alone does not hold the list, and says so.
    trace.reload()
    expect(trace.get_by_text("stands for a list of codes")).to_be_visible()


@pytest.mark.timeout(240)
def test_an_answer_that_comes_late_opens_nothing_over_what_was_opened_meanwhile(trace: Page) -> None:
    scan(trace, SECOND_CODE)
    second = trace.get_by_role("region", name=f"Results for {SECOND_CODE}").get_by_role("button", name="Play: ")
    expect(second).to_have_attribute("aria-current", "true")
    held: list[Route] = []
    trace.route("**/api/search", lambda route: held.append(route))
    look_for(trace, CODE)
    # The former list stands there until the new one comes.
    trace.wait_for_function("(code) => location.search.includes(code)", arg=CODE)
    second.click()
    opened = trace.url
    assert "event=" in opened
    for route in held:
        route.continue_()
    expect(trace.get_by_role("region", name=f"Results for {CODE}")).to_be_visible()
    trace.wait_for_timeout(500)
    assert trace.url == opened


def test_the_filters_stand_in_one_line_and_are_high_enough_for_a_thumb(trace: Page) -> None:
    assert trace.request.post("/api/cameras", data={"name": "Table 2"}).ok
    trace.reload()
    all_cameras = trace.get_by_role("button", name="All cameras")
    expect(all_cameras).to_be_visible()
    chips = [trace.get_by_role("button", name=re.compile("^(All time|Today|From)|^[0-9]+ days$")), all_cameras]

    def boxes() -> list[Any]:
        return [chip.bounding_box() for some in chips for chip in some.all()]

    assert len(boxes()) == 8
    assert len({box["y"] for box in boxes()}) == 1
    # On a phone the days are in the sheet with from and to.
    trace.set_viewport_size({"width": 390, "height": 844})
    days = trace.get_by_role("group", name="Time")
    expect(days).to_have_count(0)
    assert [box["y"] for box in boxes()] == [boxes()[0]["y"]] * 2
    assert min(box["height"] for box in boxes()) >= 40
    trace.get_by_role("button", name="All time").click()
    days.get_by_role("button", name="Today").click()
    trace.keyboard.press("Escape")
    expect(trace.get_by_role("button", name="Today")).to_be_visible()
    expect(trace).to_have_url(re.compile("days=1"))
