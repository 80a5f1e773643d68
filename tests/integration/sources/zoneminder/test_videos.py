"""Video files of ZoneMinder's events: whole, resumed, or a page in their place; recorded answers of a real one."""

from __future__ import annotations

import pytest

from backend.domain.source import Trouble
from backend.runtime.stop import StopSignal
from backend.sources.protocol import CannotResume
from backend.sources.zoneminder.source import ZoneMinderSource
from tests.support.device_server import Asked, Reply
from tests.support.zoneminder.recorded import VIDEO, RecordedZoneMinder
from tests.support.zoneminder.world import failed, listed, trouble_of


def test_a_video_comes_whole_and_goes_on_after_a_break(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    there.add(1, "2026-01-05 14:00:00")
    one = listed(source, stop)[0][0]
    assert b"".join(source.fetch(one, 0, stop)) == VIDEO
    assert b"".join(source.fetch(one, 5000, stop)) == VIDEO[5000:]
    there.cuts_video_at = 100_000
    got = bytearray()

    def take() -> None:
        for block in source.fetch(one, 0, stop):
            got.extend(block)

    assert trouble_of(take).trouble is Trouble.LOST
    assert len(got) <= 100_000


def test_a_server_that_cannot_begin_in_the_middle(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    there.add(1, "2026-01-05 14:00:00")
    one = listed(source, stop)[0][0]
    good = there.answer

    def whole(asked: Asked) -> Reply:
        return good(Asked(asked.method, asked.target, {}, asked.body))

    there.answer = whole  # type: ignore[method-assign]
    with pytest.raises(CannotResume):
        list(source.fetch(one, 5000, stop))


def test_a_token_that_ends_before_a_video(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    there.add(1, "2026-01-05 14:00:00")
    one = listed(source, stop)[0][0]
    there.tokens_good = False
    assert b"".join(source.fetch(one, 0, stop)) == VIDEO
    assert there.sign_ins == 2
    there.tokens_good = False
    assert b"".join(source.fetch(one, 1000, stop)) == VIDEO[1000:], "and no page is taken for the rest of a video"
    assert there.sign_ins == 3


@pytest.mark.parametrize(
    ("answer", "trouble", "said"),
    [
        ("video_privacy", Trouble.NOT_ALLOWED, "privacy page"),
        ("no_rights_video", Trouble.NOT_ALLOWED, "View for Events"),
        ("video_not_signed_in", Trouble.NOT_ALLOWED, "View for Events"),
        ("video_gone", Trouble.NOT_FOUND, "no video file"),
        ("video_of_jpeg_event", Trouble.NOT_FOUND, "no video file"),
    ],
)
def test_pages_that_come_instead_of_a_video(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal, answer: str, trouble: Trouble, said: str
) -> None:
    there.add(1, "2026-01-05 14:00:00")
    one = listed(source, stop)[0][0]
    there.video_says = answer
    found = trouble_of(lambda: list(source.fetch(one, 0, stop)))
    assert found.trouble is trouble
    assert said in found.message
    assert failed(source, stop)[:2] == ("recordings", trouble)


def test_events_stored_as_pictures_are_told_with_what_to_do(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    there.add(1, "2026-01-05 14:00:00", DefaultVideo="")
    found, cursor = listed(source, stop)
    assert cursor["monitors"]["1"]["id"] == 1
    trouble = trouble_of(lambda: list(source.fetch(found[0], 0, stop)))
    assert trouble.trouble is Trouble.UNSUPPORTED
    assert "Passthrough" in trouble.message


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.mp4", "x\n.mp4", "x" * 300 + ".mp4"])
def test_a_name_that_is_no_file_name_is_no_video(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal, name: str
) -> None:
    there.add(1, "2026-01-05 14:00:00", DefaultVideo=name)
    assert [one.name for one in listed(source, stop)[0]] == ["1-pictures"]
