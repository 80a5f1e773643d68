"""The Trace page at work: pasting, scanning, looking closer, correcting, keeping; on footage truly analysed."""

from __future__ import annotations

import csv
import re
import socket
import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.scanner import scan
from tests.e2e.server import Server
from tests.support.footage import CODE, SECOND_CODE

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

WRONG = f"{CODE[:-3]}{'7' if CODE[-3] != '7' else '8'}{'7' if CODE[-2] != '7' else '8'}{CODE[-1]}"
"""Two characters differ: near, but no match."""


def open_event(page: Page, code: str = CODE) -> Locator:
    """The panel of the event with this code, its video loaded."""
    page.goto(f"/trace/?q={code}")
    page.get_by_role("region", name=f"Results for {code}").get_by_role("button", name="Play: ").click()
    panel = page.get_by_role("region", name="Event", exact=True)
    expect(panel.get_by_role("region", name="Codes of this event")).to_be_visible()
    return panel


@pytest.mark.timeout(240)
def test_fifty_pasted_codes_are_grouped_and_only_those_in_sight_exist(trace: Page) -> None:
    unknown = [f"NOSUCH{place:05d}" for place in range(48)]
    trace.keyboard.press("/")
    trace.keyboard.insert_text("\n".join([CODE, *unknown, SECOND_CODE]))
    trace.keyboard.press("Enter")
    expect(trace.get_by_text("2 of 50 codes found exactly, 48 not found")).to_be_visible()
    first = trace.get_by_role("region", name=f"Results for {CODE}").get_by_role("button", name="Play: ")
    expect(first).to_have_attribute("aria-current", "true")
    groups = trace.get_by_role("region", name=re.compile("^Results for "))
    assert groups.count() < 40
    last = trace.get_by_role("region", name=f"Results for {SECOND_CODE}")
    expect(last).to_have_count(0)
    trace.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
    expect(last).to_be_visible()
    # The address holds it all: the same page again.
    trace.reload()
    expect(trace.get_by_text("2 of 50 codes found exactly, 48 not found")).to_be_visible()


@pytest.mark.timeout(240)
def test_a_code_that_is_not_there_shows_the_nearest_and_where_it_differs(trace: Page) -> None:
    trace.goto(f"/trace/?q={WRONG}")
    group = trace.get_by_role("region", name=f"Results for {WRONG}")
    expect(group).to_contain_text("Not found. This comes nearest:")
    expect(group).to_contain_text("2 characters differ")
    expect(group.locator("mark")).to_have_text([CODE[-3], CODE[-2]])


@pytest.mark.timeout(240)
def test_a_scanner_is_heard_wherever_the_focus_is(trace: Page) -> None:
    panel = open_event(trace)
    note = panel.get_by_label("Note on this event")
    note.fill("half written")
    scan(trace, SECOND_CODE)
    expect(trace.get_by_role("region", name=f"Results for {SECOND_CODE}")).to_be_visible()
    expect(trace.get_by_role("region", name=f"Results for {CODE}")).to_have_count(0)
    expect(trace).to_have_url(re.compile(r"[?&]event="))

    # The same over a dialog; the letters of the code did nothing by themselves.
    trace.get_by_role("button", name="Keyboard help").click()
    expect(trace.get_by_role("dialog", name="Keyboard")).to_be_visible()
    scan(trace, CODE)
    expect(trace.get_by_role("dialog", name="Keyboard")).to_have_count(0)
    expect(trace.get_by_role("region", name=f"Results for {CODE}")).to_be_visible()
    assert trace.request.get("/api/clips").json()["total"] == 0


@pytest.mark.timeout(240)
def test_a_scan_on_another_page_leads_to_trace(trace: Page) -> None:
    trace.goto("/program/")
    expect(trace.get_by_role("row", name=re.compile("Table 1|\\.mp4")).first).to_be_visible()
    scan(trace, SECOND_CODE)
    expect(trace.get_by_role("heading", level=1, name="Trace")).to_be_visible()
    found = trace.get_by_role("region", name=f"Results for {SECOND_CODE}").get_by_role("button", name="Play: ")
    expect(found).to_have_attribute("aria-current", "true")

    # Whoever put the cursor into a field scans into that field.
    trace.goto("/program/")
    part = trace.get_by_label("Part of the name")
    part.focus()
    scan(trace, "TABLE1")
    expect(part).to_have_value("TABLE1")
    expect(trace.get_by_role("heading", level=1, name="Program")).to_be_visible()


@pytest.mark.timeout(240)
def test_the_keys_are_shown_on_request(trace: Page) -> None:
    trace.get_by_role("heading", level=1).click()
    trace.keyboard.press("?")
    dialog = trace.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_contain_text("one frame back and on")
    trace.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    # Arrows walk through the list.
    trace.keyboard.press("ArrowDown")
    expect(trace.get_by_role("button", name="Play: ").first).to_have_attribute("aria-current", "true")
    trace.keyboard.press("ArrowDown")
    expect(trace.get_by_role("button", name="Play: ").nth(1)).to_have_attribute("aria-current", "true")


@pytest.mark.timeout(240)
def test_a_code_is_corrected_and_brought_back(trace: Page) -> None:
    panel = open_event(trace)
    codes = panel.get_by_role("region", name="Codes of this event")
    codes.get_by_role("button", name=f"Correct {CODE}").click()
    codes.get_by_label("The right code").fill("RIGHT-4711")
    codes.get_by_role("button", name="Save").click()
    expect(codes.get_by_role("button", name="Search RIGHT-4711")).to_be_visible()
    expect(codes.get_by_text("by hand")).to_be_visible()
    search = {"text": CODE}
    assert trace.request.post("/api/search", data=search).json()["codes_found"] == 0
    panel.get_by_text("1 change by hand").click()
    log = panel.get_by_role("list", name="Changes by hand")
    expect(log).to_contain_text(f"Code {CODE} corrected to RIGHT-4711")
    log.get_by_role("button", name="Undo").click()
    expect(log).to_contain_text("undone")
    expect(codes.get_by_role("button", name=f"Search {CODE}")).to_be_visible()
    assert trace.request.post("/api/search", data=search).json()["codes_found"] == 1


@pytest.mark.timeout(240)
def test_a_note_and_a_lock_are_kept(trace: Page) -> None:
    panel = open_event(trace, SECOND_CODE)
    panel.get_by_label("Note on this event").fill("Box was <b>dented</b>")
    panel.get_by_role("button", name="Save note").click()
    expect(panel.get_by_role("button", name="Save note")).to_have_count(0)
    panel.get_by_role("button", name="Lock", exact=True).click()
    expect(panel.get_by_role("button", name="Locked", exact=True)).to_have_attribute("aria-pressed", "true")
    trace.reload()
    row = trace.get_by_role("region", name=f"Results for {SECOND_CODE}")
    expect(row).to_contain_text("Box was <b>dented</b>")
    expect(row).to_contain_text("Locked")
    expect(panel.get_by_label("Note on this event")).to_have_value("Box was <b>dented</b>")


@pytest.mark.timeout(240)
def test_the_picture_is_enlarged_and_the_time_around_shown(trace: Page) -> None:
    panel = open_event(trace)
    expect(panel.get_by_role("button", name=f"Show where {CODE} was read")).to_be_visible()
    trace.wait_for_function("() => document.querySelector('video').duration > 1")
    shorter = trace.evaluate("() => document.querySelector('video').duration")
    panel.get_by_role("button", name="Enlarge").click()
    panel.get_by_role("button", name="Enlarge").click()
    scale = "() => new DOMMatrix(getComputedStyle(document.querySelector('video')).transform).a"
    assert trace.evaluate(scale) == pytest.approx(2.25)
    panel.get_by_role("button", name="Show the whole picture").click()
    assert trace.evaluate(scale) == 1
    panel.get_by_role("button", name="1 minute after").click()
    trace.wait_for_function("(short) => document.querySelector('video')?.duration > short + 1", arg=shorter)
    panel.get_by_role("button", name="Event only").click()
    trace.wait_for_function("(short) => Math.abs(document.querySelector('video')?.duration - short) < 0.2", arg=shorter)


@pytest.mark.timeout(240)
def test_a_search_is_kept_and_its_results_become_a_table(trace: Page, tmp_path: Path) -> None:
    trace.goto(f"/trace/?q={CODE}%0ANOSUCH-1&days=30")
    expect(trace.get_by_role("region", name="Results for NOSUCH-1")).to_be_visible()
    with trace.expect_download() as waiting:
        trace.get_by_role("button", name="CSV").click()
    target = tmp_path / "results.csv"
    waiting.value.save_as(target)
    lines = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    assert [(line["searched"], line["match"]) for line in lines][-1] == ("NOSUCH-1", "not found")

    trace.get_by_role("button", name="Saved searches").click()
    trace.get_by_label("Save this search as").fill("Complaints")
    trace.get_by_role("button", name="Save", exact=True).click()
    kept = trace.get_by_role("list", name="Saved searches").get_by_role("button", name="Complaints", exact=True)
    expect(kept).to_be_visible()
    trace.goto("/trace/")
    trace.get_by_role("button", name="Saved searches").click()
    kept.click()
    expect(trace.get_by_role("region", name="Results for NOSUCH-1")).to_be_visible()
    expect(trace.get_by_role("button", name="30 days")).to_have_attribute("aria-pressed", "true")


@pytest.mark.timeout(240)
def test_a_killed_server_is_waited_for_and_the_search_goes_on(trace: Page, server: Server) -> None:
    open_event(trace)
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    trace.keyboard.press("/")
    trace.keyboard.insert_text(SECOND_CODE)
    trace.keyboard.press("Enter")
    expect(trace.get_by_text("The ePACK server does not answer").first).to_be_visible()
    server.start()
    expect(trace.get_by_role("region", name=f"Results for {SECOND_CODE}")).to_be_visible(timeout=60_000)


@pytest.mark.timeout(240)
def test_files_that_are_too_much_are_refused_in_words(trace: Page, tmp_path: Path) -> None:
    huge = tmp_path / "label.jpg"
    with huge.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    trace.get_by_label("Photo", exact=True).set_input_files(huge)
    expect(trace.get_by_text("label.jpg is too large")).to_be_visible()
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(vast_png(20_000, 20_000))
    trace.get_by_label("Photo", exact=True).set_input_files(bomb)
    expect(trace.get_by_text("The photo has more than 40 megapixels")).to_be_visible()
    # The page works on.
    trace.keyboard.press("/")
    trace.keyboard.insert_text(CODE)
    trace.keyboard.press("Enter")
    expect(trace.get_by_role("region", name=f"Results for {CODE}")).to_be_visible()


def test_the_server_refuses_a_vast_body_before_it_came(server: Server) -> None:
    head = (
        f"POST /api/search/photo HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {300 * 1024 * 1024}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


@pytest.mark.timeout(240)
def test_two_hundred_thousand_codes_of_a_table_are_searched(trace: Page, tmp_path: Path) -> None:
    table = tmp_path / "orders.csv"
    table.write_text("Tracking\n" + "\n".join([CODE, *(f"SPXQ{place:09d}" for place in range(199_999))]))
    trace.get_by_label("Table", exact=True).set_input_files(table)
    dialog = trace.get_by_role("dialog", name="Codes from a table")
    dialog.get_by_role("button", name="Search 200,000 codes").click()
    expect(trace.get_by_text("1 of 200,000 codes found exactly")).to_be_visible(timeout=90_000)
    expect(trace.get_by_role("region", name=f"Results for {CODE}")).to_be_visible()
    trace.get_by_role("button", name="Clear the list").click()
    expect(trace.get_by_role("textbox", name="Codes to look for")).to_have_value("")


def vast_png(width: int, height: int) -> bytes:
    """A valid black picture of this size, in a few kB."""
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(1 + (width + 7) // 8)) for _ in range(height)) + rows.flush()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
            (b"IDAT", packed),
            (b"IEND", b""),
        )
    )


def test_the_list_of_recordings_leads_to_the_orders_of_a_file(trace: Page) -> None:
    total = trace.request.get("/api/events").json()["total"]
    recording = trace.request.get("/api/recordings?status=done").json()["items"][0]
    assert recording["events"] == total
    for width in (390, 1280):
        trace.set_viewport_size({"width": width, "height": 800})
        trace.goto("/program/")
        found = trace.get_by_role("row", name=re.compile(recording["file_name"])).get_by_role("link")
        expect(found).to_have_count(1)
        expect(found).to_have_text(str(total) if width > 1000 else f"{total} orders")
        found.click()
        rows = trace.get_by_role("region", name="Latest events").get_by_role("listitem")
        expect(rows).to_have_count(total)
        # The same time of another day holds none, so it is the file's own time that is asked for.
        trace.goto(re.sub(r"2026-01-05", "2026-01-06", trace.url))
        expect(trace.get_by_text("No events in this time")).to_be_visible()
