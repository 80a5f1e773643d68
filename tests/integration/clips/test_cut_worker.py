"""Ids in, files out: each clip of a batch has its own result, and none is lost or half there."""

from __future__ import annotations

import csv
import io
import json
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from backend.clips import cut_worker
from backend.clips.cut_worker import LARGEST_BATCH
from backend.clips.errors import CutFailed
from backend.clips.writer import CutMode
from backend.domain.errors import InvalidInput, NotFound, StoreError
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker
from tests.support.clip_footage import play
from tests.support.clip_world import T0, World, world


@pytest.fixture
def shop(footage: dict[str, Path], tmp_path: Path) -> Iterator[World]:
    with world(tmp_path / "clips") as made:
        first = made.add_recording(footage["b_frames.mp4"])
        second = made.add_recording(footage["alaw.mov"], T0 + 20_000)
        made.add_events(
            ("ev-one", [(first, 2_000, 3_000)], ["SPX/1"]), ("ev-two", [(second, 1_500, 2_500)], ["A1", "B2"])
        )
        yield made


def cut_all(shop: World, cutter=None) -> None:  # type: ignore[no-untyped-def]
    working = cutter or shop.cutter()
    while (clip := shop.clips.take_next()) is not None:
        working.cut(clip, StopSignal())


def test_a_batch_becomes_files_with_hash_and_provenance(shop: World) -> None:
    batch = shop.cutter().enqueue(["ev-one", "ev-two", "ev-one"])
    assert [clip.event_public_id for clip in batch.clips] == ["ev-one", "ev-two"]
    assert (batch.clips[0].from_ms, batch.clips[0].to_ms) == (T0 + 1_000, T0 + 4_000)
    cut_all(shop)
    one, two = (shop.clips.get(clip.public_id) for clip in batch.clips)
    assert (one.status, two.status) == ("done", "done")
    assert Path(str(one.path)).name == "Alan_SPX-1_20251121-140322_ev-one.mp4"
    assert Path(str(two.path)).name == "Alan_A1-B2_20251121-140341_ev-two.mp4"
    assert one.size_bytes == os.path.getsize(str(one.path))
    assert one.duration_ms == pytest.approx(3_000, abs=90)
    assert play(Path(str(one.path))).numbers[:75] == list(range(25, 100))
    with av.open(str(one.path)) as container:
        tags = container.metadata
    assert (tags["epack_event"], tags["epack_clip"]) == ("ev-one", one.public_id)
    assert json.loads(tags["epack_codes"]) == ["SPX/1"]
    assert json.loads(tags["epack_camera"]) == "Bàn 1"
    assert int(tags["epack_start_ms"]) == T0 + 1_000
    (source,) = json.loads(tags["epack_sources"])
    assert (source["file"], source["from_ms"], source["to_ms"]) == ("b_frames.mp4", 1_000, 4_000)
    assert len(source["head_tail_sha256"]) == 64


def test_an_unknown_event_does_not_hold_up_the_others(shop: World) -> None:
    batch = shop.cutter().enqueue(["nobody", "ev-one"])
    assert [(one.event_id, one.code, "no event" in one.reason) for one in batch.refused] == [
        ("nobody", "not_found", True)
    ]
    assert len(batch.clips) == 1


def test_a_failed_clip_tells_why_and_the_next_one_is_cut(shop: World, footage: dict[str, Path], tmp_path: Path) -> None:
    gone = tmp_path / "gone.mp4"
    gone.write_bytes(footage["h264.mp4"].read_bytes())
    recording = shop.add_recording(gone, T0 + 60_000)
    shop.add_events(("ev-gone", [(recording, 1_000, 2_000)], []), ("ev-one", [(1, 2_000, 3_000)], []))
    batch = shop.cutter().enqueue(["ev-gone", "ev-one"])
    gone.unlink()
    cut_all(shop)
    states = [shop.clips.get(clip.public_id) for clip in batch.clips]
    assert [state.status for state in states] == ["failed", "done"]
    assert (states[0].reason_code, states[1].reason_code) == ("not_found", None)
    assert "no longer there" in str(states[0].reason)
    assert len(os.listdir(shop.folder)) == 1


@pytest.mark.logs_errors
def test_an_internal_error_is_told_without_its_text(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("/secret/path at 0x1234")

    monkeypatch.setattr("backend.clips.cut_worker.write_clip", broken)
    (clip,) = shop.cutter().enqueue(["ev-one"]).clips
    cut_all(shop)
    found = shop.clips.get(clip.public_id)
    assert found.status == "failed"
    assert found.reason_code == "cut_failed"
    assert "secret" not in str(found.reason)


def test_a_queued_clip_can_be_cancelled(shop: World) -> None:
    cutter = shop.cutter()
    (clip,) = cutter.enqueue(["ev-one"]).clips
    assert cutter.cancel(clip.public_id).status == "cancelled"
    assert shop.clips.take_next() is None
    with pytest.raises(NotFound):
        cutter.cancel("nobody")


def test_what_is_left_of_a_batch_is_cancelled_and_what_is_cut_stays(shop: World) -> None:
    cutter = shop.cutter()
    batch = cutter.enqueue(["ev-one", "ev-two"])
    first = shop.clips.take_next()
    assert first is not None
    cutter.cut(first, StopSignal())
    other = cutter.enqueue(["ev-two"])
    assert [clip.status for clip in cutter.cancel_batch(batch.batch_id)] == ["done", "cancelled"]
    assert shop.clips.get(other.clips[0].public_id).status == "queued"
    for ask in (cutter.cancel_batch, cutter.batch_zip):
        with pytest.raises(NotFound):
            ask("nothing")


def test_a_running_clip_can_be_cancelled_and_leaves_nothing(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cutter = shop.cutter()
    cutter.enqueue(["ev-one"], CutMode.EXACT)
    clip = shop.clips.take_next()
    assert clip is not None
    seen: list[int] = []

    def publish(topic: str, data: object) -> None:
        seen.append(1)
        if len(seen) == 1:  # told that it runs: now somebody cancels it
            cutter.cancel(clip.public_id)

    monkeypatch.setattr(cutter, "_publish", publish)
    cutter.cut(clip, StopSignal())
    assert shop.clips.get(clip.public_id).status == "cancelled"
    assert os.listdir(shop.folder) == []


def test_a_finished_clip_stays_when_cancelled(shop: World) -> None:
    cutter = shop.cutter()
    (clip,) = cutter.enqueue(["ev-one"]).clips
    cut_all(shop, cutter)
    assert cutter.cancel(clip.public_id).status == "done"
    assert Path(str(shop.clips.get(clip.public_id).path)).exists()


def test_a_file_the_store_could_not_note_is_removed(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from backend.domain.errors import StoreError

    def full(*_: object, **__: object) -> bool:
        raise StoreError("The disk is full.")

    (clip,) = shop.cutter().enqueue(["ev-one"]).clips
    monkeypatch.setattr(shop.clips, "finish", full)
    cut_all(shop)
    assert os.listdir(shop.folder) == []
    assert shop.clips.get(clip.public_id).status == "failed"


def test_after_a_crash_the_cut_begins_again_without_remains(shop: World) -> None:
    (clip,) = shop.cutter().enqueue(["ev-one"]).clips
    assert shop.clips.take_next() is not None  # and then the power fails
    shop.folder.mkdir()
    (shop.folder / "x.mp4.0badcafe.part").write_bytes(b"half")
    of_a_browser = shop.folder / "holiday.mp4.part"
    of_a_browser.write_bytes(b"half")
    assert shop.cutter().recover() == 1
    assert os.listdir(shop.folder) == [of_a_browser.name]
    cut_all(shop)
    assert shop.clips.get(clip.public_id).status == "done"


def test_a_stopped_server_leaves_the_clip_for_the_next_start(shop: World) -> None:
    (queued,) = shop.cutter().enqueue(["ev-one"]).clips
    clip = shop.clips.take_next()
    assert clip is not None
    stop = StopSignal()
    stop.set()
    shop.cutter().cut(clip, stop)
    assert shop.clips.get(queued.public_id).status == "running"
    assert shop.cutter().recover() == 1


def test_two_threads_work_the_queue_without_cutting_twice(shop: World) -> None:
    cutter = shop.cutter()
    workers = [Worker(f"cut-{n}", cutter.run).start() for n in range(2)]
    try:
        ids = [cutter.enqueue(["ev-one", "ev-two"]).batch_id for _ in range(3)]
        done = StopSignal()
        for _ in range(400):
            listed = [clip for batch_id in ids for clip in shop.clips.list_page(batch_id=batch_id).items]
            if all(clip.status == "done" for clip in listed) or done.wait(0.05):
                break
    finally:
        for worker in workers:
            worker.stop()
        assert all(worker.join(5) for worker in workers)
    assert [clip.status for clip in listed] == ["done"] * 6
    assert len(os.listdir(shop.folder)) == 6
    assert len({clip.path for clip in listed}) == 6


def test_progress_is_published_and_a_changed_setting_counts_at_once(shop: World) -> None:
    cutter = shop.cutter()
    (first,) = cutter.enqueue(["ev-one"]).clips
    shop.settings = type(shop.settings)(0, 0, "Other shop")
    (second,) = cutter.enqueue(["ev-one"]).clips
    cut_all(shop, cutter)
    statuses = [data["status"] for topic, data in shop.told if topic == "clip" and data["id"] == first.public_id]
    assert statuses == ["queued", "running", "done"]
    assert (second.from_ms, second.to_ms) == (T0 + 2_000, T0 + 3_000)
    assert Path(str(shop.clips.get(second.public_id).path)).name.startswith("Other-shop_")


@pytest.mark.parametrize(
    ("events", "mode", "burn_in", "message"),
    [
        ([], CutMode.FAST, False, "at least one"),
        ([str(n) for n in range(LARGEST_BATCH + 1)], CutMode.FAST, False, "at most"),
        (["ev-one"], CutMode.FAST, True, "exact mode"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shop: World, events: list[str], mode: CutMode, burn_in: bool, message: str
) -> None:
    with pytest.raises(InvalidInput, match=message):
        shop.cutter().enqueue(events, mode, burn_in=burn_in)


def test_a_caption_is_burned_in_when_asked_for(shop: World) -> None:
    (clip,) = shop.cutter().enqueue(["ev-one"], CutMode.EXACT, burn_in=True).clips
    cut_all(shop)
    with av.open(str(shop.clips.get(clip.public_id).path)) as container:
        assert container.streams.video[0].codec_context.height > 180


def test_a_batch_comes_as_one_zip_with_a_manifest(shop: World) -> None:
    batch = shop.cutter().enqueue(["ev-one", "ev-two"])
    last = shop.clips.take_next()
    assert last is not None
    shop.cutter().cut(last, StopSignal())
    pieces = list(shop.cutter().batch_zip(batch.batch_id))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    lines = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
    assert [(line["codes"], line["status"]) for line in lines] == [("SPX/1", "done"), ("A1 B2", "queued")]
    assert archive.namelist() == [lines[0]["file"], "manifest.csv"]
    done = shop.clips.get(batch.clips[0].public_id)
    assert archive.read(lines[0]["file"]) == Path(str(done.path)).read_bytes()
    assert lines[0]["sha256"] == done.sha256
    assert lines[0]["start"] == "2025-11-21 14:03:21.000+07:00"


def test_a_clip_whose_file_is_gone_does_not_spoil_the_zip(shop: World) -> None:
    batch = shop.cutter().enqueue(["ev-one"])
    cut_all(shop)
    Path(str(shop.clips.get(batch.clips[0].public_id).path)).unlink()
    archive = zipfile.ZipFile(io.BytesIO(b"".join(shop.cutter().batch_zip(batch.batch_id))))
    assert archive.namelist() == ["manifest.csv"]
    assert b"missing" in archive.read("manifest.csv")


@pytest.mark.parametrize("times", [1, 2])
def test_a_store_that_is_full_with_the_clips_folder_does_not_leave_a_cut_running_for_ever(
    shop: World, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Both lie on one disk, mostly: what became of the cut is stored once there is room again."""
    refused: list[str] = []
    fail = shop.clips.fail

    def full(public_id: str, *why: str, now_ms: int) -> bool:
        if len(refused) < times:
            refused.append(public_id)
            raise StoreError("The disk is full.", code="store_full")
        return fail(public_id, *why, now_ms=now_ms)

    def no_room(*given: object, **more: object) -> None:
        raise CutFailed("The disk is full.", code="disk_full")

    monkeypatch.setattr(shop.clips, "fail", full)
    monkeypatch.setattr(cut_worker, "write_clip", no_room)
    cutter = shop.cutter()
    (clip,) = cutter.enqueue(["ev-one"]).clips
    worker = Worker("cutter", cutter.run).start()
    try:
        until = time.monotonic() + 10
        while shop.clips.get(clip.public_id).status != "failed" and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        worker.stop()
        worker.join(5)
    assert (shop.clips.get(clip.public_id).status, len(refused)) == ("failed", times)
    assert worker.error is None
