"""Footage of two orders, truly analysed by a running server: what tests of the Trace page work on."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import APIRequestContext

from tests.e2e.test_first_hour import ANALYSIS_PATIENCE_MS, let_settle
from tests.support.footage import CODE, SECOND_CODE, Footage, two_orders_clip


def record_orders(folder: Path) -> Footage:
    """Write the recording to a folder that the server may be let into."""
    footage = two_orders_clip(folder / "Table 1")
    let_settle(folder)
    return footage


def analyse(call: APIRequestContext, footage: Footage) -> None:
    """Set up the camera and wait until both orders were found."""
    folder = str(footage.folder.parent)
    assert call.patch("/api/settings", data={"allowed_roots": [folder]}).ok
    assert call.post("/api/sources", data={"name": "Shop", "path": folder, "cameras": ["Table 1"]}).ok
    camera = call.get("/api/cameras").json()["items"][0]["id"]
    regions = {"trigger": footage.truth.profile["trigger"], "frame_width": 640, "frame_height": 360}
    assert call.put(f"/api/cameras/{camera}/regions", data=regions).ok
    assert call.post("/api/program", data={"action": "run", "program": "default"}).ok
    until_s = time.monotonic() + ANALYSIS_PATIENCE_MS / 1000
    events: list[list[str]] = []
    while time.monotonic() < until_s:
        items = call.get("/api/events").json()["items"]
        events = [[code["text"] for code in event["codes"]] for event in items]
        if {CODE, SECOND_CODE} <= {text for codes in events for text in codes}:
            return
        time.sleep(0.3)
    raise AssertionError(f"Not all orders were found: {events}")
