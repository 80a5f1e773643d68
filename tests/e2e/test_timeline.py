"""The timeline of a day in the browser, on footage that was truly analysed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.two_tables import DAY, NINE_S, row
from tests.support.footage import CODE, SECOND_CODE

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


@pytest.mark.timeout(240)
def test_a_day_shows_recordings_packings_and_why_there_are_gaps(analysed: Page) -> None:
    analysed.goto(f"/timeline/?day={DAY}")
    listed = analysed.get_by_role("region", name="The day of Table 1").get_by_role("listitem")
    expect(listed.filter(has_text=CODE)).to_be_visible()
    expect(listed.filter(has_text=SECOND_CODE)).to_be_visible()
    expect(listed.filter(has_text="Recorded and analysed")).to_be_visible()
    expect(listed.filter(has_text="This is not a video file")).to_be_visible()
    expect(listed.filter(has_text="though it is working time").first).to_be_visible()
    expect(listed.filter(has_text="outside the working hours").first).to_be_visible()
    # The row says the same to those who do not see it.
    expect(row(analysed)).to_have_attribute("aria-valuetext", re.compile("outside the working hours"))


@pytest.mark.timeout(240)
def test_it_plays_from_where_the_row_is_dragged_to(analysed: Page) -> None:
    from_s = NINE_S - 10
    analysed.goto(f"/timeline/?day={DAY}&show={from_s}-{from_s + 60}")
    expect(analysed.get_by_text("Click or drag in a row")).to_be_visible()
    box = row(analysed).bounding_box()
    assert box is not None
    y, at = box["y"] + box["height"] * 0.7, 25
    analysed.mouse.move(box["x"] + box["width"] * 0.2, y)
    analysed.mouse.down()
    analysed.mouse.move(box["x"] + box["width"] * 0.3, y)
    analysed.mouse.move(box["x"] + box["width"] * at / 60, y)
    analysed.mouse.up()
    wanted_s = from_s + at - NINE_S
    analysed.wait_for_function(
        "(s) => { const v = document.querySelector('video');"
        " return v && v.readyState > 1 && v.currentTime > s - 1 && v.currentTime < s + 15 }",
        arg=wanted_s,
    )
    expect(analysed.get_by_role("region", name="Player")).to_contain_text("Table 1 · 5 Jan 2026 09:00:")
    # The place is in the address: the same link plays the same moment.
    assert re.search(r"[?&]at=\d{13}(&|$)", analysed.url)
    assert "cam=" in analysed.url


@pytest.mark.timeout(240)
def test_a_day_begins_with_its_working_hours_and_shows_all_when_asked(analysed: Page) -> None:
    analysed.goto(f"/timeline/?day={DAY}")
    rows, whole = (
        analysed.get_by_role("region", name="Cameras over the day"),
        analysed.get_by_role("button", name="Whole day"),
    )
    night = rows.get_by_text("03:00", exact=True)
    expect(rows.get_by_text("08:00", exact=True)).to_be_visible()
    expect(night).to_have_count(0)
    expect(whole).to_have_attribute("aria-pressed", "false")
    whole.click()
    expect(night).to_be_visible()
    # The choice is in the address.
    analysed.reload()
    expect(night).to_be_visible()
    whole.click()
    expect(night).to_have_count(0)
    expect(rows.get_by_text("08:00", exact=True)).to_be_visible()
    # A moment of the night that an address leads to is on the screen.
    midnight_ms = analysed.request.get(f"/api/timeline?day={DAY}").json()["cameras"][0]["from_ms"]
    analysed.goto(f"/timeline/?day={DAY}&cam=1&at={midnight_ms + 3 * 3_600_000}")
    expect(night).to_be_visible()


@pytest.mark.timeout(240)
def test_an_empty_player_offers_what_is_nearest_and_nothing_jumps(analysed: Page) -> None:
    analysed.goto(f"/timeline/?day={DAY}")
    player = analysed.get_by_role("region", name="Player")
    first = player.get_by_role("button", name=re.compile(r"Play the first packing, 09:00:0\d"))
    expect(first).to_be_visible()
    empty = player.bounding_box()
    first.click()
    analysed.wait_for_function("() => document.querySelector('video')?.readyState > 1")
    assert player.bounding_box() == empty
    gap = analysed.get_by_role("listitem").filter(has_text="though it is working time").last
    gap.get_by_role("button").click()
    expect(player).to_contain_text("There is no footage of this moment.")
    assert player.bounding_box() == empty
    player.get_by_role("button", name="The packing before").click()
    expect(player).to_contain_text(SECOND_CODE)


@pytest.mark.timeout(240)
def test_the_list_tells_each_thing_once_and_follows_the_playhead(analysed: Page) -> None:
    def crowd(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        camera = body["cameras"][0]
        nine_ms = camera["from_ms"] + NINE_S * 1000
        camera["events"] = [
            {"id": f"e{n:011d}", "start_ms": nine_ms + n * 60_000, "end_ms": nine_ms + n * 60_000 + 22_000, "flags": [],
             "codes": [f"ONE{n:03d}", f"SPXVN98765432{n:03d}"]}
            for n in range(200)
        ]  # fmt: skip
        route.fulfill(response=answer, json=body)

    analysed.route("**/api/timeline?*", crowd)
    analysed.goto(f"/timeline/?day={DAY}")
    region = analysed.get_by_role("region", name="The day of Table 1")
    region.get_by_role("button", name=re.compile("^Packings")).click()
    line = region.get_by_role("listitem").filter(has_text="ONE001")
    assert line.inner_text().split() == ["09:01:00", "ONE001,", "SPXVN98765432001", "0:22"]
    whole = "ONE001, SPXVN98765432001 · 09:01:00–09:01:22 · 0:22"
    expect(line.get_by_role("button")).to_have_attribute("title", whole)
    assert line.get_by_text("ONE001").evaluate("(one) => one.scrollHeight <= one.clientHeight")
    far = region.get_by_role("listitem").filter(has_text="ONE150")
    expect(far).to_have_count(0)
    row(analysed).focus()
    analysed.keyboard.press("End")
    analysed.keyboard.press("p")
    expect(region.get_by_role("listitem").filter(has_text="ONE199")).to_be_in_viewport()
    for _ in range(49):
        analysed.keyboard.press("p")
    expect(far).to_be_in_viewport()
    expect(far.get_by_role("button")).to_have_attribute("aria-current", "true")
    analysed.unroute("**/api/timeline?*")


@pytest.mark.timeout(240)
def test_a_moment_of_the_newest_day_stays_it_when_there_is_a_newer_one(analysed: Page) -> None:
    newer = {"day": "2026-01-07", "cameras": 1}

    def add(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        route.fulfill(response=answer, json={**body, "days": [*body["days"], newer], "last_day": newer["day"]})

    analysed.goto("/timeline/?cam=1")
    newest = analysed.get_by_role("button", name="choose another day").inner_text()
    expect(row(analysed)).to_be_visible()
    row(analysed).focus()
    analysed.keyboard.press("End")
    analysed.keyboard.press("Enter")
    expect(analysed).to_have_url(re.compile(r"[?&]day=2026-01-0\d&.*at="))
    analysed.route("**/api/timeline/days?*", add)
    analysed.reload()
    expect(analysed.get_by_role("button", name="Newest day")).to_be_visible()
    assert analysed.get_by_role("button", name="choose another day").inner_text() == newest
    analysed.unroute("**/api/timeline/days?*")


@pytest.mark.timeout(240)
@pytest.mark.parametrize("width", [390, 1280])
def test_below_many_cameras_the_player_is_led_to(analysed: Page, width: int) -> None:
    def crowd(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        first = body["cameras"][0]
        others = [
            {**first, "camera_id": 100 + n, "camera_name": f"Packing table {n:02} in the northern warehouse"}
            for n in range(30)
        ]
        route.fulfill(response=answer, json={**body, "cameras": [first, *others]})

    analysed.route("**/api/timeline?*", crowd)
    analysed.set_viewport_size({"width": width, "height": 800})
    analysed.emulate_media(reduced_motion="reduce")
    analysed.goto(f"/timeline/?day={DAY}")
    player = analysed.get_by_role("region", name="Player")
    expect(player).not_to_be_in_viewport()
    # Which table it is stands in its name also where that is long.
    name = analysed.get_by_text("Packing table 07 in the northern warehouse", exact=True)
    lines = name.evaluate("(one) => Math.round(one.clientHeight / parseFloat(getComputedStyle(one).lineHeight))")
    assert lines == (1 if width < 768 else 2)
    row(analysed).focus()
    analysed.keyboard.press("n")
    expect(player.locator("video")).to_be_in_viewport(ratio=0.9)
    before = analysed.evaluate("() => window.scrollY")
    analysed.keyboard.press("n")
    expect(player).to_contain_text(SECOND_CODE)
    # Whoever sees it already is led nowhere.
    assert analysed.evaluate("() => window.scrollY") == before
    analysed.unroute("**/api/timeline?*")


@pytest.mark.timeout(240)
def test_keys_lead_from_packing_to_packing_and_on_to_trace(analysed: Page) -> None:
    analysed.goto(f"/timeline/?day={DAY}")
    expect(row(analysed)).to_be_visible()
    row(analysed).focus()
    analysed.keyboard.press("n")
    expect(row(analysed)).to_have_attribute("aria-valuetext", re.compile(CODE))
    analysed.keyboard.press("n")
    expect(row(analysed)).to_have_attribute("aria-valuetext", re.compile(SECOND_CODE))
    analysed.keyboard.press("+")
    expect(analysed).to_have_url(re.compile(r"show=\d+-\d+"))
    analysed.get_by_role("link", name="Open in Trace").click()
    expect(analysed).to_have_url(re.compile(r"/trace/\?event="))
    expect(analysed.get_by_role("button", name=f"Search {SECOND_CODE}").first).to_be_visible()


@pytest.mark.timeout(240)
def test_the_day_picker_knows_the_days_with_footage(analysed: Page) -> None:
    analysed.goto("/timeline/?day=2026-01-20")
    expect(analysed.get_by_text("No camera recorded on this day")).to_be_visible()
    analysed.get_by_role("button", name="choose another day").click()
    analysed.get_by_role("button", name=re.compile("5 Jan 2026, footage of 2 cameras")).click()
    expect(analysed).to_have_url(re.compile(f"day={DAY}"))
    expect(row(analysed)).to_be_visible()
