"""Which events of ZoneMinder are new and when they were, against recorded answers of a real one."""

from __future__ import annotations

import pytest

from backend.domain.errors import Cancelled
from backend.domain.source import RemoteRecording, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.zoneminder.source import ZoneMinderSource
from tests.support.device_server import Asked, Reply
from tests.support.zoneminder.recorded import RecordedZoneMinder
from tests.support.zoneminder.world import HOUR_MS, NOW_MS, connect, failed, listed, trouble_of


def test_events_come_with_times_and_names(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    there.add(7, "2026-01-05 14:00:00", 59.5, end="2026-01-05 14:01:00")
    there.add(8, "2026-01-05 14:00:00", monitor=2)
    found, cursor = listed(source, stop)
    assert [(one.key, one.camera_key, one.name) for one in found] == [("7", "1", "7-video.mp4")]
    # 14:00:00.5 is the middle of what start, end (whole seconds both) and length allow; Hanoi is UTC+7.
    assert found[0].start_ms == NOW_MS - HOUR_MS + 750
    assert found[0].duration_ms == 59_500
    assert cursor == {"monitors": {"1": {"id": 7, "start_ms": found[0].start_ms}}}


def test_all_pages_are_read_and_nothing_is_told_twice(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    for number in range(1, 306):
        there.add(number, f"2026-01-05 {number // 60:02}:{number % 60:02}:00", 59.0, monitor=1 + number % 2)
    found, cursor = listed(source, stop, keys=("1", "2"))
    assert sorted(int(one.key) for one in found) == list(range(1, 306))
    assert listed(source, stop, cursor, keys=("1", "2")) == ([], cursor)
    there.add(306, "2026-01-05 06:00:00")
    assert [one.key for one in listed(source, stop, cursor, keys=("1", "2"))[0]] == ["306"]


def test_events_deleted_while_pages_are_read_leave_no_hole(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    for number in range(1, 221):
        there.add(number, f"2026-01-05 {number // 60:02}:{number % 60:02}:00", 59.0)
    found = source.recordings(["1"], 0, None, stop)
    head = [next(found) for _ in range(10)]
    del there.events[:50]
    told = [one.key for one in [*head, *found] if isinstance(one, RemoteRecording)]
    assert told == [str(number) for number in range(1, 221)]


def test_only_what_reaches_into_the_time_wanted(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    there.add(1, "2026-01-03 14:00:00")
    there.add(2, "2026-01-05 13:30:00", 1700.0)
    there.add(3, "2026-01-05 13:59:00", 600.0)
    there.add(4, "2026-01-05 14:30:00")
    found, cursor = listed(source, stop, since_ms=NOW_MS - HOUR_MS)
    assert [one.key for one in found] == ["3", "4"]
    assert cursor["monitors"]["1"]["id"] == 4


def test_a_monitor_without_events_is_asked_from_the_same_time_again(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    there.add(1, "2025-12-01 14:00:00")
    found, cursor = listed(source, stop, since_ms=NOW_MS - HOUR_MS)
    assert (found, cursor) == ([], {"monitors": {}})
    there.add(2, "2026-01-05 14:30:00")
    assert [one.key for one in listed(source, stop, cursor, since_ms=NOW_MS - HOUR_MS)[0]] == ["2"]


def test_an_event_being_written_is_left_for_later(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    there.add(1, "2026-01-05 14:50:00")
    there.add(2, "2026-01-05 14:58:00", 115.0, end=None)
    there.add(3, "2026-01-05 14:59:00", 30.0)  # closed before the one that is still being finished
    found, cursor = listed(source, stop)
    assert [one.key for one in found] == ["1", "3"]
    assert cursor["monitors"]["1"]["id"] == 1, "2 is not passed over"
    there.events[1] |= {"EndDateTime": "2026-01-05 15:00:00", "Length": "120.00"}
    found, cursor = listed(source, stop, cursor)
    assert [one.key for one in found] == ["2", "3"], "3 is told again, as it may be"
    assert cursor["monitors"]["1"]["id"] == 3


def test_an_event_that_is_never_finished_holds_nothing_up(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    there.add(1, "2026-01-05 14:00:00", 77.0, end=None)
    there.add(2, "2026-01-05 14:50:00")
    found, cursor = listed(source, stop)
    assert [(one.key, one.details["finished"]) for one in found] == [("1", False), ("2", True)]
    assert cursor["monitors"]["1"]["id"] == 2
    there.video_says = "video_gone"
    assert "interrupted" in trouble_of(lambda: list(source.fetch(found[0], 0, stop))).message


def test_the_newest_one_is_given_a_day_to_be_finished(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    there.add(1, "2026-01-05 10:00:00", 77.0, end=None)
    assert listed(source, stop)[0] == []
    there.events[0] |= {"StartDateTime": "2026-01-04 10:00:00"}
    assert [one.key for one in listed(source, stop)[0]] == ["1"]


def test_an_hour_that_comes_twice(there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal) -> None:
    there.zone = "Europe/Berlin"
    # 26 October 2025: at 03:00 summer time the clocks went back to 02:00.
    for number, start in enumerate(("01:40", "02:10", "02:50", "02:05", "02:40", "03:10")):
        there.add(number + 1, f"2025-10-26 {start}:00", 60.0)
    there.add(
        9, "2025-10-26 02:45:00", 1500.0, monitor=2, end="2025-10-26 02:10:00"
    )  # begins in summer, ends in winter
    there.add(10, "2025-10-26 02:50:00", 900.0, monitor=2, end="2025-10-26 03:05:00")  # nothing before it tells
    found, _ = listed(source, stop, keys=("1", "2"))
    midnight_utc = 1_761_436_800_000  # 02:00 in Berlin, summer time
    minutes = [round((one.start_ms or 0) - midnight_utc) // 60_000 for one in found]
    assert minutes == [-20, 10, 50, 65, 100, 130, 45, 110]


def test_a_time_zone_given_counts_more_than_the_one_told(there: RecordedZoneMinder, stop: StopSignal) -> None:
    there.zone = "UTC"
    there.add(1, "2026-01-05 14:00:00")
    with there.running() as server:
        told = connect(server.url)
        step, trouble, message = failed(told, stop)
        assert (step, trouble) == ("clock", Trouble.CLOCK)
        assert "UTC" in message
        told.close()
        given = connect(server.url, time_zone="Asia/Bangkok")
        assert all(one.ok for one in given.check(stop))
        assert listed(given, stop)[0][0].start_ms == NOW_MS - HOUR_MS + 500
        given.close()


def test_a_server_that_does_not_tell_its_time_zone(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    for zone in (None, "", "Mars/Olympus", "../../etc/passwd"):
        there.zone = zone
        assert trouble_of(lambda: listed(source, stop)).trouble is Trouble.CLOCK


def test_clocks_apart_are_told(there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal) -> None:
    there.add(1, "2026-01-05 14:00:00")
    for seconds, way in ((90, "ahead"), (-90, "behind")):
        there.now_ms = NOW_MS + seconds * 1000
        clock = {one.step: one for one in source.check(stop)}["clock"]
        assert clock.ok
        assert way in clock.message
        assert clock.details["ahead_ms"] == pytest.approx(seconds * 1000, abs=1500)


def test_strange_answers_are_one_trouble(there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal) -> None:
    source.cameras(stop)
    good = there.answer
    there.add(1, "2026-01-05 14:00:00")
    there.add(2, "2026-01-05 14:00:00", monitor=2)
    there.ignores_filters = True
    assert trouble_of(lambda: listed(source, stop)).trouble is Trouble.ANSWER
    for body in (
        b"",
        b"[]",
        b"<html>",
        b'{"monitors": 3}',
        b'{"monitors": [{"Monitor": {"Id": "x"}}]}',
        b"{" * 100_000,
    ):
        there.answer = lambda asked, body=body: (  # type: ignore[method-assign,misc]
            Reply(body=body) if "monitors" in asked.path else good(asked)
        )
        assert trouble_of(lambda: source.cameras(stop)).trouble is Trouble.ANSWER


def test_warnings_of_php_in_front_of_an_answer_do_no_harm(
    there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal
) -> None:
    good = there.answer

    def warned(asked: Asked) -> Reply:
        reply = good(asked)
        assert isinstance(reply.body, bytes)
        return Reply(reply.status, b"<br />\n<b>Warning</b>: Undefined index\n" + reply.body, reply.headers)

    there.answer = warned  # type: ignore[method-assign]
    assert len(source.cameras(stop)) == 2


def test_stopping_ends_a_listing(there: RecordedZoneMinder, source: ZoneMinderSource, stop: StopSignal) -> None:
    for number in range(1, 250):
        there.add(number, "2026-01-05 14:00:00")
    found = source.recordings(["1"], 0, None, stop)
    next(found)
    stop.set()
    with pytest.raises(Cancelled):
        list(found)


def test_the_camera_passwords_of_monitors_stay_there(source: ZoneMinderSource, stop: StopSignal) -> None:
    assert "rtsp" not in str(source.cameras(stop))
