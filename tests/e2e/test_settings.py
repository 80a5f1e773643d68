"""Settings in the browser: changed, refused, reset, undone; carried as a file; backed up and restored."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

RESTART_PATIENCE_MS = 90_000


def value(page: Page, key: str) -> Any:
    items = page.request.get("/api/settings").json()["items"]
    return next(one["value"] for one in items if one["key"] == key)


def field(page: Page, key: str) -> Locator:
    return page.locator(f"[data-setting={key}]")


def test_changed_refused_reset_and_undone(page: Page) -> None:
    page.goto("/settings/?section=packing")
    shortest = page.get_by_label("Shortest packing time", exact=True)
    expect(field(page, "min_packing_s")).to_contain_text("Default: 10 s · 0 to 3600 s")

    # Refused beside the field, with nothing changed.
    shortest.fill("200")
    page.get_by_role("button", name="Save").click()
    expect(field(page, "min_packing_s")).to_contain_text("Must be below “Longest packing time”.")
    shortest.fill("ten")
    page.get_by_role("button", name="Save").click()
    expect(field(page, "min_packing_s")).to_contain_text("Enter a number.")
    assert value(page, "min_packing_s") == 10

    shortest.fill("15")
    expect(page.get_by_text("1 unsaved change")).to_be_visible()
    page.get_by_role("link", name="Program").click()
    question = page.get_by_role("dialog", name="Leave without saving?")
    question.get_by_role("button", name="Stay here").click()
    expect(question).to_have_count(0)
    page.get_by_role("button", name="Save").click()
    expect(field(page, "min_packing_s").get_by_text("changed")).to_be_visible()
    assert value(page, "min_packing_s") == 15

    page.get_by_role("button", name="Undo").click()
    expect(shortest).to_have_value("10")
    assert value(page, "min_packing_s") == 10

    page.get_by_label("Gap between recordings", exact=True).fill("5")
    page.get_by_role("button", name="Save").click()
    expect(field(page, "continuous_gap_s").get_by_text("changed")).to_be_visible()
    page.get_by_role("button", name="Reset to default: Gap between recordings").click()
    page.get_by_role("button", name="Save").click()
    expect(field(page, "continuous_gap_s").get_by_text("changed")).to_be_hidden()
    assert value(page, "continuous_gap_s") == 2


def test_the_language_of_the_site_is_followed(page: Page) -> None:
    page.goto("/settings/?section=site")
    page.get_by_label("Language", exact=True).select_option("vi")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Cài đặt")).to_be_visible()
    # Refusals of the server are said in Vietnamese too.
    page.goto("/settings/?section=packing")
    page.get_by_label("Thời gian đóng gói ngắn nhất", exact=True).fill("4000")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(field(page, "min_packing_s")).to_contain_text("Phải trong khoảng 0 đến 3600 giây.")
    page.request.patch("/api/settings", data={"language": "auto"})


def test_a_file_is_carried_over_after_a_look_at_what_it_changes(page: Page, tmp_path: Path) -> None:
    call = page.request
    assert call.post("/api/cameras", data={"name": "Table 9", "trigger_text": "TimeGo"}).ok
    page.goto("/settings/?section=transfer")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the file").click()
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    document = json.loads(target.read_text("utf-8"))
    assert document["cameras"][0]["name"] == "Table 9"

    document["settings"].update({"pre_roll_s": 9, "post_roll_s": 8})
    document["cameras"][0]["trigger_text"] = "BongSen"
    target.write_text(json.dumps(document), "utf-8")
    chosen = page.get_by_label("Choose a file", exact=True)
    chosen.set_input_files(target)
    review = page.get_by_role("region", name="What would change")
    expect(review).to_contain_text("Before the event")
    expect(review).to_contain_text("Camera Table 9")
    assert value(page, "pre_roll_s") == 2

    review.get_by_role("checkbox", name="Take over: After the event").uncheck(force=True)
    review.get_by_role("button", name="Take over 2 changes").click()
    expect(page.get_by_text("Taken over")).to_be_visible()
    assert (value(page, "pre_roll_s"), value(page, "post_roll_s")) == (9, 2)
    assert call.get("/api/cameras").json()["items"][0]["trigger_text"] == "BongSen"

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Everything is as it was before the import")).to_be_visible()
    assert value(page, "pre_roll_s") == 2
    assert call.get("/api/cameras").json()["items"][0]["trigger_text"] == "TimeGo"

    target.write_text("not JSON", "utf-8")
    chosen.set_input_files(target)
    expect(page.get_by_role("alert").filter(has_text="cannot be read as JSON")).to_be_visible()
    target.write_text('{"some": "file"}', "utf-8")
    chosen.set_input_files(target)
    expect(page.get_by_role("alert").filter(has_text="This is no settings file of ePACK")).to_be_visible()


@pytest.mark.timeout(300)
def test_a_backup_is_made_fetched_and_restored(page: Page, tmp_path: Path) -> None:
    call = page.request
    assert call.patch("/api/settings", data={"brand_name": "Before"}).ok
    page.goto("/settings/?section=backup")
    page.get_by_role("button", name="Make a backup").click()
    backups = page.get_by_role("list", name="Backups")
    row = backups.get_by_role("listitem").filter(has_text="by request")
    expect(row).to_be_visible()
    with page.expect_download() as waiting:
        row.get_by_role("link", name=re.compile("^Download ")).click()
    target = tmp_path / "mine.zip"
    waiting.value.save_as(target)
    with zipfile.ZipFile(target) as archive:
        assert set(archive.namelist()) == {"manifest.json", "settings.json", "epack.db"}

    # What is no backup is refused in words, and nothing waits for a restart.
    cut_off = tmp_path / "half.zip"
    cut_off.write_bytes(target.read_bytes()[:2000])
    page.get_by_label("Bring in a file", exact=True).set_input_files(cut_off)
    expect(page.get_by_text("half.zip is no backup of ePACK")).to_be_visible()
    expect(backups.get_by_text("half.zip")).to_be_hidden()
    # What is found damaged only when it is looked through, too.
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(target) as archive, zipfile.ZipFile(broken, "w") as copy:
        copy.writestr("manifest.json", archive.read("manifest.json"))
        copy.writestr("epack.db", b"something else")
    page.get_by_label("Bring in a file", exact=True).set_input_files(broken)
    page.get_by_role("button", name="Restore broken.zip").click()
    page.get_by_role("button", name="Check and prepare").click()
    expect(page.get_by_role("alert").filter(has_text="checksum differs")).to_be_visible()
    page.get_by_role("button", name="Delete broken.zip").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(backups.get_by_text("broken.zip")).to_be_hidden()
    expect(page.get_by_role("alert").filter(has_text="checksum differs")).to_be_hidden()

    assert call.patch("/api/settings", data={"brand_name": "After"}).ok
    page.get_by_label("Bring in a file", exact=True).set_input_files(target)
    page.get_by_role("button", name="Restore mine.zip").click()
    expect(page.get_by_role("dialog")).to_contain_text("The present state is kept")
    page.get_by_role("button", name="Check and prepare").click()
    expect(page.get_by_role("status").filter(has_text="A restart is needed")).to_be_visible()
    assert value(page, "brand_name") == "After"
    page.get_by_role("button", name="Restart now").click()
    expect(page.get_by_text("The server has restarted")).to_be_visible(timeout=RESTART_PATIENCE_MS)
    assert value(page, "brand_name") == "Before"
    expect(backups.get_by_text("before a restore")).to_be_visible()


def test_log_and_examination(page: Page) -> None:
    page.goto("/settings/?section=log")
    lines = page.get_by_role("list", name="Log")
    expect(lines.get_by_role("listitem").first).to_be_visible()
    page.get_by_label("Search in the log", exact=True).fill("no line holds this text")
    expect(page.get_by_text("No such lines")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download all").click()
    assert zipfile.is_zipfile(waiting.value.path())

    page.goto("/settings/?section=about")
    expect(page.get_by_role("cell", name="react", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Examine now").click()
    examined = page.get_by_role("list", name="Examination")
    expect(examined).to_contain_text("Store: whole")
