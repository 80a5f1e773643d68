"""Recorders are searched in windows of time; nothing that is finished is left out, nothing unfinished is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.domain.errors import Cancelled
from backend.domain.source import RemoteRecording
from backend.runtime.stop import StopSignal
from backend.sources.protocol import NextCursor
from backend.sources.recorder_listing import GROWING_MS, OVERLAP_MS, WINDOW_MS, list_recordings

NOW = 1_770_000_000_000


class Recorder:
    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans = spans
        self.asked: list[tuple[int, int]] = []

    def search(self, key: str, from_ms: int, to_ms: int) -> Iterator[RemoteRecording]:
        self.asked.append((from_ms, to_ms))
        for start, end in self.spans:
            if start < to_ms and end > from_ms:
                yield RemoteRecording(f"{start}", key, "x.mp4", start_ms=start, duration_ms=end - start)

    def list(
        self, since_ms: int, cursor: dict[str, dict[str, int]] | None = None
    ) -> tuple[set[str], dict[str, dict[str, int]]]:
        *found, last = list_recordings(["1"], since_ms, cursor, NOW, self.search, StopSignal())
        assert isinstance(last, NextCursor)
        return {one.key for one in found if isinstance(one, RemoteRecording)}, dict(last.value)


def test_windows_meet_and_cover_everything() -> None:
    recorder = Recorder([(NOW - n * WINDOW_MS // 3, NOW - n * WINDOW_MS // 3 + 60_000) for n in range(1, 60)])
    found, _ = recorder.list(NOW - 30 * WINDOW_MS)
    assert len(found) == 59
    assert [end for _, end in recorder.asked[:-1]] == [start for start, _ in recorder.asked[1:]]
    assert recorder.asked[-1][1] == NOW - GROWING_MS


def test_years_without_footage_are_few_questions_and_bounded() -> None:
    recorder = Recorder([(NOW - 3 * WINDOW_MS, NOW - 3 * WINDOW_MS + 60_000)])
    found, _ = recorder.list(0)
    assert len(found) == 1
    assert len(recorder.asked) < 45
    assert recorder.asked[0][0] == NOW - 400 * WINDOW_MS


def test_the_next_time_overlaps_so_that_what_was_unfinished_is_told_then() -> None:
    long = (NOW - 3_600_000, NOW - 1_000)
    recorder = Recorder([long])
    found, cursor = recorder.list(NOW - WINDOW_MS)
    assert found == set()
    recorder.spans = [(long[0], NOW - GROWING_MS - 5_000)]
    recorder.asked.clear()
    found, _ = recorder.list(0, cursor)
    assert found == {str(long[0])}
    assert recorder.asked[0][0] == NOW - GROWING_MS - OVERLAP_MS


def test_a_new_camera_begins_at_the_beginning_though_others_are_further() -> None:
    recorder = Recorder([])
    recorder.list(NOW - 2 * WINDOW_MS, {"until_ms": {"2": NOW}})
    assert recorder.asked[0][0] == NOW - 2 * WINDOW_MS


def test_a_cursor_from_when_our_own_clock_was_ahead_keeps_nothing_out() -> None:
    spans = [(NOW - 3_600_000, NOW - 3_000_000), (NOW - 900_000, NOW - GROWING_MS - 5_000)]
    found, cursor = Recorder(spans).list(0, {"until_ms": {"1": NOW + 3 * 365 * WINDOW_MS}})
    assert found == {str(begin) for begin, _ in spans}
    assert cursor["until_ms"]["1"] == NOW - GROWING_MS


def test_a_cursor_from_when_our_own_clock_was_behind_asks_for_no_more_than_is_wanted() -> None:
    recorder = Recorder([])
    _, cursor = recorder.list(NOW - WINDOW_MS, {"until_ms": {"1": 0}})
    assert recorder.asked[0][0] == NOW - WINDOW_MS
    assert cursor["until_ms"]["1"] == NOW - GROWING_MS


def test_it_stops_when_told() -> None:
    stop = StopSignal()
    stop.set()
    with pytest.raises(Cancelled):
        list(list_recordings(["1"], 0, None, NOW, Recorder([]).search, stop))
