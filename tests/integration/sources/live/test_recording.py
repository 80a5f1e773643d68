"""Streams become recordings: whole, dated, and cut where they have to be. Over real RTSP."""

from __future__ import annotations

from itertools import pairwise
from re import fullmatch

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
            bench.wait(lambda one=camera_id: bench.status(one).figures.keyframe_ms, "figures")
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
        assert abs(recorded[0].duration_ms - 1_920) <= 40
        assert -15_000 < recorded[0].start_ms - now_ms < -2_000
        assert fullmatch(r"epack_2\d{7}T\d{6}\.\d{3}Z_h26[45]-(tcp|udp)\.mp4", recorded[0].path.name)
        assert status.state is SourceState.RUNNING
        assert 20 < (status.figures.fps or 0) < 30
        assert status.figures.keyframe_ms == 480
        assert bench.gaps_of(camera_id) == []
    assert bench.queued


def test_streams_in_trouble_each_leave_a_gap_with_its_cause(bench: LiveBench, tracks: Tracks) -> None:
    """At once, each at a camera of its own: cut off, frozen, another resolution, another codec, a wrong password."""
    names = ("cut", "frozen", "larger", "codec")
    with (
        RtspServer(dict.fromkeys(names, tracks.h264)) as server,
        RtspServer({"locked": tracks.h264}, sign_in="digest", user="admin", password="right") as locked,
    ):
        cut, frozen, larger, codec = (bench.add(name, server.url(name)) for name in names)
        wrong = bench.add("locked", locked.url("locked"), user="admin", password="wrong")
        bench.start()
        for camera_id in (cut, frozen, larger, codec):
            bench.wait(lambda one=camera_id: bench.recorded(one) and bench.status(one).segment_ms > 600, "pictures")
        server.cameras["cut"].cut()
        server.cameras["frozen"].frozen = True
        server.cameras["larger"].change_to(tracks.larger)
        server.cameras["codec"].change_to(tracks.h265)
        bench.wait(lambda: bench.status(frozen).trouble is Trouble.FROZEN, "frozen")
        server.cameras["frozen"].frozen = False
        bench.wait_for(wrong, SourceState.FAILED)
        tried, next_ms = locked.attempts, bench.status(wrong).next_ms
        bench.wait(lambda: bench.recorded(larger)[-1].width == 640, "the larger picture")
        bench.wait(lambda: bench.recorded(codec)[-1].codec == "hevc", "the other codec")
        for camera_id in (cut, frozen, codec):
            bench.wait(lambda one=camera_id: bench.gaps_of(one) and bench.gaps_of(one)[0].to_ms, "the gap to end")
        assert (locked.attempts, tried) == (1, 1), "a wrong password is not tried again and again"
        assert next_ms is not None
        assert next_ms - bench.clock.now_ms() > 30_000
        bench.change(wrong, main=locked.url("locked"), user="admin", password="right")
        bench.wait_for(wrong, SourceState.RUNNING)
        for camera_id in (cut, frozen, larger, codec):
            bench.wait(lambda one=camera_id: bench.status(one).segment_ms > 300, "some pictures")
        bench.stop()
    causes = {camera_id: bench.gaps_of(camera_id)[0].cause for camera_id in (cut, frozen, codec, wrong)}
    assert causes == {
        cut: LiveGapCause.LOST, frozen: LiveGapCause.FROZEN, codec: LiveGapCause.LOST, wrong: LiveGapCause.CREDENTIALS
    }  # fmt: skip
    for camera_id in (cut, frozen):
        gap = bench.gaps_of(camera_id)[0]
        before, after = _around(bench.recorded(camera_id), gap.from_ms)
        assert (gap.from_ms, gap.to_ms) == (before.end_ms, after.start_ms)
    assert bench.gaps_of(larger) == [], "the resolution changed without a picture lost"
    assert {(one.codec, one.width) for one in bench.recorded(larger)} == {("h264", 320), ("h264", 640)}
    assert {one.codec for one in bench.recorded(codec)} == {"h264", "hevc"}
    assert all(one.frames() > 0 for camera_id in causes for one in bench.recorded(camera_id))


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
            bench.wait(lambda: bench.status(camera_id).segment_ms > 300, "some pictures")
        offset_ms = bench.status(camera_id).clock_offset_ms
        bench.stop()
    recorded = bench.recorded(camera_id)
    assert all(b.start_ms >= a.end_ms for a, b in pairwise(recorded)), recorded
    causes = {gap.cause for gap in bench.gaps_of(camera_id)}
    assert causes == {LiveGapCause.CAMERA_CLOCK, LiveGapCause.OWN_CLOCK}
    assert offset_ms is not None
    assert -7_205_000 < offset_ms < -7_195_000
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
