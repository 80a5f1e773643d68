"""A camera of a source that is only tried shows its picture; what is no picture is told."""

from __future__ import annotations

from typing import Any

from tests.support.api_world import ApiWorld
from tests.support.hikvision_device import SimulatedHikvision
from tests.support.onvif_device import PICTURE, SimulatedOnvif


def draft(kind: str, device: Any, user: str, password: str, camera: str) -> dict[str, Any]:
    config = {"address": device.server.url, "user": user}
    return {"kind": kind, "config": config, "secrets": {"password": password}, "camera": camera}


def test_the_picture_of_a_camera_comes_as_it_is(world: ApiWorld) -> None:
    with SimulatedOnvif().running() as device:
        asked = draft("onvif", device, device.user, device.password, "VideoSource_1")
        told = world.client.post("/api/sources/test/picture", json=asked)
        gone = world.client.post("/api/sources/test/picture", json={**asked, "camera": "no such"})
        wrong = world.client.post("/api/sources/test/picture", json={**asked, "secrets": {"password": "wrong"}})
    assert (told.status_code, told.mimetype, told.data) == (200, "image/jpeg", PICTURE)
    assert told.headers["Cache-Control"] == "no-store"
    assert gone.get_json()["error"]["code"] == "source_not_found"
    assert wrong.get_json()["error"]["code"] == "source_credentials"


def test_a_kind_without_pictures_says_so(world: ApiWorld) -> None:
    with SimulatedHikvision().running() as device:
        told = world.client.post("/api/sources/test/picture", json=draft("hikvision", device, "admin", "x", "1"))
    assert told.get_json()["error"]["code"] == "source_unsupported"


def test_the_kinds_say_which_were_never_tried_on_a_device(world: ApiWorld) -> None:
    kinds = {one["kind"]: one for one in world.client.get("/api/sources/kinds").get_json()["items"]}
    assert {name for name, one in kinds.items() if one["untested"]} == {"hikvision", "dahua"}
    assert (kinds["onvif"]["pulls"], kinds["onvif"]["records"]) == (True, True)
