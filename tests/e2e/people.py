"""People at a shop with two cameras: who is invited, comes, and signs in, each in a browser of their own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from backend.config.paths import Paths
from backend.config.secret_box import open_secret_box
from backend.domain.audit import AuditEntry
from database.engine import open_store
from database.repositories.audit import AuditRepository
from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.server import Server
from tests.support.accounts import PASSWORD
from tests.support.store import T0_MS, add_camera, event, put_events

SEEN, HIDDEN = "SPXVN0000000001", "GHNXK9987654321"
LONG_NAME = "nguyen.thi.hoang.anh.ca.toi.kho.phia.bac@cua-hang-van-phong-pham-hoang-anh.com.vn"


def open_shop(data_dir: Path, *, audit_lines: int = 0) -> None:
    """Two cameras with an order each, and as many lines of who did what, before any server runs."""
    data_dir.mkdir(parents=True, exist_ok=True)
    now_ms, paths = time.time_ns() // 1_000_000, Paths(data_dir)
    with open_store(paths.db) as store:
        for name, code in (("Table 1", SEEN), ("Packing room 2", HIDDEN)):
            camera = add_camera(store, name)
            put_events(store, camera, event(camera, T0_MS, code))
        audit = AuditRepository(store, open_secret_box(paths.key_file))
        for number in range(audit_lines):
            search = AuditEntry(
                now_ms - (audit_lines - number) * 60_000, LONG_NAME if number % 2 else "lan", None, "viewer",
                f"192.168.1.{number % 250}", "search", "done" if number % 10 else "not_permitted",
                {"codes": [f"SPXVN{number:010}"], "camera_ids": [1, 2]},
            )  # fmt: skip
            audit.append(search)


@contextmanager
def somebody(browser: Browser, server: Server, width: int = 1280, locale: str = "en-US") -> Iterator[Page]:
    """A browser of its own, nobody signed in."""
    context = browser.new_context(
        base_url=server.url, viewport={"width": width, "height": 800}, locale=locale, accept_downloads=True
    )
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    try:
        yield context.new_page()
    finally:
        context.close()


def join(page: Page, address: str, password: str = PASSWORD) -> None:
    page.goto(address)
    page.get_by_label("New password").fill(password)
    page.get_by_role("button", name="Set the password and sign in").click()
    expect(page.get_by_role("navigation").first).to_be_visible()


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Name or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Account:").first.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
