"""Pieces of a recording become one set of observations, with nothing doubled at the seam."""

from __future__ import annotations

from backend.domain.health import UnreadLabel
from backend.domain.observation import Observations, Sighting, Span, SpanKind, SpanState
from backend.domain.region import Box
from backend.sampling.splice import placed, spliced

BOX = Box(10, 20, 30, 40)


def motion(from_ms: int, to_ms: int) -> Span:
    return Span(SpanKind.MOTION, SpanState.PRESENT, from_ms, to_ms)


def sighting(first_ms: int, last_ms: int, text: str = "A", frames: int = 3) -> Sighting:
    return Sighting(text, "QRCode", first_ms, last_ms, frames, 0.95, BOX, first_ms)


def test_a_piece_is_moved_cut_and_scaled() -> None:
    seen = Observations(
        10_000, [motion(0, 3_000), motion(8_000, 10_000)], [sighting(1_000, 2_000), sighting(100, 300, "B")],
        unread=[UnreadLabel(9_000, 10_000, 9_500)],
    )  # fmt: skip
    whole = placed(seen, -500, 9_000, (3.0, 2.0))
    assert whole.spans == [motion(0, 2_500), motion(7_500, 9_000)]
    assert [(one.text, one.first_ms, one.last_ms) for one in whole.sightings] == [("A", 500, 1_500)]
    assert whole.sightings[0].box == Box(30, 40, 90, 80)
    assert whole.unread == [UnreadLabel(8_500, 9_000, 9_000)]
    assert whole.duration_ms == 9_000


def test_what_lasts_over_the_seam_is_one() -> None:
    earlier = Observations(60_000, [motion(10_000, 20_000), motion(50_000, 60_000)], [sighting(52_000, 60_000)])
    later = Observations(
        75_000, [motion(48_000, 70_000)], [sighting(50_000, 65_000, frames=9), sighting(67_000, 68_000, "B")]
    )
    found = spliced(earlier, later, 55_000)
    assert found.spans == [motion(10_000, 20_000), motion(50_000, 70_000)]
    assert [(one.text, one.first_ms, one.last_ms, one.frames) for one in found.sightings] == [
        ("A", 50_000, 65_000, 9),
        ("B", 67_000, 68_000, 3),
    ]
    assert found.duration_ms == 75_000


def test_the_later_look_decides_behind_the_seam_and_only_there() -> None:
    earlier = Observations(60_000, [motion(1_000, 2_000), motion(57_000, 60_000)], [sighting(58_000, 59_000, "WRONG")])
    later = Observations(75_000, [motion(40_000, 41_000)], [sighting(41_000, 42_000, "OLD")])
    found = spliced(earlier, later, 55_000)
    assert found.spans == [motion(1_000, 2_000)]
    assert found.sightings == []
