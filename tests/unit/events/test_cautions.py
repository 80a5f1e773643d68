from __future__ import annotations

from dataclasses import replace

from backend.domain.camera import Camera
from backend.domain.caution import Caution
from backend.domain.observation import Observations, Span, SpanKind, SpanState
from backend.domain.recording import Recording
from backend.events.cautions import STICKER_UNREAD, cautions

MINUTE_MS = 60_000
UNREAD = Caution(STICKER_UNREAD, "The sticker was never readable in its region.")
OUTSIDE = Caution("region_reaches_out", "The label region reaches out of the picture.")


def minute(number: int, *states: SpanState) -> tuple[Recording, Observations]:
    """A recording of one minute whose parts of equal length show the sticker in these states."""
    part_ms = MINUTE_MS // len(states)
    spans = [Span(SpanKind.TRIGGER, state, n * part_ms, (n + 1) * part_ms) for n, state in enumerate(states)]
    unread = [] if SpanState.VISIBLE in states else [UNREAD]
    return Recording(number, 1, f"{number}.mp4", number * MINUTE_MS, MINUTE_MS), Observations(
        MINUTE_MS, spans, warnings=unread
    )


def test_a_parcel_that_lay_on_the_sticker_throughout_a_short_recording_is_no_unread_sticker() -> None:
    seen = [
        minute(1, SpanState.VISIBLE, SpanState.COVERED),
        minute(2, SpanState.COVERED),
        minute(3, SpanState.COVERED, SpanState.VISIBLE),
    ]
    assert cautions(Camera(1, "Table 1"), seen) == []


def test_a_sticker_that_no_recording_shows_is_told_for_each_of_them() -> None:
    seen = [minute(1, SpanState.COVERED), minute(2, SpanState.COVERED)]
    assert cautions(Camera(1, "Table 1"), seen) == [(seen[0][0], UNREAD), (seen[1][0], UNREAD)]


def test_recordings_that_do_not_follow_each_other_say_nothing_about_each_other() -> None:
    seen = [minute(1, SpanState.VISIBLE), minute(30, SpanState.COVERED)]
    assert cautions(Camera(1, "Table 1"), seen) == [(seen[1][0], UNREAD)]


def test_other_cautions_stay() -> None:
    recording, found = minute(2, SpanState.COVERED)
    seen = [minute(1, SpanState.VISIBLE), (recording, replace(found, warnings=[UNREAD, OUTSIDE]))]
    assert cautions(Camera(1, "Table 1"), seen) == [(recording, OUTSIDE)]
