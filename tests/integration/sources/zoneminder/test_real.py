"""Everything against a real ZoneMinder that records a real stream: slow, and only where its packages are installed.

Run it with: python -m pytest -m slow tests/integration/sources/zoneminder/test_real.py
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from backend.analysis import analyse_files
from backend.commands.profile import camera_from
from backend.domain.source import Check, RemoteRecording, SourceTrouble, Trouble
from backend.runtime.clock import SystemClock
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.probe import probe
from backend.sources.protocol import SourceLogin
from backend.sources.zoneminder.kind import zoneminder_type
from backend.sources.zoneminder.source import ZoneMinderSource
from database.engine import memory_store
from tests.support.footage import CODE, small_order_clip
from tests.support.rtp_track import Track
from tests.support.rtsp_server import RtspServer
from tests.support.sync_world import sync_world
from tests.support.zoneminder.real import RealZoneMinder, missing, real_zoneminder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
RECORDS_S = 240.0


@pytest.fixture(scope="module")
def real() -> Iterator[RealZoneMinder]:
    why = missing()
    if why is not None:
        pytest.skip(why)
    with RtspServer({"table": Track(small_order_clip().path)}) as camera, real_zoneminder(camera.url("table")) as found:
        yield found


def connect(real: RealZoneMinder, user: str = "viewer", password: str = "only-looks") -> ZoneMinderSource:
    kind = zoneminder_type(lambda: AddressGuard(["127.0.0.0/8"]), SystemClock())
    found = kind.connect(SourceLogin(0, {"address": real.url, "user": user}, {"password": password}))
    assert isinstance(found, ZoneMinderSource)
    return found


def events(source: ZoneMinderSource, at_least: int, monitor: str = "1") -> list[RemoteRecording]:
    """Finished events of a monitor, once there are so many."""
    until = time.monotonic() + RECORDS_S
    while True:
        found = [one for one in source.recordings([monitor], 0, None, StopSignal()) if isinstance(one, RemoteRecording)]
        if len(found) >= at_least:
            return found
        assert time.monotonic() < until, f"ZoneMinder recorded only {len(found)} events"
        time.sleep(1)


def picture_size(jpeg: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(jpeg)) as picture:
        return picture.size


def last(real: RealZoneMinder, user: str = "viewer", password: str = "only-looks") -> Check:
    source = connect(real, user, password)
    *_, check = source.check(StopSignal())
    source.close()
    return check


def test_its_events_become_recordings_by_the_sync_engine(real: RealZoneMinder, tmp_path: Path) -> None:
    began_ms = time.time() * 1000
    source = connect(real)
    known = events(source, 4)
    assert [one.ok for one in source.check(StopSignal())] == [True] * 5
    cameras = source.cameras(StopSignal())
    assert [camera.name for camera in cameras] == ["Packing table 1", "Kho / bàn 2"]
    assert [picture_size(source.snapshot(camera, StopSignal())) for camera in cameras] == [(640, 360)] * 2
    source.close()
    kind = zoneminder_type(lambda: AddressGuard(["127.0.0.0/8"]))
    with memory_store() as store, sync_world(store, tmp_path / "downloads", [kind]) as world:
        config = {"address": real.url, "user": "viewer"}
        cameras = {"1": "Table", "2": "Pictures"}
        source_id = world.add("zoneminder", config, {"password": "only-looks"}, cameras)
        world.start()
        line = world.synced(source_id)
        assert line.trouble is None, line
        stored = world.recordings.list_page(page_size=500).items
        assert len(stored) >= len(known)
        assert {one.camera_name for one in stored} == {"Table"}
        for one in stored:
            facts = probe(one.path)
            assert (facts.codec, facts.width, facts.height) == ("h264", 640, 360)
            assert began_ms - 600_000 < one.start_ms < time.time() * 1000
            assert Path(one.path).name.startswith("epack_20")
        starts = sorted(one.start_ms for one in stored)
        steps = [after - before for before, after in pairwise(starts)]
        assert all(4_000 < step < 30_000 for step in steps), steps
        pictures = [one for one in world.all_files(source_id, "failed") if one.recording.camera_key == "2"]
        assert pictures, "events without video are told, not hidden"
        assert {one.trouble for one in pictures} == {Trouble.UNSUPPORTED.value}

        before = {one.path for one in stored}
        time.sleep(15)
        world.synced(source_id)
        after = {one.path for one in world.recordings.list_page(page_size=500).items}
        assert before < after, "what was recorded meanwhile, and nothing twice"
        world.stop()

        profile = small_order_clip().truth.profile
        found = analyse_files(sorted(after)[:6], camera_from(profile, "Table"), workers=1)
        codes = {code.text for event in found.events for code in event.codes}
        assert CODE in codes, "the order that passed before the camera is found in what ZoneMinder stored"


def test_a_sign_in_that_ends_in_the_middle_is_renewed(real: RealZoneMinder) -> None:
    source = connect(real)
    one = events(source, 1)[0]
    whole = b"".join(source.fetch(one, 0, StopSignal()))
    real.sql("update Config set Value = md5(rand()) where Name = 'ZM_AUTH_HASH_SECRET'")
    assert len(source.cameras(StopSignal())) == 2
    real.sql("update Config set Value = md5(rand()) where Name = 'ZM_AUTH_HASH_SECRET'")
    assert b"".join(source.fetch(one, 1000, StopSignal())) == whole[1000:]
    source.close()


def test_an_event_that_was_deleted(real: RealZoneMinder) -> None:
    source = connect(real)
    one = events(source, 2)[0]
    real.sql(f"delete from Events where Id = {int(one.key)}")
    with pytest.raises(SourceTrouble) as caught:
        list(source.fetch(one, 0, StopSignal()))
    assert caught.value.trouble is Trouble.NOT_FOUND
    source.close()


def test_what_can_be_switched_off_there_is_named(real: RealZoneMinder) -> None:
    source = connect(real)
    events(source, 1)
    source.close()
    assert last(real, password="wrong").trouble is Trouble.CREDENTIALS
    assert last(real, "blind", "sees-nothing").trouble is Trouble.NOT_ALLOWED
    assert "API Enabled" in last(real, "no-api", "not-by-api").message
    real.sql("update Config set Value = '1' where Name = 'ZM_SHOW_PRIVACY'")
    privacy = last(real, "admin", "runs-it")
    assert (privacy.step, privacy.trouble) == ("recordings", Trouble.NOT_ALLOWED)
    assert "privacy" in privacy.message
    assert last(real).ok, "who may only look is not asked"
    real.sql("update Config set Value = '0' where Name in ('ZM_SHOW_PRIVACY', 'ZM_OPT_USE_API')")
    assert "OPT_USE_API" in last(real).message
    real.sql("update Config set Value = '1' where Name = 'ZM_OPT_USE_API'")
    real.sql("update Config set Value = '0' where Name = 'ZM_OPT_USE_AUTH'")
    assert last(real, "", "").ok
    real.sql("update Config set Value = '1' where Name = 'ZM_OPT_USE_AUTH'")
