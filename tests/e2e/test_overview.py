"""The Overview's newest orders in the browser: each a way into Trace, kept up to date, in the place they will take."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support.footage import CODE, SECOND_CODE

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


def card(page: Page) -> Locator:
    return page.get_by_role("region", name="Latest orders")


def of_code(page: Page, code: str) -> Any:
    """The event with this code, as the server tells it."""
    events = page.request.get("/api/events").json()["items"]
    return next(one for one in events if code in [read["text"] for read in one["codes"]])


def test_before_the_first_order_it_says_what_will_stand_there(page: Page) -> None:
    page.goto("/overview/")
    expect(card(page)).to_contain_text("No orders yet")


@pytest.mark.timeout(240)
def test_the_newest_orders_lead_to_trace(shop: Page) -> None:
    shop.goto("/overview/")
    rows = card(shop).get_by_role("listitem")
    expect(rows.first).to_contain_text(SECOND_CODE)
    expect(rows.nth(1)).to_contain_text(CODE)
    # Camera, length, and the time in the camera's zone.
    expect(rows.first).to_contain_text(re.compile(r"Table 1.*· 0:\d\d.*5 Jan 2026 09:00:\d\d (GMT|UTC)"))
    picture = rows.first.locator("img")
    shop.wait_for_function("(image) => image.naturalWidth > 0", arg=picture.element_handle())
    # A press anywhere in the row, as on its picture.
    rows.first.click(position={"x": 30, "y": 30})
    expect(shop).to_have_url(re.compile(rf"/trace/\?event={of_code(shop, SECOND_CODE)['id']}$"))
    shop.go_back()
    card(shop).get_by_role("link", name="All in Trace").click()
    expect(shop).to_have_url(re.compile(r"/trace/$"))


@pytest.mark.timeout(240)
def test_an_order_without_a_code_shows_at_once_and_is_given_one(shop: Page) -> None:
    event = of_code(shop, SECOND_CODE)
    shop.goto("/overview/")
    row = card(shop).get_by_role("listitem").first
    expect(row).to_contain_text(SECOND_CODE)
    taken = shop.request.put(f"/api/events/{event['id']}/codes", data={"wrong": SECOND_CODE, "right": None})
    assert taken.ok
    expect(row).to_contain_text("Without a code")
    row.get_by_role("link", name="Set the code by hand").click()
    field = shop.get_by_role("textbox", name="Code to add")
    expect(field).to_be_focused()
    field.fill(SECOND_CODE)
    field.press("Enter")
    expect(shop.get_by_role("button", name=f"Search {SECOND_CODE}").first).to_be_visible()
    shop.goto("/overview/")
    expect(row).to_contain_text(SECOND_CODE)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("width", [390, 1280])
def test_rows_stand_where_they_were_awaited(shop: Page, width: int) -> None:
    held: list[Route] = []
    shop.set_viewport_size({"width": width, "height": 800})
    shop.route(re.compile(r"/api/events\?page_size=6"), lambda route: held.append(route))
    shop.goto("/overview/")
    expect(shop.get_by_text("Today by camera and hour")).to_be_visible()
    awaited = card(shop).get_by_role("listitem")
    expect(awaited).to_have_count(6)
    expect(card(shop).locator("img")).to_have_count(0)
    before = awaited.first.bounding_box()
    for route in held:
        route.continue_()
    expect(card(shop)).to_contain_text(CODE)
    assert awaited.first.bounding_box() == before


@pytest.mark.timeout(240)
def test_a_failure_is_told_in_the_card_alone(shop: Page) -> None:
    shop.route(re.compile(r"/api/events\?page_size=6"), lambda route: route.fulfill(status=500, json={}))
    shop.goto("/overview/")
    expect(card(shop).get_by_role("button", name="Try again")).to_be_visible()
    expect(shop.get_by_role("button", name="Try again")).to_have_count(1)
