"""A real browser on the real server with the built dashboard; nothing is faked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.e2e.orders import analyse, record_orders
from tests.e2e.server import ROOT, Server, running_server
from tests.e2e.two_tables import analyse_once, film
from tests.support.footage import CODE, Footage

DASHBOARD = ROOT / "frontend" / "out" / "index.html"
PATIENCE_MS = 30_000

EXPECTED_CONSOLE = ("Failed to load resource",)
"""What the browser itself says about answers such as 403; the page shows those in its own words."""


@pytest.fixture(scope="session")
def dashboard() -> None:
    if not DASHBOARD.is_file():
        pytest.fail("The dashboard is not built. Run: npm --prefix frontend ci && npm --prefix frontend run build")


@pytest.fixture(scope="module")
def server(dashboard: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server a module: its tests build on each other's data only where they say so."""
    with running_server(tmp_path_factory.mktemp("epack")) as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Server, tmp_path: Path) -> Iterator[Page]:
    """A page in English, 1280 x 800, the owner signed in. Errors in its console or scripts fail the test."""
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": 1280, "height": 800},
        locale="en-US",
        accept_downloads=True,
        storage_state=server.owner,
        # For calls of the tests themselves; pages send it anyway, and test_session sees to that.
        extra_http_headers={"X-Epack": "1"},
    )
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    opened = context.new_page()
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED_CONSOLE):
            complaints.append(message.text)

    opened.on("console", on_console)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == [], "The page complained: " + "\n".join(complaints)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return record_orders(tmp_path_factory.mktemp("videos"))


@pytest.fixture
def trace(page: Page, orders: Footage) -> Page:
    """The Trace page with both orders found; the first test of a module that asks for it waits for the analysis."""
    if page.request.get("/api/cameras").json()["total"] == 0:
        analyse(page.request, orders)
    page.goto("/trace/")
    expect(page.get_by_role("button", name=f"Search {CODE}").first).to_be_visible()
    return page


@pytest.fixture
def shop(page: Page, orders: Footage) -> Page:
    """A page of a server that found two orders; the first test that asks for it waits for the analysis."""
    if page.request.get("/api/cameras").json()["total"] == 0:
        analyse(page.request, orders)
    return page


@pytest.fixture(scope="module")
def two_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("videos"))


@pytest.fixture
def analysed(page: Page, two_tables: Path) -> Page:
    """A page of a server that knows the two tables; the first test that asks for it waits for the analysis."""
    return analyse_once(page, two_tables)
