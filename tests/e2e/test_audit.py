"""The record of who did what, with thousands of lines: filtered, paged, saved as a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import serious
from tests.e2e.people import LONG_NAME, open_shop
from tests.e2e.server import Server, free_port

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

LINES = 5_000
PAGE_SIZE = 50


@pytest.fixture(scope="module")
def server(dashboard: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data_dir: Path = tmp_path_factory.mktemp("epack") / "data"
    open_shop(data_dir, audit_lines=LINES)
    running = Server(data_dir, free_port())
    running.start()
    yield running
    running.stop()


def test_thousands_of_lines_are_paged(page: Page) -> None:
    page.goto("/audit/")
    rows = page.get_by_role("list", name="Audit").get_by_role("listitem")
    expect(rows).to_have_count(PAGE_SIZE)
    expect(page.get_by_text(re.compile(r"^1–50 of 5,0\d\d$"))).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text(re.compile(r"^51–100 of 5,0\d\d$"))).to_be_visible()
    expect(page).to_have_url(re.compile("page=2"))
    page.reload()
    expect(page.get_by_text(re.compile(r"^51–100 of 5,0\d\d$"))).to_be_visible()


def test_a_line_tells_who_what_from_where_and_why_not(page: Page) -> None:
    page.goto("/audit/?text=SPXVN0000004990")
    rows = page.get_by_role("list", name="Audit").get_by_role("listitem")
    expect(rows).to_have_count(1)
    for told in ("lan", "viewer", "192.168.1.240", "Searched", "refused", "codes:", "SPXVN0000004990"):
        expect(rows.first).to_contain_text(told)
    expect(rows.first).to_contain_text("Your role does not allow this.")
    assert serious(page) == []


def test_values_are_told_as_people_know_them(page: Page) -> None:
    page.goto("/trace/")
    event = page.request.get("/api/events").json()["items"][0]
    page.request.get(f"/api/events/{event['id']}")
    page.request.get(f"/api/cameras/{event['camera_id']}/moment?at_ms=1795658412000")
    page.goto("/audit/")
    rows = page.get_by_role("list", name="Audit").get_by_role("listitem")
    opened = rows.filter(has_text="Opened an event").first
    expect(opened.get_by_role("link", name=event["id"])).to_have_attribute("href", f"/trace/?event={event['id']}")
    looked = rows.filter(has_text="Looked at a moment of a camera").first
    camera = page.request.get(f"/api/cameras/{event['camera_id']}").json()
    assert camera["timezone"] == "Asia/Ho_Chi_Minh"
    expect(looked).to_contain_text(f"camera:{camera['name']}")
    expect(looked).to_contain_text("at:26 Nov 2026 09:00:12")
    # In a search both cameras are named.
    expect(rows.filter(has_text="SPXVN").first).to_contain_text("cameras:Table 1, Packing room 2")
    opened.get_by_role("link", name=event["id"]).click()
    expect(page).to_have_url(re.compile(rf"/trace/\?event={event['id']}"))


def test_filters_stand_in_the_address_and_in_the_table(page: Page, tmp_path: Path) -> None:
    page.goto("/audit/")
    page.get_by_label("Who", exact=True).select_option(LONG_NAME)
    expect(page.get_by_text(re.compile(r"^1–50 of 2,500$"))).to_be_visible()
    page.get_by_label("In the details, such as a code").fill("SPXVN00000049")
    expect(page).to_have_url(re.compile("text=SPXVN00000049"))
    expect(page.get_by_text(re.compile(r"of 2,500$"))).to_have_count(0)
    rows = page.get_by_role("list", name="Audit").get_by_role("listitem")
    expect(rows).to_have_count(PAGE_SIZE)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Save as CSV").click()
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    lines = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    assert len(lines) == PAGE_SIZE
    assert {line["actor"] for line in lines} == {LONG_NAME}
    assert all("SPXVN00000049" in line["details"] for line in lines)
    page.get_by_label("In the details, such as a code").fill("no such code")
    expect(page.get_by_text("Nothing fits these filters")).to_be_visible()
    page.get_by_role("button", name="Clear the filters").click()
    expect(rows).to_have_count(PAGE_SIZE)
    # The export was written down itself.
    expect(rows.first).to_contain_text("Saved the audit as a table")


def test_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/audit/")
    expect(page.get_by_role("list", name="Audit").get_by_role("listitem")).to_have_count(PAGE_SIZE)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert serious(page) == []
