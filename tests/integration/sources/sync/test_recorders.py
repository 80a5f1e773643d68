"""A recorder's footage on its way through the real engine: listed, fetched, verified, dated, queued, each once."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

import av
import pytest

from backend.sources import device_clock
from backend.sources.addresses import AddressGuard
from backend.sources.dahua.source import dahua_type
from backend.sources.hikvision.source import hikvision_type
from backend.sources.onvif.source import onvif_type
from database.engine import memory_store
from tests.support.dahua_device import SimulatedDahua
from tests.support.device_server import Asked, Reply
from tests.support.hikvision_device import SimulatedHikvision
from tests.support.onvif_archive import Archive
from tests.support.onvif_device import SimulatedOnvif
from tests.support.replay_server import STEP_MS, ReplayServer
from tests.support.simulated_recorder import continuous
from tests.support.sync_world import sync_world

TYPES = [make(lambda: AddressGuard(["127.0.0.0/8"])) for make in (hikvision_type, dahua_type, onvif_type)]


@pytest.fixture(autouse=True)
def quick_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_clock, "_PAUSE_S", 0.0)


@pytest.mark.parametrize(
    ("kind", "make", "extension"), [("hikvision", SimulatedHikvision, "mp4"), ("dahua", SimulatedDahua, "dav")]
)
def test_footage_of_a_recorder_comes_whole_and_once(tmp_path: Path, kind: str, make: Any, extension: str) -> None:
    footage = continuous(1, round(time.time() * 1000) - 600_000, 7)
    with make(footage).running() as device, memory_store() as store, sync_world(store, tmp_path, TYPES) as world:
        config = {"address": device.server.url, "user": "admin", "since_days": 1}
        source_id = world.add(kind, config, {"password": device.digest.password}, {"1": "Table"})
        world.start()
        line = world.wait(source_id, lambda one: one.files == 7 and one.state == "idle")
        assert world.synced(source_id).files == 7
        on_disk = world.on_disk(source_id)
        recordings = world.recordings.list_page(page_size=50)
    assert (line.trouble, line.failures) == (None, 0)
    assert sorted(on_disk.values()) == sorted(one.content for one in footage)
    assert all(path.startswith("table/") and path.endswith(f".{extension}") and "epack_" in path for path in on_disk)
    told = sorted(one.start_ms or 0 for one in recordings.items)
    assert all(abs(one - true.start_ms) < 1_000 for one, true in zip(told, footage, strict=True))


def test_a_recorder_that_breaks_off_is_gone_on_with(tmp_path: Path) -> None:
    [one] = continuous(1, round(time.time() * 1000) - 600_000, 1)
    made = SimulatedHikvision([one])
    with made.running() as device, memory_store() as store, sync_world(store, tmp_path, TYPES) as world:
        served = 0

        def cut_once(asked: Asked) -> Reply | None:
            nonlocal served
            if asked.path.endswith("download"):
                served += 1
                if served == 1:
                    return Reply(body=one.content[:9_000], length=one.size)
            return None

        device.hostile = cut_once
        config = {"address": device.server.url, "user": "admin"}
        source_id = world.add("hikvision", config, {"password": device.digest.password}, {"1": "Table"})
        world.start()
        world.wait(source_id, lambda line: served >= 1 and line.state != "running")
        world.synced(source_id)
        world.wait(source_id, lambda line: line.files == 1)
        assert list(world.on_disk(source_id).values()) == [one.content]


def test_recordings_of_an_onvif_device_become_files_that_play(tmp_path: Path) -> None:
    border = (round(time.time() * 1000) - 3_600_000) // 900_000 * 900_000
    replay = ReplayServer([(border - 4_000, border + 3_000)])
    with replay.running(), memory_store() as store, sync_world(store, tmp_path, TYPES) as world:
        device = SimulatedOnvif(services=("trt", "tse", "trp", "trc"), answers=Archive(replay).operations())
        with device.running():
            config = {"address": device.server.url, "user": device.user, "mode": "recordings", "since_days": 1}
            source_id = world.add("onvif", config, {"password": device.password}, {"VideoSource_1": "Table"})
            world.start()
            line = world.wait(source_id, lambda one: one.files == 2 and one.state == "idle")
            assert world.synced(source_id).files == 2
            on_disk = world.on_disk(source_id)
            world.stop()
    assert line.trouble is None
    for (path, data), seconds in zip(sorted(on_disk.items()), (4, 3), strict=True):
        assert "epack_" in path
        with av.open(io.BytesIO(data)) as container:
            frames = [round(float(frame.time) * 1000) for frame in container.decode(video=0)]
        assert frames == list(range(0, seconds * 1000, STEP_MS))
