"""The Program page at work: a run stopped and gone on with, a server killed under the open page, nothing left to do."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.server import Server
from tests.e2e.test_first_hour import ANALYSIS_PATIENCE_MS, let_settle
from tests.support.footage import small_order_clip

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

COPIES = 8
"""So many that a run over them can be interrupted, so short that it is over soon."""


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A camera's folder with the same short recording again and again, an hour apart, and one file that is none."""
    folder = tmp_path_factory.mktemp("videos") / "Table 1"
    folder.mkdir()
    made = small_order_clip().path
    for hour in range(COPIES):
        os.link(made, folder / f"Small_20260105_{hour + 8:02}0000.mp4")
    (folder / "Small_20260105_200000.mp4").write_text("no video at all")
    let_settle(folder)
    return folder


@pytest.fixture
def program(page: Page, videos: Path) -> Page:
    """The Program page with the folder set up."""
    call = page.request
    if call.get("/api/cameras").json()["total"] == 0:
        assert call.patch("/api/settings", data={"allowed_roots": [str(videos.parent)], "workers_max": 1}).ok
        source = {"name": "Shop", "path": str(videos.parent), "cameras": [videos.name]}
        assert call.post("/api/sources", data=source).ok
    page.goto("/program/")
    expect(page.get_by_role("heading", level=1, name="Program")).to_be_visible()
    return page


def in_work(page: Page) -> None:
    expect(page.get_by_role("button", name=re.compile(r"^In work [1-9]"))).to_be_visible(timeout=ANALYSIS_PATIENCE_MS)


def all_done(page: Page) -> None:
    expect(page.get_by_role("button", name=f"Done {COPIES}", exact=True)).to_be_visible(timeout=ANALYSIS_PATIENCE_MS)


@pytest.mark.timeout(400)
def test_a_run_is_stopped_and_gone_on_with_and_survives_the_death_of_the_server(
    program: Page, server: Server, videos: Path
) -> None:
    page = program
    page.get_by_label("File or folder on this computer").fill(str(videos))
    page.get_by_role("button", name="Start custom").click()
    in_work(page)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("Nothing runs")).to_be_visible()
    history = page.get_by_role("region", name="History")
    stopped = history.get_by_role("listitem").first
    expect(stopped).to_contain_text("Stopped")
    expect(stopped).to_contain_text(re.compile(rf"\d of {COPIES + 1} files"))
    expect(page.get_by_role("button", name="In work 0", exact=True)).to_be_visible()

    page.get_by_role("button", name="Start custom").click()
    in_work(page)
    server.kill()
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_visible()
    server.start()
    # The page finds the server again, the server its run: nobody presses anything.
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_be_hidden()
    all_done(page)
    expect(page.get_by_text("Nothing runs")).to_be_visible()
    done = history.get_by_role("listitem").first
    expect(done).to_contain_text("Done")
    expect(done).to_contain_text(f"{COPIES + 1} files · 1 failed")
    events = page.request.get("/api/events").json()
    assert events["total"] == COPIES


@pytest.mark.timeout(200)
def test_nothing_to_do_is_said_and_files_are_analysed_again(program: Page, videos: Path) -> None:
    page = program
    all_done(page)
    one = videos / "Small_20260105_080000.mp4"
    page.get_by_label("File or folder on this computer").fill(str(one))
    page.get_by_role("button", name="Start custom").click()
    notice = page.get_by_role("status").filter(has_text="Nothing to do")
    expect(notice).to_contain_text(one.name)
    notice.get_by_role("button", name="Analyse again").click()
    latest = page.get_by_role("region", name="History").get_by_role("listitem").first
    expect(latest).to_contain_text("once more")
    expect(latest).to_contain_text("Done", timeout=ANALYSIS_PATIENCE_MS)
    expect(latest).to_contain_text("of footage")
    expect(notice).to_be_hidden()
    # The files of that run alone, in an address that can be kept.
    latest.get_by_role("button", name=re.compile("^Files of run")).click()
    expect(page.get_by_text("1 recording", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]run=\d+"))


@pytest.mark.timeout(200)
def test_a_failed_file_is_retried_and_ticked_ones_are_analysed_again(program: Page) -> None:
    page = program
    page.get_by_role("button", name=re.compile("^Failed 1")).click()
    failed = page.get_by_role("row", name=re.compile("Small_20260105_200000"))
    expect(failed).to_contain_text("This is not a video file.")
    failed.get_by_role("button", name="Retry Small_20260105_200000.mp4").click()
    expect(page.get_by_role("button", name="Waiting 1", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^All \d")).click()
    for hour in ("08", "09"):
        page.get_by_role("checkbox", name=f"Choose Small_20260105_{hour}0000.mp4").check(force=True)
    expect(page.get_by_text("2 chosen")).to_be_visible()
    page.get_by_role("button", name="Analyse 2 again").click()
    expect(page.get_by_role("button", name="Waiting 3", exact=True)).to_be_visible()
    page.get_by_role("button", name="Start default").click()
    all_done(page)
    expect(page.get_by_role("button", name=re.compile("^Failed 1"))).to_be_visible()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("Nothing runs")).to_be_visible()
