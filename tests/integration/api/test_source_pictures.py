"""A camera of a source that is only tried shows its picture; what is no picture is told."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from PIL import Image

from tests.support.api_world import ApiWorld
from tests.support.dahua_device import SimulatedDahua
from tests.support.device_server import Asked, Reply
from tests.support.footage import small_order_clip
from tests.support.hikvision_device import SimulatedHikvision
from tests.support.onvif_device import PICTURE, SimulatedOnvif
from tests.support.rtp_track import Track
from tests.support.rtsp_server import RtspServer
from tests.support.simulated_recorder import PICTURE as RECORDER_PICTURE


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


@pytest.mark.parametrize(("kind", "make"), [("hikvision", SimulatedHikvision), ("dahua", SimulatedDahua)])
def test_a_recorder_shows_what_a_channel_sees(world: ApiWorld, kind: str, make: Any) -> None:
    with make().running() as device:
        asked = draft(kind, device, "admin", device.digest.password, "1")
        told = world.client.post("/api/sources/test/picture", json=asked)
        # A channel without a camera gives none; that is said, and is no failure of the test.
        none = world.client.post("/api/sources/test/picture", json={**asked, "camera": "2"})
        checked = world.client.post("/api/sources/test", json={k: v for k, v in asked.items() if k != "camera"})
    assert (told.status_code, told.data) == (200, RECORDER_PICTURE)
    assert none.get_json()["error"]["code"] == "source_unsupported"
    assert checked.get_json()["ok"]
    [cameras] = [one for one in checked.get_json()["checks"] if one["step"] == "cameras"]
    assert base64.b64decode(cameras["details"]["picture"]) == RECORDER_PICTURE


def test_a_recorder_without_pictures_is_tested_all_the_same(world: ApiWorld) -> None:
    def gone(asked: Asked) -> Reply | None:
        return Reply(404) if asked.path.endswith(("picture", "snapshot.cgi")) else None

    with SimulatedHikvision(hostile=gone).running() as device:
        asked = draft("hikvision", device, "admin", device.digest.password, "1")
        checked = world.client.post("/api/sources/test", json={k: v for k, v in asked.items() if k != "camera"})
    assert checked.get_json()["ok"]
    assert not any("picture" in one["details"] for one in checked.get_json()["checks"])


def test_a_stream_shows_its_first_keyframe(world: ApiWorld) -> None:
    track = Track(small_order_clip().path)
    with RtspServer({"table": track}, sign_in="digest", user="admin", password="right") as server:
        config = {"user": "admin", "cameras": [{"key": "t", "name": "Table", "main": server.url("table")}]}
        asked = {"kind": "rtsp", "config": config, "secrets": {"password": "right"}}
        told = world.client.post("/api/sources/test/picture", json={**asked, "camera": "t"})
        checked = world.client.post("/api/sources/test", json=asked)
        wrong = world.client.post("/api/sources/test/picture", json={**asked, "secrets": {}, "camera": "t"})
    assert (told.status_code, told.mimetype) == (200, "image/jpeg")
    shown = Image.open(io.BytesIO(told.data))
    assert shown.size == (640, 360)
    assert max(high - low for low, high in shown.convert("RGB").getextrema()) > 50, "it shows something"
    [stream] = [one for one in checked.get_json()["checks"] if one["step"] == "stream"]
    assert Image.open(io.BytesIO(base64.b64decode(stream["details"]["picture"]))).size == (640, 360)
    assert wrong.get_json()["error"]["code"] == "source_credentials"


def test_a_kind_without_pictures_says_so(world: ApiWorld) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    account = {"type": "service_account", "client_email": "a@b.example", "private_key_id": "1", "private_key": pem}
    asked = {
        "kind": "drive",
        "config": {"auth": "service_account"},
        "secrets": {"service_account": json.dumps(account)},
    }
    told = world.client.post("/api/sources/test/picture", json={**asked, "camera": "1"})
    assert told.get_json()["error"]["code"] == "source_unsupported"


def test_the_kinds_say_which_were_never_tried_on_a_device(world: ApiWorld) -> None:
    kinds = {one["kind"]: one for one in world.client.get("/api/sources/kinds").get_json()["items"]}
    assert {name for name, one in kinds.items() if one["untested"]} == {"hikvision", "dahua"}
    assert (kinds["onvif"]["pulls"], kinds["onvif"]["records"]) == (True, True)
