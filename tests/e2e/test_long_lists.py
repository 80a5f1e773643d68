"""Ten thousand recordings in the browser: few rows in the page, any of them a scroll or a word away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from database.engine import open_store
from database.repositories.recordings import RecordingRepository
from tests.e2e.pages import ROWS_APART
from tests.e2e.server import Server, free_port
from tests.support.store import HOUR_MS, NOW_MS, T0_MS, add_camera, found

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

FILES = 10_000
ROWS_IN_PAGE = 60


@pytest.fixture(scope="module")
def server(dashboard: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose store knows many recordings, the newest with the highest number."""
    data_dir: Path = tmp_path_factory.mktemp("epack") / "data"
    data_dir.mkdir()
    with open_store(data_dir / "epack.db") as store:
        camera_id = add_camera(store)
        many = [
            found(camera_id, f"/in/Table 1/file_{n:05}.mp4", T0_MS + n * HOUR_MS, sha=f"{n:064x}") for n in range(FILES)
        ]
        RecordingRepository(store).upsert_many(many, now_ms=NOW_MS)
    running = Server(data_dir, free_port())
    running.start()
    yield running
    running.stop()


def test_ten_thousand_files_are_scrolled_and_found(page: Page) -> None:
    page.goto("/program/")
    expect(page.get_by_role("row", name=re.compile("file_09999"))).to_be_visible()
    table = page.get_by_role("table", name="Recordings")
    expect(table).to_have_attribute("aria-rowcount", str(FILES + 1))
    assert table.get_by_role("row").count() < ROWS_IN_PAGE

    rows = table.get_by_role("rowgroup")
    rows.evaluate("box => box.scrollTo(0, box.scrollHeight)")
    expect(page.get_by_role("row", name=re.compile("file_00000"))).to_be_visible()
    rows.evaluate("box => box.scrollTo(0, box.scrollHeight / 2)")
    expect(page.get_by_role("row", name=re.compile("file_0[45]")).first).to_be_visible()
    assert table.get_by_role("row").count() < ROWS_IN_PAGE

    # Letters grow on a large screen, and the places of rows with them.
    page.set_viewport_size({"width": 3840, "height": 2160})
    page.wait_for_function(ROWS_APART)
    page.set_viewport_size({"width": 1280, "height": 800})

    page.get_by_label("Part of the name").fill("file_0123")
    expect(page.get_by_text("10 recordings", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("name=file_0123"))
    page.reload()
    expect(page.get_by_role("row", name=re.compile("file_01239"))).to_be_visible()
    expect(page.get_by_label("Part of the name")).to_have_value("file_0123")
    page.get_by_role("button", name=re.compile("^Failed")).click()
    expect(page.get_by_text("No recordings of this kind")).to_be_visible()


@pytest.mark.timeout(120)
def test_the_list_takes_the_keyboard_and_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/program/")
    expect(page.get_by_role("row", name=re.compile("file_09999"))).to_be_visible()
    rows = page.get_by_role("table", name="Recordings").get_by_role("rowgroup")
    rows.focus()
    last = page.get_by_role("row", name=re.compile("file_00000"))
    while last.count() == 0:  # rows turn out higher or lower than expected once they are drawn
        page.keyboard.press("End")
        page.wait_for_timeout(100)
    expect(last).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
