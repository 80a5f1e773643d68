"""Cameras, sources, runs, settings, clips, renditions and column mappings."""

from __future__ import annotations

import pytest

from backend.domain.camera import Camera, PackingTimes, StartTimeRule
from backend.domain.errors import Conflict, InvalidInput, NotFound
from backend.domain.region import Box, Regions
from database.engine import Store
from database.repositories.cameras import CameraRepository
from database.repositories.clips import ClipRepository, NewClip, RenditionRepository
from database.repositories.mappings import ColumnMapping, MappingRepository
from database.repositories.runs import RunRepository
from database.repositories.settings import GeneralInfoRepository, ProgramStatusRepository, SettingsRepository
from database.repositories.sources import SourceRepository
from tests.support.store import NOW_MS, T0_MS, add_camera, add_recording, event, put_events


def test_a_camera_comes_back_as_it_was_stored(store: Store) -> None:
    cameras = CameraRepository(store)
    camera = Camera(
        0,
        "Bàn 1 \"x\"\n'y'",
        Regions(Box(1, 2, 3, 4), None, Box(5, 6, 7, 8), 1280, 720),
        "Sticker",
        ("QRCode",),
        "Asia/Tokyo",
        StartTimeRule.MTIME,
        "%Y",
        True,
        -5_000,
        record_sound=True,
        times=PackingTimes(1_000, 2_000, 3),
    )
    camera_id = cameras.add(camera, now_ms=NOW_MS)
    found = cameras.get(camera_id)
    assert found.id == camera_id
    assert cameras.by_name(camera.name) == found
    assert [found] == cameras.all()
    assert (found.regions, found.times, found.symbologies) == (camera.regions, camera.times, camera.symbologies)
    assert (found.timezone, found.start_time_rule, found.clock_offset_ms) == ("Asia/Tokyo", StartTimeRule.MTIME, -5_000)
    assert found.record_sound
    assert cameras.by_name("nobody") is None


def test_changing_one_field_leaves_the_others(store: Store) -> None:
    cameras = CameraRepository(store)
    camera_id = add_camera(store)
    cameras.save_regions(camera_id, Regions(label=Box(1, 1, 9, 9)), now_ms=NOW_MS)
    cameras.save_times(camera_id, PackingTimes(5_000, 9_000), now_ms=NOW_MS)
    cameras.update(camera_id, now_ms=NOW_MS, clock_offset_ms=7, symbologies=["Code128"], enabled=False)
    found = cameras.get_stored(camera_id)
    assert found.camera.regions.label == Box(1, 1, 9, 9)
    assert (found.camera.times.min_ms, found.camera.clock_offset_ms, found.enabled) == (5_000, 7, False)
    assert found.camera.name == "Table 1"
    assert cameras.all(enabled_only=True) == []
    with pytest.raises(InvalidInput, match="no field colour"):
        cameras.update(camera_id, now_ms=NOW_MS, colour="red")
    with pytest.raises(InvalidInput):
        cameras.save_times(camera_id, PackingTimes(5, 5), now_ms=NOW_MS)
    with pytest.raises(NotFound):
        cameras.update(99, now_ms=NOW_MS, name="x")
    with pytest.raises(NotFound):
        cameras.save_regions(99, Regions(), now_ms=NOW_MS)


def test_names_are_taken_once_and_evidence_keeps_its_camera(store: Store) -> None:
    cameras = CameraRepository(store)
    one, two = add_camera(store, "One"), add_camera(store, "Two")
    with pytest.raises(Conflict, match="named 'One' already"):
        add_camera(store, "One")
    with pytest.raises(Conflict):
        cameras.update(two, now_ms=NOW_MS, name="One")
    add_recording(store, one)
    with pytest.raises(Conflict, match="Switch it off"):
        cameras.remove(one)
    cameras.remove(two)
    with pytest.raises(NotFound):
        cameras.remove(two)


def test_sources(store: Store) -> None:
    sources = SourceRepository(store)
    source_id = sources.add("Shop", "/in/\udcff", now_ms=NOW_MS, config={"depth": 2})
    found = sources.get(source_id)
    assert (found.path, found.config, found.enabled) == ("/in/\udcff", {"depth": 2}, True)
    with pytest.raises(Conflict, match="name"):
        sources.add("Shop", "/other", now_ms=NOW_MS)
    with pytest.raises(Conflict, match="folder"):
        sources.add("Shop 2", "/in/\udcff", now_ms=NOW_MS)
    sources.update(source_id, enabled=False)
    assert sources.all(enabled_only=True) == []
    camera_id = CameraRepository(store).add(Camera(0, "x"), now_ms=NOW_MS, source_id=source_id, folder="a")
    sources.remove(source_id)
    assert CameraRepository(store).get_stored(camera_id).source_id is None
    with pytest.raises(NotFound):
        sources.get(source_id)
    with pytest.raises(InvalidInput):
        sources.update(source_id, kind="x")


def test_runs_end_once(store: Store) -> None:
    runs = RunRepository(store)
    run = runs.start("first", now_ms=NOW_MS, days=3)
    runs.finish(run.id, "done", now_ms=NOW_MS + 1)
    runs.finish(run.id, "failed", now_ms=NOW_MS + 2)
    assert (runs.get(run.id).status, runs.get(run.id).finished_ms) == ("done", NOW_MS + 1)
    left = runs.start("custom", now_ms=NOW_MS, custom_path="/x\ny")
    runs.finish(left.id, "stopped", now_ms=NOW_MS + 3)
    page = runs.list_page()
    assert [(one.program, one.status) for one in page.items] == [("custom", "stopped"), ("first", "done")]
    with pytest.raises(NotFound):
        runs.get(99)


def test_settings_change_only_what_is_given(store: Store) -> None:
    settings = SettingsRepository(store)
    settings.set({"a": 1, "b": [1, "x"], "c": None, "d": "text", "e": 1.5, "f": True}, now_ms=NOW_MS)
    settings.set({"a": 2}, now_ms=NOW_MS)
    settings.remove(["f", "nothing"])
    assert settings.values() == {"a": 2, "b": [1, "x"], "c": None, "d": "text", "e": 1.5}
    assert GeneralInfoRepository(store).values() == {}
    status = ProgramStatusRepository(store)
    status.set({"first_run_completed": "true"}, now_ms=NOW_MS)
    assert (status.get("first_run_completed"), status.get("nothing")) == ("true", None)


def test_clips_go_through_their_states(store: Store) -> None:
    camera_id = add_camera(store)
    (event_id,) = put_events(store, camera_id, event(camera_id, T0_MS, "SPX1"))
    clips = ClipRepository(store)
    with pytest.raises(NotFound, match="no event nobody"):
        clips.add([NewClip("x", event_id, 0, 1), NewClip("y", "nobody", 0, 1)], now_ms=NOW_MS)
    assert clips.list_page().total == 0
    clips.add([NewClip(name, event_id, 0, 9, batch_id="b") for name in ("c1", "c2", "c3")], now_ms=NOW_MS)
    first = clips.take_next()
    assert first is not None
    assert (first.public_id, first.status) == ("c1", "running")
    assert clips.set_progress("c1", 0.5)
    assert clips.finish("c1", path="/out/\n.mp4", size_bytes=5, sha256="s", duration_ms=9, now_ms=NOW_MS)
    assert not clips.fail("c1", "cut_failed", "too late", now_ms=NOW_MS)
    assert clips.cancel("c2", now_ms=NOW_MS)
    assert not clips.finish("c2", path="/x", size_bytes=1, sha256="s", duration_ms=1, now_ms=NOW_MS)
    third = clips.take_next()
    assert third is not None
    assert third.public_id == "c3"
    assert clips.take_next() is None
    assert clips.requeue_running() == 1
    page = clips.list_page(batch_id="b", event_public_id=event_id)
    assert [(one.public_id, one.status) for one in page.items] == [
        ("c3", "queued"),
        ("c2", "cancelled"),
        ("c1", "done"),
    ]
    assert clips.list_page(status="done").total == 1
    clips.set_locked("c1", True)
    assert clips.remove(["c1", "c2"]) == []
    clips.set_locked("c1", False)
    assert clips.remove(["c1"]) == ["/out/\n.mp4"]
    with pytest.raises(NotFound):
        clips.get("c1")


def test_renditions_are_asked_for_once(store: Store) -> None:
    recording_id = add_recording(store, add_camera(store))
    renditions = RenditionRepository(store)
    assert renditions.get(recording_id) is None
    assert renditions.request(recording_id, now_ms=NOW_MS).status == "queued"
    taken = renditions.take_next()
    assert taken is not None
    assert taken.status == "running"
    assert renditions.request(recording_id, now_ms=NOW_MS).status == "running"
    renditions.change(recording_id, status="failed", reason="no")
    assert renditions.request(recording_id, now_ms=NOW_MS).status == "queued"
    renditions.take_next()
    assert renditions.requeue_running() == 1
    renditions.remove(recording_id)
    assert renditions.take_next() is None


def test_column_mappings(store: Store) -> None:
    mappings = MappingRepository(store)
    mappings.save(ColumnMapping("Shopee", "Mã vận đơn", "c"), now_ms=NOW_MS)
    mappings.save(ColumnMapping(" shopee ", "", "AB"), now_ms=NOW_MS)
    assert mappings.all() == [ColumnMapping("Shopee", "", "AB")]
    assert mappings.get("SHOPEE") == ColumnMapping("Shopee", "", "AB")
    for name, letter in (("", "A"), ("x", ""), ("x", "A1"), ("x", "ABCD")):
        with pytest.raises(InvalidInput):
            mappings.save(ColumnMapping(name, "", letter), now_ms=NOW_MS)
    mappings.remove("shopee")
    with pytest.raises(NotFound):
        mappings.remove("shopee")
