"""The check of drawn regions: real detectors, on real frames of several recordings, as a job."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from backend.runtime.worker import Worker
from tests.support.api_world import NOW_MS, ApiWorld
from tests.support.footage import CODE, small_order_clip, two_orders_clip

TRIGGER, LABEL, PACKING = [295, 129, 70, 75], [125, 48, 395, 260], [110, 35, 420, 283]
FRAME = {"frame_width": 640, "frame_height": 360}
DRAWN = {"trigger": TRIGGER, "label": LABEL, "packing": PACKING, **FRAME}
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def camera(world: ApiWorld) -> int:
    camera = world.camera("Checked")
    for number, clip in enumerate((small_order_clip, two_orders_clip)):
        path = clip(world.input_dir / f"checked-{number}").path
        world.recording(camera, path, start_ms=NOW_MS + number * 3_600_000)
    return camera


@pytest.fixture
def at_work(world: ApiWorld) -> Iterator[None]:
    worker = Worker("checks", world.services.desk.quick.run).start()
    yield
    worker.stop()
    assert worker.join(PATIENCE_S)


def check(world: ApiWorld, camera: int, regions: Any, shown: Any = None) -> Any:
    """The finished job's check."""
    job = world.json("POST", f"/api/cameras/{camera}/region-check", {"regions": regions, "shown": shown}, status=202)
    deadline = time.monotonic() + PATIENCE_S
    while job["status"] in ("queued", "running"):
        assert time.monotonic() < deadline
        time.sleep(0.02)
        job = world.json("GET", f"/api/region-jobs/{job['id']}")
    assert (job["status"], job["reason"]) == ("done", None)
    return job["check"]


@pytest.fixture
def with_label(world: ApiWorld, camera: int) -> dict[str, int]:
    """A moment at which the label faces the camera."""
    newest = world.json("GET", f"/api/recordings?camera_id={camera}")["items"][-1]
    return {"recording_id": newest["id"], "at_ms": 12_000}


@pytest.mark.usefixtures("at_work")
def test_sticker_label_and_hands_are_judged(world: ApiWorld, camera: int, with_label: dict[str, int]) -> None:
    seen = check(world, camera, DRAWN, with_label)
    assert (seen["frame_width"], seen["frame_height"]) == (640, 360)
    assert len({look["recording_id"] for look in seen["looks"]}) == 2, "several recordings are looked at"
    trigger = seen["trigger"]
    assert trigger["set"]
    assert trigger["read"] == trigger["looks"] >= 1, "whenever it lies free it is read"
    assert trigger["covered"] >= 1, "what lies under a parcel is not called unreadable"
    assert [code["text"] for code in seen["label"]["codes"]] == [CODE]
    assert 2.0 < seen["label"]["px_per_module"] < 3.5
    assert seen["hands"]["found"] >= 1


@pytest.mark.usefixtures("at_work")
def test_a_region_beside_everything_sees_nothing(world: ApiWorld, camera: int, with_label: dict[str, int]) -> None:
    corner = [0, 0, 60, 60]
    seen = check(world, camera, {"trigger": corner, "label": corner, "packing": corner, **FRAME}, with_label)
    assert (seen["trigger"]["read"], seen["trigger"]["covered"]) == (0, 0)
    assert (seen["label"]["codes"], seen["label"]["px_per_module"]) == ([], None)
    assert {"trigger_not_read", "no_label_seen", "no_hands_seen"} <= set(seen["advice"])


@pytest.mark.usefixtures("at_work")
def test_a_label_outside_the_polygon_is_ignored(world: ApiWorld, camera: int, with_label: dict[str, int]) -> None:
    box = check(world, camera, DRAWN, with_label)["label"]["codes"][0]["box"]
    x, y = box[0] + box[2] // 2, box[1] + box[3] // 2
    # A polygon whose bounding box is the whole frame, with a notch around the label.
    notch = [[0, 0], [x, 0], [x - 60, y], [x, y + 60], [x + 60, y], [x + 2, 0], [639, 0], [639, 359], [0, 359]]
    seen = check(world, camera, {"outlines": {"label": notch}, **FRAME}, with_label)
    assert seen["label"]["codes"] == []
    everywhere = [[0, 0], [639, 0], [639, 359], [0, 359]]
    seen = check(world, camera, {"outlines": {"label": everywhere}, **FRAME}, with_label)
    assert [code["text"] for code in seen["label"]["codes"]] == [CODE]


def test_a_check_can_be_cancelled(world: ApiWorld, camera: int) -> None:
    job = world.json("POST", f"/api/cameras/{camera}/region-check", {"regions": DRAWN}, status=202)
    assert job["status"] == "queued", "no thread works in this test"
    assert world.json("POST", f"/api/region-jobs/{job['id']}/cancel", {})["status"] == "cancelled"


def test_what_makes_no_sense_is_refused(world: ApiWorld, camera: int) -> None:
    address = f"/api/cameras/{camera}/region-check"
    world.json("POST", address, {"regions": {"label": [600, 0, 100, 100], **FRAME}}, status=400)
    world.json("POST", address, {"regions": {"outlines": {"label": [[0, 0], [9, 9]]}, **FRAME}}, status=400)
    world.json("POST", address, {"regions": DRAWN, "shown": {"recording_id": 999, "at_ms": 0}}, status=404)
    world.json("POST", f"/api/cameras/{world.camera('Empty')}/region-check", {"regions": DRAWN}, status=404)
    world.json("GET", "/api/region-jobs/0123456789abcdef", status=404)


def test_a_polygon_is_kept_and_a_rectangle_replaces_it(world: ApiWorld, camera: int) -> None:
    address = f"/api/cameras/{camera}/regions"
    corners = [[10, 10], [200, 20], [150, 200]]
    kept = world.json("PUT", address, {"outlines": {"packing": corners}, "trigger": TRIGGER, **FRAME})["regions"]
    assert kept["outlines"] == {"trigger": None, "label": None, "packing": corners}
    assert kept["packing"] == [10, 10, 190, 190]
    assert kept["trigger"] == TRIGGER
    kept = world.json("PUT", address, {"packing": PACKING, **FRAME})["regions"]
    assert (kept["packing"], kept["outlines"]["packing"]) == (PACKING, None)
