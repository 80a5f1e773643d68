"""Streams become recordings: whole, dated, and cut where they have to be. Over real RTSP."""

from __future__ import annotations

import time
from itertools import pairwise

from backend.domain.live import LiveGapCause
from backend.domain.source import SourceState, Trouble
from tests.integration.sources.live.conftest import Tracks
from tests.support.clip_footage import play
from tests.support.live_bench import LiveBench, Recorded
from tests.support.rtsp_server import RtspServer


def test_four_kinds_of_streams_are_recorded_without_a_picture_lost(bench: LiveBench, tracks: Tracks) -> None:
    """H.264 and H.265, over TCP and UDP, with digest: segments follow each other, and every picture is there once."""
    kinds = {f"{codec}-{way}": (codec, way) for codec in ("h264", "h265") for way in ("tcp", "udp")}
    streams = {name: getattr(tracks, codec) for name, (codec, _) in kinds.items()}
    with RtspServer(streams, sign_in="digest", user="admin", password="p@ss/w:ö") as server:
        ids = {
            name: bench.add(name, server.url(name), user="admin", password="p@ss/w:ö", transport=way)
            for name, (_, way) in kinds.items()
        }
        bench.start()
        for camera_id in ids.values():
            bench.wait_for_recordings(camera_id, 2)
        statuses = [bench.status(camera_id) for camera_id in ids.values()]
        now_ms = bench.clock.now_ms()
        bench.stop()
    for camera_id, status in zip(ids.values(), statuses, strict=True):
        recorded = bench.recorded(camera_id)
        assert all(one.live == "closed" for one in recorded)
        numbers = [number for one in recorded for number in play(one.path).numbers]
        assert all((b - a) % 100 == 1 for a, b in pairwise(numbers)), "pictures are missing or doubled"
        assert all(b.start_ms >= a.end_ms for a, b in pairwise(recorded)), "time runs backwards"
        assert all(b.start_ms - a.end_ms <= 100 for a, b in pairwise(recorded))
        assert abs(recorded[0].duration_ms - 3_000) <= 40
        assert -12_000 < recorded[0].start_ms - now_ms < -2_000
        assert recorded[0].path.name.startswith("epack_2") and "Z_" in recorded[0].path.name
        assert status.state is SourceState.RUNNING
        assert 20 < (status.figures.fps or 0) < 30
        assert status.figures.keyframe_ms == 1_000
        assert bench.gaps_of(camera_id) == []
    assert bench.queued


def test_a_cut_connection_is_a_gap_with_its_cause(bench: LiveBench, tracks: Tracks) -> None:
    with RtspServer({"table": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("table"))
        bench.start()
        bench.wait_for_recordings(camera_id, 1)
        server.cameras["table"].cut()
        bench.wait(lambda: bench.gaps_of(camera_id) and bench.gaps_of(camera_id)[0].to_ms, "the gap to end")
        bench.stop()
    (gap,) = bench.gaps_of(camera_id)
    before, after = _around(bench.recorded(camera_id), gap.from_ms)
    assert gap.cause is LiveGapCause.LOST
    assert (gap.from_ms, gap.to_ms) == (before.end_ms, after.start_ms)
    assert [data["trouble"] for topic, data in bench.told if data["state"] == "waiting"][-1] == Trouble.LOST


def test_a_frozen_camera_is_noticed(bench: LiveBench, tracks: Tracks) -> None:
    with RtspServer({"table": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("table"))
        bench.start()
        bench.wait_for(camera_id, SourceState.RUNNING)
        server.cameras["table"].frozen = True
        bench.wait(lambda: bench.status(camera_id).trouble is Trouble.FROZEN, "frozen")
        server.cameras["table"].frozen = False
        bench.wait_for(camera_id, SourceState.RUNNING)
    assert bench.gaps_of(camera_id)[0].cause is LiveGapCause.FROZEN


def test_another_resolution_and_another_codec_begin_a_new_segment(bench: LiveBench, tracks: Tracks) -> None:
    with RtspServer({"table": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("table"))
        bench.start()
        bench.wait_for(camera_id, SourceState.RUNNING)
        time.sleep(1.2)
        server.cameras["table"].change_to(tracks.larger)
        bench.wait(lambda: bench.recorded(camera_id)[-1].width == 640, "the larger picture")
        assert bench.gaps_of(camera_id) == [], "the resolution changed without a picture lost"
        server.cameras["table"].change_to(tracks.h265)
        bench.wait(lambda: bench.recorded(camera_id)[-1].codec == "hevc", "the other codec")
        bench.wait(lambda: bench.status(camera_id).segment_ms > 500, "some pictures")
        bench.stop()
    recorded = bench.recorded(camera_id)
    assert {(one.codec, one.width) for one in recorded} == {("h264", 320), ("h264", 640), ("hevc", 320)}
    assert all(one.frames() > 0 for one in recorded)


def test_a_wrong_password_is_not_hammered(bench: LiveBench, tracks: Tracks) -> None:
    with RtspServer({"table": tracks.h264}, sign_in="digest", user="admin", password="right") as server:
        camera_id = bench.add("table", server.url("table"), user="admin", password="wrong")
        bench.start()
        bench.wait_for(camera_id, SourceState.FAILED)
        time.sleep(2.0)
        status = bench.status(camera_id)
        assert server.attempts == 1
        assert status.trouble is Trouble.CREDENTIALS
        assert status.next_ms is not None and status.next_ms - bench.clock.now_ms() > 30_000
        bench.change(camera_id, main=server.url("table"), user="admin", password="right")
        bench.wait_for(camera_id, SourceState.RUNNING)
    assert bench.gaps_of(camera_id)[0].cause is LiveGapCause.CREDENTIALS


def test_clocks_that_jump_begin_a_new_segment_and_times_never_run_backwards(bench: LiveBench, tracks: Tracks) -> None:
    with RtspServer({"table": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("table"))
        bench.start()
        bench.wait_for(camera_id, SourceState.RUNNING)
        for jump in (
            lambda: setattr(server.cameras["table"], "clock_off_s", 7_200.0),
            lambda: setattr(bench.clock, "off_ms", -3_600_000),
            lambda: setattr(bench.clock, "off_ms", 0),
        ):
            before, noted = len(bench.recorded(camera_id)), len(bench.gaps_of(camera_id))
            jump()
            bench.wait(lambda n=before: len(bench.recorded(camera_id)) > n, "a new segment")
            bench.wait(lambda n=noted: len(bench.gaps_of(camera_id)) > n, "a note")
            bench.wait(lambda: bench.status(camera_id).segment_ms > 700, "some pictures")
        offset_ms = bench.status(camera_id).clock_offset_ms
        bench.stop()
    recorded = bench.recorded(camera_id)
    assert all(b.start_ms >= a.end_ms for a, b in pairwise(recorded)), recorded
    causes = {gap.cause for gap in bench.gaps_of(camera_id)}
    assert causes == {LiveGapCause.CAMERA_CLOCK, LiveGapCause.OWN_CLOCK}
    assert offset_ms is not None and -7_205_000 < offset_ms < -7_195_000
    # The camera's clock is two hours ahead, and yet the recordings have our time.
    assert recorded[0].end_ms - bench.clock.now_ms() < 60_000


def test_a_machine_that_slept_says_so(bench: LiveBench, tracks: Tracks) -> None:
    with RtspServer({"table": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("table"))
        bench.start()
        bench.wait_for(camera_id, SourceState.RUNNING)
        bench.wait(lambda: bench.status(camera_id).segment_ms > 500, "some pictures")
        bench.clock.asleep_s, bench.clock.off_ms = 600.0, 600_000
        bench.wait(lambda: bench.gaps_of(camera_id) and bench.gaps_of(camera_id)[-1].to_ms, "the gap to end")
    (gap,) = bench.gaps_of(camera_id)
    assert gap.cause is LiveGapCause.SLEEP
    assert 595_000 < (gap.to_ms or 0) - gap.from_ms < 610_000


def _around(recorded: list[Recorded], at_ms: int) -> tuple[Recorded, Recorded]:
    before = max((one for one in recorded if one.end_ms <= at_ms), key=lambda one: one.end_ms)
    after = min((one for one in recorded if one.start_ms > at_ms), key=lambda one: one.start_ms)
    return before, after
