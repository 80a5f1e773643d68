"""Which stretch of which files a clip shows."""

from __future__ import annotations

import pytest

from backend.clips.spans import cut_spans
from backend.domain.errors import InvalidInput, NotFound
from backend.domain.event import EventPart
from backend.domain.recording import Recording

T0 = 1_700_000_000_000


def recording(number: int, start_ms: int, duration_ms: int = 60_000) -> Recording:
    return Recording(number, 1, f"/in/{number}.mp4", T0 + start_ms, duration_ms)


def part(number: int, from_ms: int, to_ms: int) -> EventPart:
    return EventPart(number, f"/in/{number}.mp4", from_ms, to_ms)


def cut(parts: list[EventPart], recordings: list[Recording], pre: int = 2_000, post: int = 3_000):
    spans = cut_spans(parts, recordings, pre_roll_ms=pre, post_roll_ms=post, continuous_gap_ms=2_000)
    return [(span.recording_id, span.from_ms, span.to_ms, span.start_ms - T0) for span in spans]


def test_the_rolls_are_added_within_one_file() -> None:
    assert cut([part(1, 10_000, 20_000)], [recording(1, 0)]) == [(1, 8_000, 23_000, 8_000)]


def test_the_rolls_end_where_the_footage_ends() -> None:
    assert cut([part(1, 500, 59_000)], [recording(1, 0)]) == [(1, 0, 60_000, 0)]


def test_the_pre_roll_reaches_into_the_recording_before() -> None:
    files = [recording(1, 0), recording(2, 60_000)]
    assert cut([part(2, 500, 9_000)], files) == [(1, 58_500, 60_000, 58_500), (2, 0, 12_000, 60_000)]


def test_the_post_roll_reaches_into_the_recording_after() -> None:
    files = [recording(2, 61_500), recording(1, 0)]
    assert cut([part(1, 50_000, 59_000)], files) == [(1, 48_000, 60_000, 48_000), (2, 0, 500, 61_500)]


def test_a_roll_does_not_jump_over_a_gap_in_the_footage() -> None:
    files = [recording(1, 0), recording(2, 62_500)]
    assert cut([part(2, 500, 9_000)], files, pre=10_000) == [(2, 0, 12_000, 62_500)]


def test_an_event_over_three_files_gives_three_spans_that_follow_each_other() -> None:
    files = [recording(1, 0, 10_000), recording(2, 10_000, 5_000), recording(3, 15_000, 10_000)]
    event = [part(1, 8_000, 10_000), part(2, 0, 5_000), part(3, 0, 1_000)]
    assert cut(event, files) == [(1, 6_000, 10_000, 6_000), (2, 0, 5_000, 10_000), (3, 0, 4_000, 15_000)]


def test_where_files_overlap_each_moment_is_shown_once() -> None:
    files = [recording(1, 0, 12_000), recording(2, 10_000, 10_000)]
    event = [part(1, 8_000, 10_000), part(2, 0, 3_000)]
    assert cut(event, files, pre=0, post=0) == [(1, 8_000, 10_000, 8_000), (2, 0, 3_000, 10_000)]


def test_an_event_whose_recording_is_forgotten_is_not_found() -> None:
    with pytest.raises(NotFound, match="no longer known"):
        cut([part(9, 0, 1_000)], [recording(1, 0)])


def test_what_is_left_of_an_event_is_cut_when_one_of_its_recordings_is_forgotten() -> None:
    assert cut([part(1, 50_000, 60_000), part(2, 0, 5_000)], [recording(2, 60_000)]) == [(2, 0, 8_000, 60_000)]


@pytest.mark.parametrize(("pre", "post"), [(-1, 0), (0, -1)])
def test_negative_rolls_are_refused(pre: int, post: int) -> None:
    with pytest.raises(InvalidInput, match="0 ms or more"):
        cut([part(1, 0, 1_000)], [recording(1, 0)], pre, post)


def test_an_event_without_length_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no length"):
        cut([part(1, 5_000, 5_000)], [recording(1, 0)])


def test_a_recording_whose_length_nobody_knows_is_said_and_no_empty_list() -> None:
    with pytest.raises(NotFound, match="Scan its source again") as caught:
        cut([part(1, 500, 9_000)], [recording(1, 0, duration_ms=0)])
    assert caught.value.code == "footage_gone"
