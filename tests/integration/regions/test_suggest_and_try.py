"""Regions proposed from footage, and tried on it, by the real detectors and event machines; nothing is stored."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.regions.cut_out import cut_out
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker
from backend.sampling.reader import Reader
from tests.support.api_world import NOW_MS, ApiWorld
from tests.support.footage import CODE, SECOND_CODE, Footage, small_mjpeg_clip, two_files_one_order, two_orders_clip

FRAME = {"frame_width": 640, "frame_height": 360}
PATIENCE_S = 120.0


@pytest.fixture(scope="module")
def orders() -> Footage:
    return two_orders_clip()


@pytest.fixture(scope="module")
def camera(world: ApiWorld, orders: Footage) -> int:
    camera = world.camera("Tried")
    world.recording(camera, orders.path, start_ms=NOW_MS)
    return camera


@pytest.fixture(scope="module")
def work(world: ApiWorld) -> Iterator[None]:
    worker = Worker("trials", world.services.desk.long.run).start()
    yield
    worker.stop()
    assert worker.join(PATIENCE_S)


def finished(world: ApiWorld, address: str, body: Any) -> Any:
    job = world.json("POST", address, body, status=202)
    progress = [job["progress"]]
    deadline = time.monotonic() + PATIENCE_S
    while job["status"] in ("queued", "running"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
        job = world.json("GET", f"/api/region-jobs/{job['id']}")
        progress.append(job["progress"])
    assert progress == sorted(progress)
    return job


def drawn(orders: Footage) -> dict[str, Any]:
    return {**{kind: orders.truth.profile[kind] for kind in ("trigger", "label", "packing")}, **FRAME}


@pytest.mark.usefixtures("work")
@pytest.mark.leaves_threads("the worker of this module")
def test_all_three_regions_are_proposed_where_they_truly_are(world: ApiWorld, camera: int, orders: Footage) -> None:
    job = finished(world, f"/api/cameras/{camera}/region-suggestion", {})
    assert (job["status"], job["reason"]) == ("done", None)
    found = {one["kind"]: one for one in job["suggestion"]["proposals"]}
    assert found["trigger"]["reason"] == "sticker_read"
    assert found["label"]["reason"] == "labels_read"
    assert found["packing"]["reason"] == "hands_seen"
    for kind in ("trigger", "label", "packing"):
        tx, ty, tw, th = orders.truth.profile[kind]
        x, y, w, h = found[kind]["box"]
        assert x <= tx + tw / 2 <= x + w, f"{kind}: {found[kind]['box']}"
        assert y <= ty + th / 2 <= y + h, f"{kind}: {found[kind]['box']}"
    # Regions that make sense can be saved as they are.
    regions = {kind: one["box"] for kind, one in found.items()}
    world.json("PUT", f"/api/cameras/{camera}/regions", {**regions, **FRAME})
    world.json("PUT", f"/api/cameras/{camera}/regions", {})


@pytest.mark.usefixtures("work")
@pytest.mark.leaves_threads("the worker of this module")
def test_of_a_long_file_only_its_busiest_stretch_is_looked_through(
    world: ApiWorld, camera: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.regions.desk.FOOTAGE_MS", 12_000)
    suggestion = finished(world, f"/api/cameras/{camera}/region-suggestion", {})["suggestion"]
    assert suggestion["footage_ms"] == 12_000
    assert 0 < suggestion["looks"] <= 13


@pytest.mark.usefixtures("work")
@pytest.mark.leaves_threads("the worker of this module")
def test_a_job_that_fails_says_why_in_a_word_for_translators(world: ApiWorld, camera: int, orders: Footage) -> None:
    body = {"regions": drawn(orders), "from_ms": 0, "to_ms": 60_000}
    job = finished(world, f"/api/cameras/{camera}/region-trial", body)
    assert (job["status"], job["reason_code"]) == ("failed", "no_footage_then")


@pytest.mark.usefixtures("work")
@pytest.mark.leaves_threads("the worker of this module")
def test_a_trial_finds_the_events_and_stores_nothing(world: ApiWorld, camera: int, orders: Footage) -> None:
    job = finished(world, f"/api/cameras/{camera}/region-trial", {"regions": drawn(orders)})
    assert (job["status"], job["reason"]) == ("done", None)
    trial = job["trial"]
    assert [event["codes"] for event in trial["events"]] == [[CODE], [SECOND_CODE]]
    # The file is dated NOW_MS here; the truth has a date of its own.
    began = orders.truth.recordings[0].start_ms
    for event, order in zip(trial["events"], orders.truth.orders, strict=True):
        assert abs((event["start_ms"] - NOW_MS) - (order.start_ms - began)) < 700
        assert abs((event["end_ms"] - NOW_MS) - (order.end_ms - began)) < 700
    assert {"trigger", "hands"} <= {span["kind"] for span in trial["spans"]}
    assert trial["saved_events"] is None, "nothing was analysed yet"
    assert world.json("GET", "/api/events")["total"] == 0
    assert list(world.services.paths.previews_dir.iterdir()) == []


@pytest.mark.usefixtures("work")
@pytest.mark.leaves_threads("the worker of this module")
def test_a_chosen_stretch_is_analysed_alone(world: ApiWorld, camera: int, orders: Footage) -> None:
    wish = {"regions": drawn(orders), "from_ms": NOW_MS + 14_200, "to_ms": NOW_MS + 29_000}
    trial = finished(world, f"/api/cameras/{camera}/region-trial", wish)["trial"]
    (event,) = trial["events"][-1:]
    assert event["codes"] == [SECOND_CODE]
    second = orders.truth.orders[1]
    began = orders.truth.recordings[0].start_ms
    assert abs((event["start_ms"] - NOW_MS) - (second.start_ms - began)) < 700, "times are those of the whole recording"
    assert trial["from_ms"] == NOW_MS + 14_200
    assert trial["pieces"][0]["from_ms"] <= NOW_MS + 14_200


@pytest.mark.usefixtures("work")
@pytest.mark.leaves_threads("the worker of this module")
def test_other_regions_give_other_events(world: ApiWorld, camera: int, orders: Footage) -> None:
    nowhere = {"trigger": [0, 0, 60, 60], "label": [0, 300, 60, 60], "packing": [0, 280, 80, 80], **FRAME}
    trial = finished(world, f"/api/cameras/{camera}/region-trial", {"regions": nowhere})["trial"]
    assert [event for event in trial["events"] if event["codes"]] == []
    assert any(warning["code"] == "sticker_unread" for warning in trial["warnings"])


@pytest.mark.usefixtures("work")
@pytest.mark.leaves_threads("the worker of this module")
def test_what_a_polygon_leaves_out_counts_for_nothing(world: ApiWorld, camera: int, orders: Footage) -> None:
    """A label region of which only a thin frame along the picture's border is left, and a sticker that is cut out."""
    rim = [[0, 0], [640, 0], [640, 360], [0, 360], [0, 2], [20, 20], [20, 340], [620, 340], [620, 20], [0, 1]]
    regions = {**drawn(orders), "outlines": {"label": rim}}
    trial = finished(world, f"/api/cameras/{camera}/region-trial", {"regions": regions})["trial"]
    assert [event["codes"] for event in trial["events"]] == [[], []], "when is told, what is not"
    x, y, w, h = orders.truth.profile["trigger"]
    beside = [[x, y], [x + w, y], [x + w, y + 4], [x + 4, y + 4], [x + 4, y + h], [x, y + h]]
    regions = {**drawn(orders), "outlines": {"trigger": beside}}
    trial = finished(world, f"/api/cameras/{camera}/region-trial", {"regions": regions})["trial"]
    assert any(warning["code"] == "sticker_unread" for warning in trial["warnings"])


@pytest.mark.usefixtures("work")
@pytest.mark.leaves_threads("the worker of this module")
def test_an_event_runs_across_two_files(world: ApiWorld) -> None:
    two = two_files_one_order()
    camera = world.camera("Across")
    for path, part in zip(two.paths, two.truth.recordings, strict=True):
        world.recording(camera, path, start_ms=part.start_ms)
    wish = {"regions": drawn(two), "from_ms": two.truth.recordings[0].start_ms}
    trial = finished(world, f"/api/cameras/{camera}/region-trial", wish)["trial"]
    assert [event["codes"] for event in trial["events"]] == [[CODE]]
    assert len(trial["pieces"]) == 2


@pytest.mark.usefixtures("work")
@pytest.mark.leaves_threads("the worker of this module")
def test_a_running_trial_can_be_cancelled(world: ApiWorld, camera: int, orders: Footage) -> None:
    job = world.json("POST", f"/api/cameras/{camera}/region-trial", {"regions": drawn(orders)}, status=202)
    world.json("POST", f"/api/region-jobs/{job['id']}/cancel", {})
    deadline = time.monotonic() + PATIENCE_S
    while world.json("GET", f"/api/region-jobs/{job['id']}")["status"] != "cancelled":
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_stretch_without_footage_or_of_odd_length_is_refused(world: ApiWorld, camera: int, orders: Footage) -> None:
    address, regions = f"/api/cameras/{camera}/region-trial", drawn(orders)
    world.json("POST", address, {"regions": regions, "from_ms": 0, "to_ms": 1_000}, status=400)
    world.json("POST", address, {"regions": regions, "from_ms": 0, "to_ms": 3_600_000}, status=400)
    world.json("POST", f"/api/cameras/{world.camera('Bare')}/region-trial", {"regions": regions}, status=404)
    world.json("POST", "/api/cameras/999/region-suggestion", {}, status=404)


@pytest.mark.parametrize("clip", [two_orders_clip, small_mjpeg_clip])
def test_a_copied_stretch_shows_the_same_frames_at_the_same_times(clip: Any, tmp_path: Path) -> None:
    path = str(clip().path)
    target = tmp_path / "part.mp4"
    offset_ms = cut_out(path, 9_000, 12_000, target, StopSignal())
    assert 0 <= offset_ms <= 9_000
    with Reader(path) as whole, Reader(target) as part:
        wanted = [(round(frame.at_ms), frame.gray.mean()) for frame in whole.frames(9_000, 11_500)]
        found = [
            (round(frame.at_ms + offset_ms), frame.gray.mean())
            for frame in part.frames(9_000 - offset_ms, 11_500 - offset_ms)
        ]
    assert len(wanted) > 10
    assert [(abs(a[0] - b[0]) <= 1, abs(a[1] - b[1]) < 0.01) for a, b in zip(wanted, found, strict=True)] == [
        (True, True)
    ] * len(wanted)
