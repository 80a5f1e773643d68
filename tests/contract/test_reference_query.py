"""The query and cutter addresses of the 2.1.1 reference."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from backend.runtime.worker import Worker
from tests.support.api_world import NOW_MS, ApiWorld
from tests.support.footage import CODE

CSV = "order;tracking_codes\n1;SPXVN0123456789\n2;GHN0000000007\n"


def query(world: ApiWorld, **more: Any) -> list[dict[str, Any]]:
    return world.json("POST", "/query", more)["events"]  # type: ignore[no-any-return]


def test_query_finds_events_by_numbered_lists(world: ApiWorld, video: str) -> None:
    (event,) = query(world, search_string=f"1. {CODE}\n2. NOTHING99999", default_days=7)
    assert set(event) == {
        "event_id", "ts", "te", "duration", "tracking_codes", "video_file", "packing_time_start", "packing_time_end"
    }  # fmt: skip
    assert (event["ts"], event["te"], event["duration"]) == (3.0, 15.0, 12.0)
    assert event["tracking_codes"] == f'["{CODE}"]'
    assert event["video_file"] == video
    assert event["packing_time_start"] == NOW_MS + 3000


def test_query_is_limited_by_time_and_camera(world: ApiWorld) -> None:
    assert len(query(world)) == 1
    assert len(query(world, from_time="2026-01-01T00:00:00Z", to_time="2026-01-02T00:00:00Z")) == 1
    assert query(world, from_time="2025-01-01T00:00:00Z", to_time="2025-01-02T00:00:00+07:00") == []
    assert len(query(world, selected_cameras=["Table 1"])) == 1
    world.json("POST", "/query", {"selected_cameras": ["None"]}, status=400)
    world.json("POST", "/query", {"from_time": "yesterday", "to_time": "today"}, status=400)


@pytest.mark.parametrize("way", ["content", "path"])
def test_tables_give_headers_and_codes(world: ApiWorld, way: str) -> None:
    if way == "content":
        file: dict[str, Any] = {"file_content": base64.b64encode(CSV.encode()).decode(), "is_excel": False}
    else:
        path = world.input_dir / "orders.csv"
        path.write_text(CSV)
        file = {"file_path": str(path)}
    assert world.json("POST", "/get-csv-headers", file)["headers"] == ["order", "tracking_codes"]
    assert world.json("POST", "/parse-csv", file)["tracking_codes"] == [CODE, "GHN0000000007"]
    named = world.json("POST", "/parse-csv", {**file, "column_name": "tracking_codes"})
    assert named["tracking_codes"] == [CODE, "GHN0000000007"]
    world.json("POST", "/parse-csv", {**file, "column_name": "nothing"}, status=400)


def test_tables_outside_the_allowed_folders_are_refused(world: ApiWorld) -> None:
    world.json("POST", "/get-csv-headers", {"file_path": "/etc/passwd"}, status=403)
    world.json("POST", "/get-csv-headers", {"file_content": "not base64!"}, status=400)
    world.json("POST", "/get-csv-headers", {}, status=400)


def test_cut_videos_cuts_by_id_and_believes_nothing_else(world: ApiWorld) -> None:
    (event,) = query(world, search_string=CODE)
    forged = {**event, "video_file": "/etc/passwd", "ts": -5, "te": 1e9, "tracking_codes": "../../x"}
    cutter = Worker("cutter", world.services.cutter.run, parent=world.services.stop).start()
    try:
        cut = world.json("POST", "/cut-videos", {"selected_events": [forged], "tracking_codes_filter": [CODE]})
    finally:
        world.services.stop.set()
        cutter.join(10)
    assert set(cut) >= {"message", "cut_files"}
    (file,) = map(Path, cut["cut_files"])
    assert file.is_file()
    assert file.parent == world.services.paths.clips_dir
    assert CODE in file.name
    world.json("POST", "/cut-videos", {"selected_events": []}, status=400)
    world.json("POST", "/cut-videos", {"selected_events": [{"event_id": "../x"}]}, status=400)
