from __future__ import annotations

from backend.domain.live import LiveGapCause
from backend.timeline.gaps import Gap, GapCause, GapFilling, explained, filled_in, gaps, joined

DAY = (0, 1000)
ALWAYS = [(0, 1000)]
NO_FILE, OUTSIDE = GapCause.NO_FILE, GapCause.OUTSIDE_HOURS


def test_a_day_without_footage_is_one_gap() -> None:
    assert gaps(DAY, [], ALWAYS, least_ms=1) == [Gap(0, 1000, NO_FILE)]


def test_a_covered_day_has_none() -> None:
    assert gaps(DAY, [(-50, 400), (400, 1200)], ALWAYS, least_ms=1) == []


def test_before_between_and_after() -> None:
    assert gaps(DAY, [(600, 700), (100, 300)], ALWAYS, least_ms=1) == [
        Gap(0, 100, NO_FILE),
        Gap(300, 600, NO_FILE),
        Gap(700, 1000, NO_FILE),
    ]


def test_recordings_may_overlap_and_hold_one_another() -> None:
    assert gaps(DAY, [(0, 800), (100, 200), (700, 900)], ALWAYS, least_ms=1) == [Gap(900, 1000, NO_FILE)]


def test_what_a_recorder_needs_to_open_its_next_file_is_no_gap() -> None:
    assert gaps(DAY, [(0, 500), (502, 1000)], ALWAYS, least_ms=3) == []


def test_gaps_are_cut_where_the_working_hours_open_and_close() -> None:
    assert gaps(DAY, [(450, 500)], [(400, 600), (700, 800)], least_ms=1) == [
        Gap(0, 400, OUTSIDE),
        Gap(400, 450, NO_FILE),
        Gap(500, 600, NO_FILE),
        Gap(600, 700, OUTSIDE),
        Gap(700, 800, NO_FILE),
        Gap(800, 1000, OUTSIDE),
    ]


def test_closed_days() -> None:
    assert gaps(DAY, [(100, 200)], [], least_ms=1) == [Gap(0, 100, OUTSIDE), Gap(200, 1000, OUTSIDE)]


def test_footage_outside_the_day_changes_nothing() -> None:
    assert gaps(DAY, [(-900, -5), (1500, 1600)], ALWAYS, least_ms=1) == [Gap(0, 1000, NO_FILE)]


def test_joined() -> None:
    assert joined([(5, 9), (0, 3), (3, 4), (8, 8)]) == [(0, 4), (5, 9)]


def test_known_causes_explain_what_is_missing() -> None:
    missing = [Gap(0, 100, GapCause.NO_FILE), Gap(100, 150, GapCause.OUTSIDE_HOURS), Gap(200, 300, GapCause.NO_FILE)]
    known = [Gap(-50, 20, LiveGapCause.LOST), Gap(40, 130, LiveGapCause.FROZEN), Gap(120, 260, LiveGapCause.SLEEP)]
    assert explained(missing, known) == [
        Gap(0, 20, LiveGapCause.LOST),
        Gap(20, 40, GapCause.NO_FILE),
        Gap(40, 100, LiveGapCause.FROZEN),
        Gap(100, 150, GapCause.OUTSIDE_HOURS),
        Gap(200, 260, LiveGapCause.SLEEP),
        Gap(260, 300, GapCause.NO_FILE),
    ]
    assert explained(missing, []) == missing


def test_of_what_was_missed_the_cause_stays_beside_what_becomes_of_it() -> None:
    found = [
        Gap(0, 100, LiveGapCause.LOST, GapFilling.NOTHING),
        Gap(100, 150, GapCause.OUTSIDE_HOURS),
        Gap(200, 300, GapCause.NO_FILE),
    ]
    to_come = [
        Gap(-10, 40, GapCause.NOT_FETCHED),
        Gap(60, 120, GapCause.FETCH_FAILED),
        Gap(250, 260, GapCause.SOURCE_PAUSED),
    ]
    assert filled_in(found, to_come) == [
        Gap(0, 40, LiveGapCause.LOST, GapFilling.FETCHING),
        Gap(40, 60, LiveGapCause.LOST, GapFilling.NOTHING),
        Gap(60, 100, LiveGapCause.LOST, GapFilling.FAILED),
        Gap(100, 150, GapCause.OUTSIDE_HOURS),
        Gap(200, 250, GapCause.NO_FILE),
        Gap(250, 260, GapCause.SOURCE_PAUSED),
        Gap(260, 300, GapCause.NO_FILE),
    ]
