"""Regions go to other cameras, scaled to their frames, and never over others unasked."""

from __future__ import annotations

import pytest

from tests.support.api_world import ApiWorld

DRAWN = {"trigger": [100, 50, 40, 20], "outlines": {"label": [[0, 0], [320, 0], [0, 180]]}}


@pytest.fixture
def source(world: ApiWorld) -> int:
    camera = world.camera(f"Source {len(world.services.cameras.all())}")
    world.json("PUT", f"/api/cameras/{camera}/regions", {**DRAWN, "frame_width": 640, "frame_height": 360})
    return camera


def test_they_are_scaled_to_the_other_frame(world: ApiWorld, source: int) -> None:
    large = world.camera(f"Large {source}")
    world.json("PUT", f"/api/cameras/{large}/regions", {"packing": [0, 0, 99, 99], "frame_width": 1280,
                                                        "frame_height": 720})  # fmt: skip
    address = f"/api/cameras/{source}/regions/copy"
    refused = world.json("POST", address, {"to": [large]}, status=409)
    assert refused["error"]["details"] == {"cameras": [f"Large {source}"]}
    world.changed.clear()
    (copied,) = world.json("POST", address, {"to": [large], "overwrite": True})["copied"]
    assert world.changed == [(large, frozenset({"regions"}))]
    regions = world.json("GET", f"/api/cameras/{large}")["regions"]
    assert (regions["frame_width"], regions["frame_height"]) == (1280, 720)
    assert regions["trigger"] == [200, 100, 80, 40]
    assert regions["outlines"]["label"] == [[0, 0], [640, 0], [0, 360]]
    assert regions["packing"] is None
    # What it had comes back with the answer, so that it can be undone.
    assert copied["camera_id"] == large
    undone = world.json("PUT", f"/api/cameras/{large}/regions", copied["before"])["regions"]
    assert undone["packing"] == [0, 0, 99, 99]
    assert undone["trigger"] is None


def test_a_camera_without_footage_takes_them_as_they_are(world: ApiWorld, source: int) -> None:
    bare = world.camera(f"Bare {source}")
    world.json("POST", f"/api/cameras/{source}/regions/copy", {"to": [bare, bare]})
    assert (
        world.json("GET", f"/api/cameras/{bare}")["regions"] == world.json("GET", f"/api/cameras/{source}")["regions"]
    )


def test_what_makes_no_sense_is_refused_and_changes_nothing(world: ApiWorld, source: int) -> None:
    bare = world.camera(f"Bare too {source}")
    world.json("POST", f"/api/cameras/{bare}/regions/copy", {"to": [source]}, status=400)
    world.json("POST", f"/api/cameras/{source}/regions/copy", {"to": [source]}, status=400)
    world.json("POST", f"/api/cameras/{source}/regions/copy", {"to": [bare, 9999]}, status=404)
    world.json("POST", f"/api/cameras/{source}/regions/copy", {"to": []}, status=400)
    assert world.json("GET", f"/api/cameras/{bare}")["regions"]["trigger"] is None


def test_the_sheet_is_a_pdf_of_this_camera(world: ApiWorld, source: int) -> None:
    sheet = world.get(f"/api/cameras/{source}/sticker-sheet?lang=vi&view_deg=100")
    assert sheet.mimetype == "application/pdf"
    assert sheet.data.startswith(b"%PDF")
    sizes = world.json("GET", f"/api/cameras/{source}/sticker-sizes?view_deg=100")
    assert sizes["frame_widths"][0] == sizes["frame_width"] == 640
    world.json("GET", f"/api/cameras/{source}/sticker-sheet?view_deg=179", status=400)
    world.json("GET", "/api/cameras/9999/sticker-sizes", status=404)
