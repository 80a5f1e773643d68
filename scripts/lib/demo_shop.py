"""The demo's morning as the present day of a shop: its footage analysed by a running server."""

from __future__ import annotations

import json
import os
import shutil
import time
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from backend.composition.showcase import DEMO_DIR, make_footage, truths_in

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


def open_shop(address: str, folder: Path) -> Shop:
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
    set_up(address, folder, zone, truths)
    wait_for_events(address, files)
    events = call(address, "GET", "/events?page_size=100")["items"]
    events.sort(key=lambda event: event["start_ms"])
    of_first = [event for event in events if event["camera_name"] == "Table1" and event["codes"]]
    shown = of_first[0]
    call(address, "POST", "/clips", {"event_ids": [shown["id"]], "mode": "fast"})
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


def set_up(address: str, folder: Path, zone: str, truths: list[dict[str, Any]]) -> None:
    profiles = {truth["camera"]: truth["profile"] for truth in truths}
    values = {"brand_name": "Bông Sen", "timezone": zone, "allowed_roots": [str(folder)], "settle_s": 1}
    call(address, "PATCH", "/settings", {**values, "from_time": "08:00", "to_time": "18:00"})
    call(address, "POST", "/sources", {"name": "Shop", "path": str(folder), "cameras": sorted(profiles)})
    for camera in call(address, "GET", "/cameras")["items"]:
        profile = profiles[camera["name"]]
        regions = {kind: profile[kind] for kind in ("trigger", "label", "packing") if profile.get(kind)}
        call(address, "PATCH", f"/cameras/{camera['id']}", {"timezone": zone})
        call(address, "PUT", f"/cameras/{camera['id']}/regions", {**regions, "frame_width": 1280, "frame_height": 720})
    call(address, "POST", "/program", {"action": "run", "program": "default"})


def wait_for_events(address: str, files: int) -> None:
    """Until every file is done or failed and no event has come for some seconds."""
    until = time.monotonic() + LONGEST_S
    seen, since = (-1, -1), time.monotonic()
    while time.monotonic() < until:
        counts = call(address, "GET", "/status")["counts"]
        state = (counts["done"] + counts["failed"], call(address, "GET", "/events?page_size=1")["total"])
        if state != seen:
            print(f"  {state[0]} of {files} files, {state[1]} events", flush=True)
            seen, since = state, time.monotonic()
        elif state[0] >= files and time.monotonic() - since > RESTS_S:
            return
        time.sleep(0.5)
    raise AssertionError(f"The demo was not analysed in {LONGEST_S} s: {seen[0]} of {files} files.")


def call(address: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """The answer of one call, which must be a success."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{address}/api{path}", data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)
