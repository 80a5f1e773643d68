"""From a camera to an event that can be found, by the whole program over real RTSP."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from backend.bootstrap import build
from backend.config.env import Environment
from backend.domain.event import EventFlag
from backend.sources.live.ports import LiveLimits
from database.repositories.recording_rows import RecordingFilter
from tests.support.footage import CODE, small_order_clip
from tests.support.live_shop import EventWatch, add_live_camera
from tests.support.rtp_track import Track
from tests.support.rtsp_server import RtspServer


@pytest.mark.timeout(240)
@pytest.mark.parametrize("by_pieces", [False, True])
def test_an_order_is_found_while_its_recording_still_grows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_pieces: bool
) -> None:
    """One order every 20 s. The segment is a minute long, as usual: what is found in this test was found in pieces of
    it. The default program does it by itself; no event is doubled, none changes its public id. `by_pieces`: as with
    long segments, of which only what is new is looked at."""
    monkeypatch.setattr("backend.composition.live.LiveLimits", partial(LiveLimits, publish_ms=5_000))
    if by_pieces:
        monkeypatch.setattr("backend.composition.live_analysis.WHOLE_MS", 12_000)
        monkeypatch.setattr("backend.composition.live_analysis.CONTEXT_MS", 10_000)
    made = small_order_clip()
    application = build(Environment(data_dir=tmp_path / "data"))
    application.services.settings.change({"keep_free_gb": 0.1})
    with RtspServer({"table": Track(made.path)}) as server:
        application.start()
        try:
            add_live_camera(application, "Table", made.truth.profile, server.url("table"))
            watch = EventWatch(application)
            watch.run(150, enough=2)
            recordings = application.services.recordings.list_page(RecordingFilter()).items
            found = application.services.event_queries.list_page().items
        finally:
            application.stop()
    assert watch.delays_ms(), "no order was found"
    assert max(watch.delays_ms()) < 60_000
    assert not watch.gone, "an event lost its public id"
    assert len(recordings) == 1, "found before the recording was whole"
    over = [one for one in found if watch.events[one.public_id].delay_ms is not None]
    assert {code.text for one in over for code in one.codes} == {CODE}
    assert max(Counter((one.start_ms // 10_000) for one in found).values()) == 1, "an order is there twice"
    whole = [one for one in over if EventFlag.LATE_START not in one.flags]
    assert whole
    assert all(abs(one.end_ms - one.start_ms - 13_000) < 2_000 for one in whole)
