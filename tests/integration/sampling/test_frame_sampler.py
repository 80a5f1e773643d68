"""The sampler on drawn footage whose truth is known, and against itself looking at every frame."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from backend.commands.profile import camera_from
from backend.domain.camera import Camera
from backend.domain.errors import Cancelled
from backend.domain.event import EventFlag
from backend.domain.observation import Observations, SpanKind, SpanState
from backend.domain.recording import Recording
from backend.events.event_detector import derive
from backend.runtime.stop import StopSignal
from backend.sampling.frame_sampler import FrameSampler
from tests.support import footage
from tests.support.analysed import analysed, scored
from tests.support.footage import Footage

# One look in a dense pass, and a frame of the slowest footage: what an edge may be off by.
EDGE_MS = 300


CLIPS: list[Callable[[], Footage]] = [
    footage.small_order_clip,
    footage.small_order_clip_h265,
    footage.small_mjpeg_clip,
    footage.small_vfr_clip,
    footage.plain_table_clip,
    lambda: footage.plain_table_clip(gloves=True),
    footage.two_files_one_order,
    footage.two_orders_clip,
]
NAMES = ["h264", "h265", "mjpeg", "vfr", "no-sticker", "gloves", "two-files", "back-to-back"]


@pytest.mark.parametrize("clip", CLIPS, ids=NAMES)
def test_every_order_is_found_with_its_code_and_edges_and_nothing_else(clip: Callable[[], Footage]) -> None:
    shot = clip()
    analysis = analysed(shot)
    assert analysis.complete
    score = scored(shot, analysis)
    assert score.missed == []
    assert score.invented == []
    assert score.codes_missed == []
    assert score.codes_wrong == []
    assert score.codes_due > 0
    assert max(score.start_errors_ms + score.end_errors_ms) <= EDGE_MS


def test_an_order_across_two_files_has_a_part_in_each() -> None:
    shot = footage.two_files_one_order()
    event = analysed(shot).events[0]
    assert [part.path for part in event.parts] == [str(path) for path in shot.paths]
    assert event.parts[1].from_ms == 0


def test_a_quiet_file_has_no_events_and_is_hardly_decoded() -> None:
    analysis = analysed(footage.quiet_clip())
    assert analysis.events == []
    seen = analysis.files[0].seen
    assert seen is not None
    assert seen.frames_decoded < seen.frames_total / 3


def looked_at(
    path: str,
    camera: Camera,
    *,
    threads: int = 1,
    every_frame: bool = False,
    stop: StopSignal | None = None,
    progress: Callable[[float], None] | None = None,
) -> Observations:
    with FrameSampler(threads=threads, every_frame=every_frame) as sampler:
        return sampler.analyse(path, camera, stop=stop, progress=progress)


@pytest.mark.parametrize("clip", [footage.two_orders_clip, footage.plain_table_clip], ids=["sticker", "no-sticker"])
def test_the_same_events_as_looking_at_every_frame(clip: Callable[[], Footage]) -> None:
    shot = clip()
    camera = camera_from(shot.truth.profile, shot.truth.camera)
    path = str(shot.path)
    fine = looked_at(path, camera, every_frame=True)
    coarse = looked_at(path, camera)
    assert fine.frames_decoded >= fine.frames_total
    assert coarse.frames_decoded < fine.frames_decoded
    recording = Recording(1, 0, path, 0, fine.duration_ms)
    expected, found = derive(camera, [(recording, fine)]), derive(camera, [(recording, coarse)])
    assert [[c.text for c in e.codes] for e in found] == [[c.text for c in e.codes] for e in expected]
    for a, b in zip(found, expected, strict=True):
        assert abs(a.start_ms - b.start_ms) <= EDGE_MS
        assert abs(a.end_ms - b.end_ms) <= EDGE_MS


def test_hands_are_marked_where_there_are_some() -> None:
    shot = footage.small_order_clip()
    camera = camera_from(shot.truth.profile, shot.truth.camera)
    seen = looked_at(str(shot.path), camera)
    start_ms = shot.truth.recordings[0].start_ms
    found = [(start_ms + s.from_ms, start_ms + s.to_ms) for s in seen.spans if s.kind is SpanKind.HANDS]
    assert found
    for since, until in found:
        assert any(since < end_ms + 1500 and until > begin_ms - 1500 for begin_ms, end_ms in shot.truth.hands)


def test_trigger_spans_tile_the_recording() -> None:
    shot = footage.small_order_clip()
    seen = looked_at(str(shot.path), camera_from(shot.truth.profile, "c"))
    spans = [s for s in seen.spans if s.kind is SpanKind.TRIGGER]
    assert spans[0].from_ms == 0
    assert abs(spans[-1].to_ms - seen.duration_ms) <= 1
    assert all(a.to_ms == b.from_ms and a.state is not b.state for a, b in itertools.pairwise(spans))


def test_a_sticker_region_that_never_shows_the_sticker_warns_and_falls_back_to_the_table() -> None:
    shot = footage.plain_table_clip()
    profile = {**shot.truth.profile, "trigger": [10, 10, 60, 60]}
    seen = looked_at(str(shot.path), camera_from(profile, "c"))
    assert "never readable" in seen.warnings[0].message
    assert [s.state for s in seen.spans if s.kind is SpanKind.TRIGGER] == [SpanState.COVERED]
    assert any(s.kind is SpanKind.MOTION for s in seen.spans)


def test_a_sticker_that_no_keyframe_shows_is_found_in_between() -> None:
    shot = footage.hardly_free_clip()
    analysis = analysed(shot)
    score = scored(shot, analysis)
    assert [event.flags for event in analysis.events] == [(EventFlag.LATE_START,), (EventFlag.CUT_SHORT,)]
    assert score.missed == score.codes_missed == score.codes_wrong == []
    assert max(score.start_errors_ms + score.end_errors_ms) <= EDGE_MS


def test_a_stop_ends_the_analysis_and_leaves_no_thread() -> None:
    shot = footage.small_order_clip()
    stop = StopSignal()
    with pytest.raises(Cancelled):
        looked_at(
            str(shot.path), camera_from(shot.truth.profile, "c"), threads=2, stop=stop, progress=lambda _: stop.set()
        )


def test_progress_rises_to_one() -> None:
    shares: list[float] = []
    shot = footage.small_order_clip()
    looked_at(str(shot.path), camera_from(shot.truth.profile, "c"), progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
