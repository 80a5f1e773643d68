"""Names, codes, notes and file names that would be run were they taken for markup, on every page that shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from backend.config.paths import Paths
from backend.domain.event import EventCode, EventPart, PackingEvent
from backend.sources.identity import identify
from backend.sources.probe import probe
from database.engine import open_store
from database.repositories.events import EventRepository
from database.repositories.recordings import FoundRecording, RecordingRepository
from tests.e2e.server import Server, free_port
from tests.support.footage import small_order_clip
from tests.support.shop import open_shop
from tests.support.store import NOW_MS

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

EVIL = "<img src=x onerror=window.hurt=1>"
"""A name for a folder too."""
CODE = f'"><script>window.hurt=1</script>{EVIL}'
PAGES = (
    "/overview/", f"/trace/?q={quote(CODE)}", "/trace/", "/timeline/?day=2026-01-01", "/cameras/", "/camera-health/",
    "/sources/", "/live/", "/program/", "/plan/", "/users/", "/audit/", "/account/", "/settings/?section=site",
    "/settings/?section=folders", "/settings/?section=transfer", "/settings/?section=about", "/setup/",
)  # fmt: skip
SHOW_IT = {"/trace/", "/cameras/", "/camera-health/", "/program/", "/users/", "/audit/"}
"""Pages where it stands as text, so that the check can fail."""


@pytest.fixture(scope="module")
def server(dashboard: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    shop = open_shop(tmp_path_factory.mktemp("epack"), {EVIL: {}}, {"brand_name": EVIL})
    recording = small_order_clip(shop.camera(EVIL)).path
    recording = recording.rename(recording.with_name(f"{EVIL}.mp4"))
    with open_store(Paths(shop.data_dir).db) as store:
        add_event(RecordingRepository(store), EventRepository(store), recording)
    running = Server(shop.data_dir, free_port())
    running.start()
    yield running
    running.stop()


def add_event(recordings: RecordingRepository, events: EventRepository, path: Path) -> None:
    facts = probe(str(path))
    found = FoundRecording(1, str(path), identify(str(path)), path.stat().st_mtime_ns, NOW_MS, "mtime", facts)
    number = recordings.upsert_found(found, now_ms=NOW_MS)[0]
    code = EventCode(CODE, "QRCode", NOW_MS + 1000, NOW_MS + 2000, 5, 0.95)
    part = EventPart(number, str(path), 1000, 9000)
    event = PackingEvent("", 1, NOW_MS + 1000, NOW_MS + 9000, (), (code,), (part,))
    events.replace_window(1, NOW_MS, NOW_MS + 10_000, [event], now_ms=NOW_MS)


def spread(page: Page) -> None:
    """The same text in everything that people name."""
    call = page.request
    event = call.get("/api/events").json()["items"][0]["id"]
    assert call.patch(f"/api/events/{event}", data={"note": EVIL}).ok
    assert call.put("/api/searches", data={"name": EVIL, "address": f"q={quote(EVIL)}"}).ok
    assert call.patch("/api/account", data={"display_name": EVIL}).ok
    assert call.post("/api/account/keys", data={"name": EVIL, "scopes": ["read"]}).ok
    assert call.post("/api/users", data={"name": EVIL, "role": "viewer"}).ok
    source = call.get("/api/sources").json()["items"][0]["id"]
    assert call.patch(f"/api/sources/{source}", data={"name": EVIL}).ok


def test_nothing_that_people_or_labels_say_is_run(page: Page) -> None:
    spread(page)
    for path in PAGES:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if path in SHOW_IT:
            expect(page.locator("body")).to_contain_text(EVIL)
        else:
            page.wait_for_timeout(700)
        hurt = page.evaluate("() => [window.hurt ?? null, document.querySelectorAll('img[src=x]').length]")
        assert hurt == [None, 0], path
