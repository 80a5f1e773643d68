"""The small stream is looked at, the main one is the evidence; and the picture that people watch."""

from __future__ import annotations

import time
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from backend.domain.errors import NotFound
from backend.domain.source import SourceState
from backend.runtime.clock import SystemClock
from backend.runtime.stop import StopSignal
from backend.sources.identity import identify
from backend.sources.live.preview import Previews, TooManyPreviews
from backend.sources.live.preview_decoder import Shown
from backend.sources.live.recovery import recover_recordings
from tests.integration.sources.live.conftest import Tracks
from tests.support.clip_footage import number_of
from tests.support.live_bench import LiveBench
from tests.support.rtsp_server import RtspServer


def test_every_recording_has_the_small_picture_of_all_its_time(bench: LiveBench, tracks: Tracks) -> None:
    """Both cameras of the server tick together: the same instant has the same number in both pictures."""
    with RtspServer({"main": tracks.larger, "sub": tracks.h264}) as server:
        server.cameras["sub"]._at = server.cameras["main"]._at
        camera_id = bench.add("table", server.url("main"), server.url("sub"))
        bench.start()
        bench.wait(lambda: any(one.analysis_path for one in bench.recorded(camera_id)), "a small picture")
        chosen = next(one for one in bench.recorded(camera_id) if one.analysis_path)
        bench.wait(lambda: bench.status(camera_id).segment_ms > 900, "a growing recording")
        growing = bench.recorded(camera_id)[-1]
        with bench.growing.piece(growing.id, 0, 700, StopSignal()) as piece:
            assert piece is not None
            with av.open(str(piece.path)) as container:
                shown = container.streams.video[0]
                assert shown.codec_context.width == 320
                length_ms = sum(1 for _ in container.decode(shown)) * 40
            assert piece.offset_ms <= 0
            assert piece.offset_ms + length_ms >= 700
            assert piece.scale == (2.0, 2.0)
            path = piece.path
        assert not path.exists()
        bench.wait(lambda: any(one.id == chosen.id and one.live == "closed" for one in bench.recorded(camera_id)), "it")
        bench.wait_for_recordings(camera_id, 3)
        bench.stop()
    whole = next(one for one in bench.recorded(camera_id) if one.id == chosen.id)
    assert whole.analysis_path is not None
    assert whole.analysis_offset_ms is not None
    small, large = _numbers(whole.analysis_path), _numbers(whole.path)
    assert -600 <= whole.analysis_offset_ms <= 0
    assert whole.analysis_offset_ms + max(small.values()) + 40 >= whole.duration_ms
    assert ".sub" in whole.analysis_path.parts
    # Where the numbers agree, the times do too: what is seen in one lies at its place in the other.
    shared = sorted(set(small) & set(large))
    assert len(shared) > 30
    drifts = [whole.analysis_offset_ms + small[number] - large[number] for number in shared]
    assert abs(float(np.median(drifts))) < 300


def test_without_the_small_stream_the_recording_itself_is_looked_at(bench: LiveBench, tracks: Tracks) -> None:
    with RtspServer({"main": tracks.larger, "sub": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("main"), server.url("sub"))
        bench.start()
        bench.wait(lambda: any(one.analysis_path for one in bench.recorded(camera_id)), "a small picture")
        server.cameras["sub"].frozen = True
        bench.wait(lambda: bench.status(camera_id).sub_state is SourceState.WAITING, "the small stream to be away")
        bench.wait(lambda: bench.status(camera_id).segment_ms > 1_500, "a growing recording")
        growing = bench.recorded(camera_id)[-1]
        with bench.growing.piece(growing.id, 0, 1_000, StopSignal()) as piece:
            assert piece is None or piece.scale == (1.0, 1.0)
        bench.stop()
    left = [path for path in (bench.folder / "table").rglob("*.mp4") if ".sub" in path.parts]
    assert {one.analysis_path for one in bench.recorded(camera_id) if one.analysis_path} == set(left)


def test_a_preview_is_live_shared_and_bounded(
    bench: LiveBench, tracks: Tracks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sources.live.preview_decoder._LINGER_S", 0.2)
    monkeypatch.setattr("backend.sources.live.preview.MOST_VIEWERS", 2)
    stop = StopSignal()
    previews = Previews(bench.cameras.tap_of, SystemClock(), stop)
    with RtspServer({"table": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("table"))
        bench.start()
        bench.wait_for(camera_id, SourceState.RUNNING)
        with pytest.raises(NotFound):
            previews.watch(camera_id + 1)
        one, other = previews.watch(camera_id), previews.watch(camera_id)
        with pytest.raises(TooManyPreviews):
            previews.watch(camera_id)
        assert bench.cameras.tap_of(camera_id).wanted  # type: ignore[union-attr]
        late: list[int] = []
        until = time.monotonic() + 3
        while time.monotonic() < until:
            [(shown_id, picture)] = one.next(2.0, stop)
            assert shown_id == camera_id
            newest = server.cameras["table"].sent - 1
            late.append((newest - _number(picture.jpeg)) % 100)
        assert other.next(2.0, stop)
        assert abs(picture.at_ms - time.time() * 1000) < 1_000, "it tells when the camera took it"
        assert len(late) >= 10, "hardly any pictures"
        print("pictures behind the camera, median and most:", np.median(late[3:]), max(late[3:]))
        assert np.median(late[3:]) * 40 < 1_000
        assert _size(previews.frame(camera_id, 160)) == (90, 160)
        one.close()
        other.close()
        bench.wait(lambda: not bench.cameras.tap_of(camera_id).wanted, "the decoder to end")  # type: ignore[union-attr]
        assert _size(previews.frame(camera_id, None)) == (180, 320)
    stop.set()


def test_a_wall_is_one_viewer_and_shows_a_camera_that_comes_later(
    bench: LiveBench, tracks: Tracks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sources.live.preview_decoder._LINGER_S", 0.2)
    monkeypatch.setattr("backend.sources.live.preview.MOST_VIEWERS", 1)
    stop = StopSignal()
    previews = Previews(bench.cameras.tap_of, SystemClock(), stop)
    with RtspServer({"table": tracks.h264, "door": tracks.h264}) as server:
        first, second = bench.add("table", server.url("table")), bench.add("door", server.url("door"))
        wall = previews.watch_all([first, second])
        with pytest.raises(TooManyPreviews):
            previews.watch_all([first])
        assert wall.next(0.1, stop) == [], "nothing is recorded yet"
        bench.start()
        pictures: dict[int, int] = {first: 0, second: 0}
        bench.wait(lambda: _count(wall.next(0.5, stop), pictures) >= 5, "both to move")
        server.cameras["door"].cut()
        pictures[second] = 0
        bench.wait(lambda: _count(wall.next(0.5, stop), pictures) >= 5, "the other one to come back")
        wall.close()
        previews.watch_all([first]).close()
        bench.wait(lambda: not bench.cameras.tap_of(first).wanted, "the decoder to end")  # type: ignore[union-attr]
    stop.set()


def test_a_small_picture_that_a_crash_left_without_its_end_is_not_looked_at(bench: LiveBench, tracks: Tracks) -> None:
    """The recording was closed and the small one, which runs a little behind, was not."""
    with RtspServer({"main": tracks.larger, "sub": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("main"), server.url("sub"))
        bench.start()
        bench.wait(lambda: sum(bool(one.analysis_path) for one in bench.recorded(camera_id)) >= 3, "small pictures")
        bench.stop()
    whole, torn = [one for one in bench.recorded(camera_id) if one.analysis_path][:2]
    assert whole.analysis_path is not None
    assert torn.analysis_path is not None
    offset_ms = torn.analysis_offset_ms or 0
    bench.recordings.set_analysis(torn.id, str(torn.analysis_path), offset_ms)  # as it was before it was closed
    assert recover_recordings(bench.recordings, identify, lambda from_ms, to_ms: True, lambda: 1) == 0
    by_id = {one.id: one for one in bench.recorded(camera_id)}
    assert by_id[torn.id].analysis_path is None
    assert not torn.analysis_path.exists()
    assert by_id[whole.id].analysis_path == whole.analysis_path
    assert whole.analysis_path.exists()


def _count(shown: list[tuple[int, Shown]], pictures: dict[int, int]) -> int:
    """Pictures so far of the camera with the fewest."""
    for camera_id, _ in shown:
        pictures[camera_id] += 1
    return min(pictures.values())


def _numbers(path: Path) -> dict[int, float]:
    """Number of each picture -> ms from the first one."""
    with av.open(str(path)) as container:
        return {number_of(frame.to_ndarray(format="gray")): frame.time * 1000 for frame in container.decode(video=0)}


def _number(jpeg: bytes) -> int:
    gray = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    return number_of(gray)


def _size(jpeg: bytes) -> tuple[int, int]:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE).shape


def test_pieces_that_a_crash_left_go_at_the_next_start(bench: LiveBench) -> None:
    left = bench.folder / "pieces" / "7-abcd.piece.mp4"
    left.parent.mkdir()
    Path(left).write_bytes(b"x")
    bench.growing.clear()
    assert not left.exists()
