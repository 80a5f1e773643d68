"""What a monitor sees, for whoever chooses cameras: live where it can be had, else its newest event."""

from __future__ import annotations

import base64

import pytest

from backend.domain.source import RemoteCamera, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.zoneminder.source import ZoneMinderSource
from tests.support.simulated_recorder import PICTURE
from tests.support.zoneminder.recorded import RecordedZoneMinder

STOP = StopSignal()
TABLE = RemoteCamera("1", "Packing table 1")


@pytest.mark.parametrize(
    ("zms", "tells"),
    [("cgi-bin/nph-zms", False), ("/cgi-bin/nph-zms", False), ("/cgi-bin-zm/nph-zms", False), ("/odd/place/zms", True)],
)
def test_the_streaming_program_is_found(
    there: RecordedZoneMinder, source: ZoneMinderSource, zms: str, tells: bool
) -> None:
    there.zms, there.tells_zms = zms, tells
    assert source.snapshot(TABLE, STOP) == PICTURE


@pytest.mark.parametrize("old", ["hash", "form"])
def test_older_versions(there: RecordedZoneMinder, source: ZoneMinderSource, old: str) -> None:
    there.old = old
    assert source.snapshot(TABLE, STOP) == PICTURE


def test_without_a_stream_the_newest_event_is_shown(there: RecordedZoneMinder, source: ZoneMinderSource) -> None:
    there.zms = None
    with pytest.raises(SourceTrouble) as nothing:
        source.snapshot(TABLE, STOP)
    assert nothing.value.trouble is Trouble.NOT_FOUND
    there.add(7, "2026-01-05 08:00:00")
    assert source.snapshot(TABLE, STOP) == PICTURE


def test_the_connection_test_shows_it_and_lives_without(there: RecordedZoneMinder, source: ZoneMinderSource) -> None:
    def of_cameras() -> dict[str, object]:
        return next(dict(one.details) for one in source.check(STOP) if one.step == "cameras")

    assert base64.b64decode(str(of_cameras()["picture"])) == PICTURE
    there.zms = None
    assert "picture" not in of_cameras()


@pytest.mark.parametrize("key", ["../1", "", "1&x=2", "9" * 30])
def test_a_made_up_monitor(there: RecordedZoneMinder, source: ZoneMinderSource, key: str) -> None:
    with pytest.raises(SourceTrouble) as caught:
        source.snapshot(RemoteCamera(key, "x"), STOP)
    assert caught.value.trouble is Trouble.NOT_FOUND
