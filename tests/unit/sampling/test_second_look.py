from __future__ import annotations

from backend.domain.observation import Observations, Span, SpanKind, SpanState
from backend.sampling.second_look import work_in


def seen(*spans: tuple[SpanKind, SpanState, int, int]) -> Observations:
    return Observations(100_000, [Span(*span) for span in spans])


def ranges(observations: Observations) -> list[tuple[float, float]]:
    return [(r.from_ms, r.to_ms) for r in work_in(observations)]


TRIGGER, MOTION, OCCUPIED = SpanKind.TRIGGER, SpanKind.MOTION, SpanKind.OCCUPIED
VISIBLE, COVERED, UNKNOWN, PRESENT = SpanState.VISIBLE, SpanState.COVERED, SpanState.UNKNOWN, SpanState.PRESENT


def test_with_a_sticker_all_is_work_while_it_is_not_seen() -> None:
    day = seen(
        (TRIGGER, VISIBLE, 0, 20_000), (TRIGGER, COVERED, 20_000, 50_000), (TRIGGER, UNKNOWN, 50_000, 60_000),
        (TRIGGER, VISIBLE, 60_000, 100_000), (MOTION, PRESENT, 70_000, 80_000),
    )  # fmt: skip
    assert ranges(day) == [(17_000, 63_000)]


def test_without_one_movement_is() -> None:
    assert ranges(seen((MOTION, PRESENT, 1_000, 30_000), (OCCUPIED, PRESENT, 0, 90_000))) == [(0, 33_000)]


def test_a_sticker_that_was_never_seen_tells_nothing() -> None:
    assert ranges(seen((TRIGGER, COVERED, 0, 100_000), (MOTION, PRESENT, 90_000, 99_000))) == [(87_000, 100_000)]


def test_stretches_that_touch_are_one_and_a_quiet_recording_has_none() -> None:
    assert ranges(seen((MOTION, PRESENT, 10_000, 20_000), (MOTION, PRESENT, 24_000, 30_000))) == [(7_000, 33_000)]
    assert ranges(seen((TRIGGER, VISIBLE, 0, 100_000))) == []
