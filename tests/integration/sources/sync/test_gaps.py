"""What a live camera missed is fetched afterwards from its card or a recorder: that, once, and nothing else."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import pytest

from backend.domain.camera import Camera
from backend.domain.live import LiveGapCause
from backend.domain.recording import RecordingStatus
from backend.domain.source import RemoteCamera
from backend.sources import device_clock
from backend.sources.addresses import AddressGuard
from backend.sources.dahua.source import dahua_type
from backend.sources.hikvision.source import hikvision_type
from backend.sources.onvif.source import onvif_type
from backend.sources.remote import Draft
from backend.sources.rtsp.source import rtsp_type
from backend.sources.sync import gaps as gap_filling
from database.engine import memory_store
from database.repositories.gap_looks import GapLooks
from database.repositories.live_history import LiveGaps
from database.repositories.live_recordings import LiveRecordings, NewSegment
from tests.support.clip_footage import Footage as Clip
from tests.support.clip_footage import make, play
from tests.support.dahua_device import SimulatedDahua
from tests.support.hikvision_device import SimulatedHikvision
from tests.support.onvif_archive import Archive
from tests.support.onvif_device import SimulatedOnvif
from tests.support.replay_server import STEP_MS, ReplayServer
from tests.support.simulated_recorder import Footage, filmed
from tests.support.sync_world import SyncWorld, sync_world

TYPES = [
    make_type(lambda: AddressGuard(["127.0.0.0/8"]))
    for make_type in (hikvision_type, dahua_type, onvif_type, rtsp_type)
]
PROFILE_G = ("trt", "tse", "trp", "trc")


@pytest.fixture(autouse=True)
def quick_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_clock, "_PAUSE_S", 0.0)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[SyncWorld]:
    with memory_store() as store, sync_world(store, tmp_path, TYPES) as one:
        yield one


def minutes_ago(minutes: float) -> int:
    return (round(time.time() * 1000) - round(minutes * 60_000)) // 1000 * 1000


def recorded(world: SyncWorld, camera_id: int, from_ms: int, to_ms: int) -> None:
    """As if the camera was recorded live then."""
    live = LiveRecordings(world.store)
    new = NewSegment(camera_id, f"/live/{from_ms}.mp4", from_ms, "h264", 160, 128, False)
    recording_id = live.begin(new, now_ms=1)
    with world.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE recordings SET duration_ms = ?, live = 'closed', status = ? WHERE id = ?",
            (to_ms - from_ms, RecordingStatus.DONE.value, recording_id),
        )


def missed(
    world: SyncWorld, camera_id: int, from_ms: int, to_ms: int, cause: LiveGapCause = LiveGapCause.UNREACHABLE
) -> int:
    """A gap between two recordings."""
    recorded(world, camera_id, from_ms - 60_000, from_ms)
    recorded(world, camera_id, to_ms, to_ms + 30_000)
    gaps = LiveGaps(world.store)
    gap_id = gaps.begin(camera_id, cause, from_ms, {})
    gaps.end(gap_id, to_ms, shortest_ms=500)
    return gap_id


@contextmanager
def live_onvif(
    world: SyncWorld, spans: list[tuple[int, int]], **more: Any
) -> Iterator[tuple[int, int, ReplayServer, SimulatedOnvif]]:
    """A camera recorded live that keeps recordings of its own: source, camera."""
    replay = ReplayServer(spans)
    services = more.pop("services", PROFILE_G)
    ahead_ms = more.pop("ahead_ms", 0)
    with replay.running():
        device = SimulatedOnvif(
            services=services, answers=Archive(replay, **more).operations(), clock_ahead_ms=ahead_ms
        )
        with device.running():
            config = {"address": device.server.url, "user": device.user}
            source_id = world.add("onvif", config, {"password": device.password}, {"VideoSource_1": "Table"})
            camera = world.cameras.by_name("Table")
            assert camera is not None
            yield source_id, camera.id, replay, device
            world.stop()


def fetched(world: SyncWorld, source_id: int) -> list[tuple[int, int]]:
    """(start, end) of what came, as it stands in the store, oldest first."""
    here = {one.path for one in world.all_files(source_id, "done")}
    listed = world.recordings.list_page(page_size=200).items
    return sorted((one.start_ms, one.start_ms + one.duration_ms) for one in listed if one.path in here)


def test_only_what_a_live_camera_missed_is_fetched_from_its_card(world: SyncWorld) -> None:
    """Its card has hours; the gap begins and ends between its keyframes."""
    from_ms, to_ms = minutes_ago(50) + 400, minutes_ago(50) + 21_700
    with live_onvif(world, [(from_ms // 1000 * 1000 - 3_600_000, minutes_ago(5))]) as (source_id, camera_id, replay, _):
        missed(world, camera_id, from_ms, to_ms)
        world.start()
        line = world.wait(source_id, lambda one: one.files == 1 and one.state == "idle")
        [(begin, end)] = fetched(world, source_id)
        plays = len(replay.plays)
        assert world.synced(source_id).files == 1
        assert len(replay.plays) == plays, "a gap that is filled is not asked for again"
        [(path, data)] = world.on_disk(source_id).items()
    assert line.trouble is None
    assert (begin, end) == (from_ms - 400, to_ms), "from the keyframe before the gap to its very end"
    assert path.startswith("table/")
    assert "epack_" in path
    with av.open(io.BytesIO(data)) as container:
        frames = [round(float(frame.time) * 1000) for frame in container.decode(video=0)]
    assert frames == list(range(0, end - begin, STEP_MS))


def test_gaps_are_left_alone_while_that_is_switched_off(world: SyncWorld) -> None:
    from_ms, to_ms = minutes_ago(50), minutes_ago(50) + 9_000
    world.settings = replace(world.settings, fill_gaps=False)
    with live_onvif(world, [(minutes_ago(90), minutes_ago(5))]) as (source_id, camera_id, replay, _):
        missed(world, camera_id, from_ms, to_ms)
        world.start()
        assert world.synced(source_id).files == 0
        assert replay.plays == []
        world.settings = replace(world.settings, fill_gaps=True)
        assert world.synced(source_id).files == 1


def test_a_wrong_clock_of_the_camera_is_made_up_for(world: SyncWorld) -> None:
    from_ms, to_ms, ahead_ms = minutes_ago(50), minutes_ago(50) + 9_000, 3_600_000
    spans = [(minutes_ago(90) + ahead_ms, minutes_ago(5) + ahead_ms)]
    with live_onvif(world, spans, ahead_ms=ahead_ms) as (source_id, camera_id, _, _):
        missed(world, camera_id, from_ms, to_ms)
        world.start()
        world.wait(source_id, lambda one: one.files == 1 and one.state == "idle")
        [(begin, end)] = fetched(world, source_id)
    assert abs(begin - from_ms) < 1_700
    assert abs(end - to_ms) < 1_700


def test_a_long_gap_comes_in_pieces_and_without_what_was_recorded_in_it(world: SyncWorld) -> None:
    """The camera came back for ten seconds in between, and its card has nothing of the last minutes."""
    border = minutes_ago(60) // 900_000 * 900_000
    from_ms, to_ms = border - 20_000, border + 300_000
    with live_onvif(world, [(from_ms - 60_000, border + 60_000)]) as (source_id, camera_id, _, _):
        missed(world, camera_id, from_ms, to_ms)
        recorded(world, camera_id, border + 20_000, border + 30_000)
        world.start()
        world.wait(source_id, lambda one: one.files == 3 and one.state == "idle")
        found = fetched(world, source_id)
        line = world.line(source_id)
        now_ms = world.clock.now_ms()
    assert found == [(from_ms, border), (border, border + 20_000), (border + 30_000, border + 60_000)]
    assert line.next_ms is not None
    assert line.next_ms - now_ms < 310_000, "the rest is looked for again soon"


def test_what_nobody_wanted_or_that_has_just_ended_is_not_asked_for(world: SyncWorld) -> None:
    with live_onvif(world, [(minutes_ago(120), minutes_ago(0))]) as (source_id, camera_id, replay, device):
        missed(world, camera_id, minutes_ago(50), minutes_ago(49), LiveGapCause.SWITCHED_OFF)
        missed(world, camera_id, minutes_ago(2), minutes_ago(0.1))
        LiveGaps(world.store).begin(camera_id, LiveGapCause.LOST, minutes_ago(0), {})
        world.start()
        line = world.wait(source_id, lambda one: one.state == "idle")
        assert (line.files, replay.plays, device.operations) == (0, [], [])
        assert line.next_ms is not None
        assert 20_000 < line.next_ms - world.clock.now_ms() < 60_000, "a minute after the gap's end"


def test_a_camera_without_recordings_is_asked_once_and_no_trouble(world: SyncWorld) -> None:
    with live_onvif(world, [(0, 1)], services=("trt",)) as (source_id, camera_id, _, device):
        missed(world, camera_id, minutes_ago(50), minutes_ago(49))
        world.start()
        line = world.wait(source_id, lambda one: one.state == "idle")
        asked = len(device.operations)
        assert world.synced(source_id).trouble is None
        assert len(device.operations) == asked
        assert GapLooks(world.store).in_vain(camera_id, 0, 10**14) == set()
    assert (line.trouble, line.files) == (None, 0)


def test_a_card_that_has_nothing_is_asked_again_and_given_up(world: SyncWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gap_filling, "PAUSES_MS", (0, 0))
    with live_onvif(world, [(minutes_ago(30), minutes_ago(5))]) as (source_id, camera_id, _, device):
        gap_id = missed(world, camera_id, minutes_ago(50), minutes_ago(49))
        world.start()
        for _ in range(4):
            world.synced(source_id)
        assert device.operations.count("FindRecordings") == 3
        assert GapLooks(world.store).in_vain(camera_id, 0, 10**14) == {gap_id}


def test_a_camera_that_is_away_is_asked_when_it_is_back(world: SyncWorld) -> None:
    from_ms = minutes_ago(50)
    with live_onvif(world, [(minutes_ago(90), minutes_ago(5))]) as (source_id, camera_id, replay, _):
        missed(world, camera_id, from_ms, from_ms + 20_000)
        replay.breaks_after = 150
        world.start()
        world.wait(source_id, lambda one: bool(world.all_files(source_id, "failed")))
        replay.breaks_after = None
        world.files.retry(source_id)
        world.synced(source_id)
        world.wait(source_id, lambda one: one.files == 1)
        assert fetched(world, source_id) == [(from_ms, from_ms + 20_000)]


@pytest.mark.parametrize(("kind", "device_type"), [("hikvision", SimulatedHikvision), ("dahua", SimulatedDahua)])
def test_a_recorder_fills_the_gaps_of_a_camera_that_is_recorded_live(
    world: SyncWorld, tmp_path: Path, kind: str, device_type: Any
) -> None:
    """Its files are as long as it likes: of the one that shows the gap only that is kept, cut at a keyframe."""
    film = tmp_path / "film.mp4"
    make(film, Clip(frames=25 * 40, gop=50))
    begin = minutes_ago(60)
    footage: list[Footage] = [filmed(1, begin + n * 40_000, 40, film.read_bytes()) for n in range(5)]
    rtsp = world.remote.add(
        "Live", Draft("rtsp", {"cameras": [{"key": "one", "name": "Table", "main": "rtsp://127.0.0.1/"}]}, {})
    )
    with device_type(footage).running() as device:
        camera_id = world.cameras.add(Camera(0, "Table"), now_ms=1, source_id=rtsp.id, folder="table")
        world.remote.attach(rtsp.id, RemoteCamera("one", "Table"), camera_id)
        from_ms, to_ms = begin + 45_000, begin + 53_000
        missed(world, camera_id, from_ms, to_ms)
        source_id = world.add(
            kind, {"address": device.server.url, "user": "admin"}, {"password": device.digest.password}, {"1": "Table"}
        )
        world.start()
        world.wait(source_id, lambda one: one.files == 1 and one.state == "idle")
        assert world.synced(source_id).files == 1
        [(start, end)] = fetched(world, source_id)
        [path] = world.on_disk(source_id)
        numbers = play(Path(world.sources.get(source_id).path) / path).numbers
        world.stop()
    assert from_ms - 2_000 <= start <= from_ms
    assert to_ms - 200 <= end <= to_ms + 200
    first = (start - begin - 40_000) // 40
    assert numbers[0] == first, "its name tells when its first picture was taken"
    assert len(numbers) == pytest.approx((end - start) / 40, abs=3)
