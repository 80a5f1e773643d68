"""The busiest stretch is where most happens."""

from __future__ import annotations

from backend.domain.observation import Observations, Sighting, Span, SpanKind, SpanState
from backend.domain.region import Box
from backend.regions.stretch import busiest_window, happenings

MINUTE = 60_000


def test_the_window_holds_most_and_begins_a_little_before_it() -> None:
    quiet = [(number * 20 * MINUTE, 1.0) for number in range(10)]
    rush = [(100 * MINUTE + number * 10_000, 1.0) for number in range(20)]
    assert busiest_window([*quiet, *rush], 5 * MINUTE) == 100 * MINUTE - 10_000


def test_weight_counts_not_number() -> None:
    assert busiest_window([(0, 1.0), (1_000, 1.0), (90 * MINUTE, 5.0)], 5 * MINUTE) == 90 * MINUTE - 10_000


def test_codes_hands_and_a_covered_sticker_are_happenings() -> None:
    seen = Observations(
        100_000,
        [
            Span(SpanKind.TRIGGER, SpanState.VISIBLE, 0, 20_000),
            Span(SpanKind.TRIGGER, SpanState.COVERED, 20_000, 40_000),
            Span(SpanKind.MOTION, SpanState.PRESENT, 0, 100_000),
        ],
        [Sighting("A", "QRCode", 30_000, 31_000, 3, 0.95, Box(1, 1, 9, 9), 30_500)],
    )
    assert sorted(happenings(seen)) == [(20_000, 2.0), (30_500, 2.0)]
