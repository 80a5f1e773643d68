"""Codes from a table and a photo, and clips of what they find, in the browser on footage that was truly analysed."""

from __future__ import annotations

import csv
import hashlib
import re
import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import av
import numpy as np
import pytest
import segno
import xlsxwriter
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.test_first_hour import playable_seconds
from tests.support.footage import CODE, SECOND_CODE

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

ORDERS = [("Order", "Buyer", "Mã vận đơn"), ("250001", "An", CODE), ("250002", "Binh", SECOND_CODE)]


@pytest.mark.timeout(180)
def test_a_table_finds_its_orders_and_its_column_is_remembered(trace: Page) -> None:
    dialog = open_table(trace, "orders.xlsx", as_xlsx(ORDERS))
    column = dialog.get_by_label("Column with the codes")
    expect(column).to_have_value("C")
    # Another column than the suggested one, named for a marketplace.
    column.select_option("A")
    expect(dialog.get_by_role("status")).to_contain_text("250001")
    dialog.get_by_label("Marketplace").fill("Tiki")
    dialog.get_by_role("button", name="Search 2 codes").click()
    expect(trace.get_by_role("region", name="Results for 250002")).to_contain_text("Not found")

    # The next export of the same marketplace comes as CSV with its columns in another order.
    text = "\n".join(";".join(reversed(row)) for row in ORDERS)
    dialog = open_table(trace, "orders.csv", text.encode("utf-8-sig"))
    expect(column).to_have_value("A")
    dialog.get_by_label("Marketplace").fill("tiki")
    expect(column).to_have_value("C")
    dialog.get_by_label("Marketplace").fill("")
    column.select_option("A")
    expect(dialog.get_by_role("status")).to_contain_text(SECOND_CODE)
    dialog.get_by_role("button", name="Search 2 codes").click()
    expect(trace.get_by_text("2 of 2 codes found exactly")).to_be_visible()


def test_a_double_click_cuts_one_clip(trace: Page) -> None:
    event = trace.request.get("/api/events").json()["items"][0]["id"]
    trace.goto(f"/trace/?event={event}")
    cut = trace.get_by_role("button", name="Cut clip")
    cut.wait_for()
    cut.dblclick(delay=40)
    expect(trace.get_by_role("link", name=re.compile("^Download ")).first).to_be_visible()
    clips = trace.request.get("/api/clips").json()
    assert len([one for one in clips["items"] if one["event_id"] == event]) == 1


def test_a_file_that_is_no_table_says_so(trace: Page) -> None:
    dialog = open_table(trace, "broken.xlsx", b"PK\x03\x04 no more")
    expect(dialog.get_by_role("alert")).to_contain_text(re.compile(r"\w+ \w+"))
    expect(dialog.get_by_role("button", name="Search")).to_be_disabled()


@pytest.mark.timeout(180)
def test_a_photo_of_a_label_opens_its_event(trace: Page) -> None:
    picture = BytesIO()
    segno.make(CODE).save(picture, kind="png", scale=6, border=6)
    trace.get_by_label("Photo", exact=True).set_input_files(payload("label.png", picture.getvalue()))
    expect(trace.get_by_role("region", name=f"Results for {CODE}")).to_be_visible()
    expect(trace.get_by_role("button", name="Cut exact")).to_be_visible()


def photograph(width: int, height: int, scale: int) -> bytes:
    """A label with the code in a picture as large as a phone takes it, grainy as those are: several MB."""
    grain = np.random.default_rng(7).integers(90, 130, (height, width), np.uint8)
    label = BytesIO()
    segno.make(CODE, error="l").save(label, kind="png", scale=scale, border=6)
    picture = Image.fromarray(grain)
    picture.paste(Image.open(label).convert("L"), (width // 3, height // 3))
    jpeg = BytesIO()
    picture.save(jpeg, "JPEG", quality=90)
    return jpeg.getvalue()


SIZES_SENT = """() => {
  window.sizes = [];
  const asked = window.fetch;
  window.fetch = (address, options) => {
    const file = options?.body instanceof FormData && options.body.get('file');
    if (file) window.sizes.push(file.size);
    return asked(address, options);
  };
}"""


def test_a_large_photo_is_sent_small_and_whole_only_for_fine_codes(trace: Page) -> None:
    for scale, tries in ((24, 1), (2, 2)):
        photo = photograph(4000, 3000, scale)
        assert len(photo) > 2_000_000
        trace.goto("/trace/")
        trace.evaluate(SIZES_SENT)
        trace.get_by_label("Photo", exact=True).set_input_files(payload("label.jpg", photo))
        expect(trace.get_by_role("region", name=f"Results for {CODE}")).to_be_visible()
        sizes = trace.evaluate("window.sizes")
        assert sizes == [sizes[0], len(photo)][:tries]
        assert sizes[0] < len(photo) / 2


@pytest.mark.timeout(180)
def test_several_results_become_one_zip(trace: Page, tmp_path: Path) -> None:
    search_both(trace)
    for code in (CODE, SECOND_CODE):
        trace.get_by_role("region", name=f"Results for {code}").get_by_role("checkbox").check(force=True)
    bar = trace.get_by_role("region", name="Chosen events")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_role("button", name="Cut clips").click()
    expect(bar.get_by_role("status")).to_have_text("2 of 2 ready")
    with trace.expect_download() as waiting:
        bar.get_by_role("link", name="ZIP").click()
    target = tmp_path / "batch.zip"
    waiting.value.save_as(target)
    with zipfile.ZipFile(target) as packed:
        clips = sorted(name for name in packed.namelist() if name.endswith(".mp4"))
        packed.extractall(tmp_path)
    assert [name.split("_")[0] for name in clips] == sorted((CODE, SECOND_CODE))
    assert all(playable_seconds(tmp_path / name) > 8 for name in clips)
    lines = list(csv.DictReader((tmp_path / "manifest.csv").read_text("utf-8-sig").splitlines()))
    assert sorted(line["codes"] for line in lines) == sorted((CODE, SECOND_CODE))
    for line in lines:
        assert line["event_id"]
        assert hashlib.sha256((tmp_path / line["file"]).read_bytes()).hexdigest() == line["sha256"]
    # The rows say that there are clips now.
    expect(trace.get_by_role("region", name=f"Results for {CODE}")).to_contain_text("1 clip")


@pytest.mark.timeout(180)
def test_an_exact_clip_carries_code_and_time_below_the_picture(trace: Page, tmp_path: Path) -> None:
    trace.goto(f"/trace/?q={SECOND_CODE}")
    trace.get_by_role("button", name="Play: ").first.click()
    trace.get_by_role("button", name="Cut exact").click()
    made = trace.get_by_role("listitem").filter(has_text="Encoded anew").first
    link = made.get_by_role("link", name=re.compile("^Download "))
    with trace.expect_download() as waiting:
        link.click()
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    assert SECOND_CODE in target.name
    assert frame_height(target) > 360


@pytest.mark.timeout(180)
def test_the_cutting_of_a_batch_is_stopped_and_known_after_a_reload(trace: Page) -> None:
    search_both(trace)
    for code in (CODE, SECOND_CODE):
        trace.get_by_role("region", name=f"Results for {code}").get_by_role("checkbox").check(force=True)
    bar = trace.get_by_role("region", name="Chosen events")
    bar.get_by_role("button", name="Exact").click()
    bar.get_by_role("button", name="Stop").click()
    expect(bar.get_by_role("status")).to_have_text(re.compile(r"[012] of 2 ready, [12] stopped"))
    told = bar.get_by_role("status").inner_text()
    trace.reload()
    expect(bar.get_by_role("status")).to_have_text(told)
    trace.get_by_role("link", name="Overview").click()
    expect(trace.get_by_role("heading", level=1, name="Overview")).to_be_visible()
    trace.get_by_role("link", name="Trace", exact=True).click()
    expect(bar.get_by_role("status")).to_have_text(told)
    bar.get_by_role("button", name="Clear").click()
    expect(bar).to_have_count(0)


@pytest.mark.timeout(180)
def test_an_event_becomes_a_sheet_of_paper(trace: Page, tmp_path: Path) -> None:
    trace.goto(f"/trace/?q={CODE}")
    trace.get_by_role("button", name="Play: ").first.click()
    with trace.expect_download() as waiting:
        trace.get_by_role("button", name="Evidence sheet").click()
    assert waiting.value.suggested_filename.startswith(CODE)
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    assert target.suffix == ".pdf"
    assert target.read_bytes().startswith(b"%PDF")
    trace.goto("/audit/?action=event")
    expect(trace.get_by_role("list", name="Audit").get_by_text("Made an evidence sheet").first).to_be_visible()


def search_both(page: Page) -> None:
    page.goto(f"/trace/?q={quote(f'{CODE},{SECOND_CODE}')}")
    expect(page.get_by_text("2 of 2 codes found exactly")).to_be_visible()


def open_table(page: Page, name: str, data: bytes) -> Locator:
    page.get_by_label("Table", exact=True).set_input_files(payload(name, data))
    dialog = page.get_by_role("dialog", name="Codes from a table")
    expect(dialog.get_by_text(name)).to_be_visible()
    return dialog


def payload(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def as_xlsx(rows: list[tuple[str, str, str]]) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return buffer.getvalue()


def frame_height(path: Path) -> int:
    with av.open(str(path)) as container:
        return next(container.decode(video=0)).height
