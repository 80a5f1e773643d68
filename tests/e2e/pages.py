"""The addresses of the dashboard, and what stands on each once its data has come."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.footage import CODE

DAY = "2026-01-05"
SHOWN = {
    # address: what stands there once its data has come
    "/overview/": "Today by camera and hour",
    "/trace/": CODE,
    f"/trace/?q={CODE}": "found exactly",
    "/trace/?event={event}": "Cut exact",
    "/trace/?q=NOSUCH-1": "Not found",
    f"/timeline/?day={DAY}": CODE,
    "/program/": "Small_20260105_090000",
    "/sources/": "Watched",
    "/sources/?source=1": "Folder here",
    "/live/": "No live camera yet",
    "/cameras/": "Table 1",
    "/cameras/?camera=1": "Everything is saved",
    "/camera-health/": "Measured on",
    "/settings/": "Brand name",
    "/settings/?section=packing": "Shortest packing time",
    "/settings/?section=setup": "Open the set-up",
    "/settings/?section=transfer": "Download the file",
    "/settings/?section=backup": "Make a backup",
    "/settings/?section=log": "Download all",
    "/settings/?section=about": "Running since",
    "/setup/?step=brand": "What is your shop called?",
    "/setup/?step=place": "There it is now",
    "/setup/?step=source": "Table 1",
    "/setup/?step=regions": "Everything is saved",
    "/setup/?step=timing": "Clips you cut a day",
    "/setup/?step=result": "Table 1",
    "/users/": "Last sign-in",
    "/audit/": "Signed in|Used a one-time address",
    "/account/": "Second factor",
    "/plan/": "This copy of ePACK needs no licence",
    "/settings/?section=accounts": "Address for Google's console",
    "/join/": "It is not complete",
    "/shared/": "It is not complete",
    "/no/such/page/": "There is no such page",
}
PAGES = (
    "/overview/",
    "/trace/",
    f"/timeline/?day={DAY}",
    "/program/",
    "/sources/",
    "/live/",
    "/cameras/",
    "/camera-health/",
    "/settings/",
    "/users/",
    "/audit/",
    "/account/",
    "/plan/",
)
ROWS_APART = """() => {
  const rows = [...document.querySelectorAll('[role=listitem], [role=row][data-index]')];
  const boxes = rows.map((row) => row.getBoundingClientRect()).sort((a, b) => a.top - b.top);
  return rows.length > 1 && boxes.every((box, at) => at === 0 || box.top >= boxes[at - 1].bottom - 1);
}"""
"""Whether no row of a long list lies over another one."""


def await_data(page: Page, path: str) -> None:
    # On a phone, an event opens over the page.
    words = "|".join(map(re.escape, SHOWN[path].split("|")))
    shown = page.locator("#content, [role=dialog]").get_by_text(re.compile(words))
    expect(shown.filter(visible=True).first).to_be_visible()
