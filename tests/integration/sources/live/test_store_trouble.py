"""A store that has no time for the recorders: what it missed is told to it later, and no camera is forgotten."""

from __future__ import annotations

from typing import Any

import pytest

from backend.domain.errors import StoreError
from backend.domain.source import SourceState
from backend.sources.live import service
from tests.integration.sources.live.conftest import Tracks
from tests.support.live_bench import LiveBench
from tests.support.rtsp_server import RtspServer


class Busy:
    """Stands before a method of a repository, and refuses it so many times."""

    def __init__(self, owner: object, name: str, times: int) -> None:
        self.left, self._method = times, getattr(owner, name)
        setattr(owner, name, self)

    def __call__(self, *given: Any, **more: Any) -> Any:
        if self.left > 0:
            self.left -= 1
            raise StoreError("The store has more to do than it can; try again in a minute.", code="store_busy")
        return self._method(*given, **more)


@pytest.mark.logs_errors
def test_a_camera_that_could_not_be_begun_is_begun_later(
    bench: LiveBench, tracks: Tracks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "REFRESH_S", 0.3)
    with RtspServer({"table": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("table"))
        bench.start()
        bench.wait_for_recordings(camera_id, 1)
        bench.stop()
        busy = Busy(bench.gaps, "begin", 1)  # that nobody recorded meanwhile
        bench.start()
        bench.wait_for(camera_id, SourceState.RUNNING)
        assert busy.left == 0
        bench.wait_for_recordings(camera_id, 2)


@pytest.mark.parametrize("times", [1, 3])
def test_a_recording_whose_end_could_not_be_stored_is_ended_later(bench: LiveBench, tracks: Tracks, times: int) -> None:
    with RtspServer({"table": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("table"))
        bench.start()
        bench.wait_for(camera_id, SourceState.RUNNING)
        busy = Busy(bench.recordings, "close", times)
        bench.wait_for_recordings(camera_id, 3)
        assert busy.left == 0
        found = bench.recorded(camera_id)
    assert all(one.live == "closed" and one.duration_ms for one in found[:-1]), found
    assert all(one.frames() * 40 == pytest.approx(one.duration_ms, abs=80) for one in found[:-1])


def test_a_recording_that_somebody_deleted_while_it_was_made_does_not_stay_in_the_making(
    bench: LiveBench, tracks: Tracks
) -> None:
    with RtspServer({"table": tracks.h264}) as server:
        camera_id = bench.add("table", server.url("table"))
        bench.start()
        bench.wait_for(camera_id, SourceState.RUNNING)
        (first,) = bench.recorded(camera_id)
        first.path.unlink()
        bench.wait_for_recordings(camera_id, 2)
    assert first.id not in {one.id for one in bench.recordings.growing()}
