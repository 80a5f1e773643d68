"""The demo's morning as the present day of a shop: its footage analysed by a running server."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from backend.composition.showcase import DEMO_DIR, make_footage, truths_in
from tests.support.visitor import call

Ask = Callable[..., Any]
"""Asks the server as its command line does: method, path, body."""

ZONES = ("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/Los_Angeles")
"""At any time it is afternoon in one of them: the demo ends shortly after noon, and pages show the present day."""
AFTERNOON_H = 13
FILMED_ON = "20260105"
NOT_A_VIDEO = "Table2_{day}_124500.mp4"
LONGEST_S = 900
RESTS_S = 4


@dataclass(frozen=True, slots=True)
class Shop:
    """What the pages of the server at `address` show: codes that were read, and what their addresses need."""

    address: str
    codes: tuple[str, ...]
    event_id: str
    camera_id: int
    day: str
    moment: str


def open_shop(address: str, data_dir: Path, folder: Path) -> Shop:
    """Lay the footage into `folder`, a sub-folder per camera, and have the server at `address` analyse it."""
    footage = DEMO_DIR / "footage"
    footage.mkdir(parents=True, exist_ok=True)
    make_footage(footage, os.cpu_count() or 1, lambda line: print(line, flush=True))
    zone, day = afternoon()
    truths = truths_in(footage)
    files = 1
    for truth in truths:
        for recording in truth["recordings"]:
            lay(footage / truth["camera"] / recording["path"], folder / truth["camera"], day, zone, recording)
            files += 1
    (folder / "Table2" / NOT_A_VIDEO.format(day=day.replace("-", ""))).write_text("no video at all")
    ask = partial(call, address, data_dir)
    set_up(ask, folder, zone, truths)
    wait_for_events(ask, files)
    events = ask("GET", "/api/events?page_size=100")["items"]
    events.sort(key=lambda event: event["start_ms"])
    of_first = [event for event in events if event["camera_name"] == "Table1" and event["codes"]]
    shown = of_first[0]
    ask("POST", "/api/clips", {"event_ids": [shown["id"]], "mode": "fast"})
    codes = tuple(dict.fromkeys(event["codes"][0]["text"] for event in of_first))
    moment = f"cam={shown['camera_id']}&at={shown['start_ms'] + 6_000}"
    return Shop(address, codes, shown["id"], shown["camera_id"], day, moment)


def afternoon() -> tuple[str, str]:
    """A zone in which it is afternoon, and its date."""
    for name in ZONES:
        now = datetime.now(ZoneInfo(name))
        if now.hour >= AFTERNOON_H:
            return name, now.strftime("%Y-%m-%d")
    raise AssertionError("It is afternoon in none of the zones.")


def lay(source: Path, folder: Path, day: str, zone: str, recording: dict[str, Any]) -> None:
    """Copy one recording under a name of `day`, as if its last frame had been written when it ended."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / source.name.replace(FILMED_ON, day.replace("-", ""))
    shutil.copyfile(source, target)
    begun = datetime.strptime(target.stem.split("_", 1)[1], "%Y%m%d_%H%M%S").replace(tzinfo=ZoneInfo(zone))
    ended_s = (begun + timedelta(milliseconds=recording["duration_ms"])).timestamp()
    os.utime(target, (ended_s, ended_s))


def set_up(ask: Ask, folder: Path, zone: str, truths: list[dict[str, Any]]) -> None:
    profiles = {truth["camera"]: truth["profile"] for truth in truths}
    values = {"brand_name": "Bông Sen", "timezone": zone, "allowed_roots": [str(folder)], "settle_s": 1}
    ask("PATCH", "/api/settings", {**values, "from_time": "08:00", "to_time": "18:00"})
    ask("POST", "/api/sources", {"name": "Shop", "path": str(folder), "cameras": sorted(profiles)})
    for camera in ask("GET", "/api/cameras")["items"]:
        profile = profiles[camera["name"]]
        regions = {kind: profile[kind] for kind in ("trigger", "label", "packing") if profile.get(kind)}
        ask("PATCH", f"/api/cameras/{camera['id']}", {"timezone": zone})
        ask("PUT", f"/api/cameras/{camera['id']}/regions", {**regions, "frame_width": 1280, "frame_height": 720})
    invite_staff(ask)
    ask("POST", "/api/program", {"action": "run", "program": "default"})


def invite_staff(ask: Ask) -> None:
    first = ask("GET", "/api/cameras")["items"][0]["id"]
    ask("POST", "/api/users", {"name": "lan", "display_name": "Nguyễn Thị Lan", "role": "viewer", "cameras": [first]})
    ask("POST", "/api/users", {"name": "minh", "display_name": "Trần Minh", "role": "operator"})


def wait_for_events(ask: Ask, files: int) -> None:
    """Until every file is done or failed and no event has come for some seconds."""
    until = time.monotonic() + LONGEST_S
    seen, since = (-1, -1), time.monotonic()
    while time.monotonic() < until:
        counts = ask("GET", "/api/status")["counts"]
        state = (counts["done"] + counts["failed"], ask("GET", "/api/events?page_size=1")["total"])
        if state != seen:
            print(f"  {state[0]} of {files} files, {state[1]} events", flush=True)
            seen, since = state, time.monotonic()
        elif state[0] >= files and time.monotonic() - since > RESTS_S:
            return
        time.sleep(0.5)
    raise AssertionError(f"The demo was not analysed in {LONGEST_S} s: {seen[0]} of {files} files.")
