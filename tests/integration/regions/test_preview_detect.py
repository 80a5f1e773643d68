"""The detectors tell on real frames whether the regions will work."""

from __future__ import annotations

import pytest

from tests.support.api_world import ApiWorld
from tests.support.footage import CODE, small_order_clip

TRIGGER, LABEL, PACKING = [295, 129, 70, 75], [125, 48, 395, 260], [110, 35, 420, 283]
ADDRESS = "/api/regions/preview-detect"


@pytest.fixture(scope="module")
def recording(world: ApiWorld) -> int:
    camera = world.camera()
    path = small_order_clip(world.input_dir / "Table 1").path
    world.json("PUT", f"/api/cameras/{camera}/regions", {"trigger": TRIGGER, "label": LABEL, "packing": PACKING,
                                                         "frame_width": 640, "frame_height": 360})  # fmt: skip
    return world.recording(camera, path)


def test_while_packing_the_label_and_the_hands_are_seen(world: ApiWorld, recording: int) -> None:
    seen = world.json("POST", ADDRESS, {"recording_id": recording, "at_ms": 8000})
    assert (seen["recording_id"], seen["frame_width"], seen["frame_height"]) == (recording, 640, 360)
    assert seen["looks"] == 12
    assert seen["hands"]["present"] is True
    (code,) = seen["label"]["codes"]
    assert (code["text"], code["format"]) == (CODE, "QRCode")
    assert code["frames"] >= 3
    assert 2.0 < seen["label"]["px_per_module"] < 3.5
    x, y, w, h = code["box"]
    assert 125 <= x < x + w <= 125 + 395
    assert 48 <= y < y + h <= 48 + 260


def test_at_rest_the_sticker_is_read_and_nobody_packs(world: ApiWorld, recording: int) -> None:
    seen = world.json("POST", ADDRESS, {"recording_id": recording, "at_ms": 17_000})
    assert seen["trigger"]["set"] is True
    assert seen["trigger"]["read_rate"] > 0.9
    assert abs(seen["trigger"]["box"][0] - 300) < 30
    assert seen["label"]["codes"] == [], "the sticker is no tracking code"


def test_a_trigger_region_beside_the_sticker_reads_nothing_and_says_so(world: ApiWorld, recording: int) -> None:
    wrong = {"trigger": [0, 0, 60, 60], "frame_width": 640, "frame_height": 360}
    seen = world.json("POST", ADDRESS, {"recording_id": recording, "at_ms": 17_000, "regions": wrong})
    assert (seen["trigger"]["read"], seen["trigger"]["box"]) == (0, None)
    assert "trigger_not_read" in seen["advice"]


def test_what_cannot_be_looked_at_is_refused(world: ApiWorld, recording: int) -> None:
    world.json("POST", ADDRESS, {}, status=400)
    world.json("POST", ADDRESS, {"recording_id": 99}, status=404)
    world.json("POST", ADDRESS, {"camera_id": 99}, status=404)
    world.json("POST", ADDRESS, {"recording_id": recording, "at_ms": 3_600_000}, status=404)
    out = {"label": [600, 0, 100, 100], "frame_width": 640, "frame_height": 360}
    world.json("POST", ADDRESS, {"recording_id": recording, "regions": out}, status=400)
    other = world.camera("Other")
    world.json("POST", ADDRESS, {"camera_id": other, "recording_id": recording}, status=400)
