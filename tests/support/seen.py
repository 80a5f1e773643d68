"""What an analysis found in a short recording of one order."""

from __future__ import annotations

from backend.domain.observation import Observations, Sighting, Span, SpanKind, SpanState
from backend.domain.region import Box


def observations(duration_ms: int = 20_000, text: str = "SPXVN0123456789") -> Observations:
    return Observations(
        duration_ms,
        [
            Span(SpanKind.TRIGGER, SpanState.COVERED, 3_000, 15_000),
            Span(SpanKind.HANDS, SpanState.PRESENT, 4_000, 9_000),
        ],
        [Sighting(text, "QRCode", 4_000, 5_000, 5, 0.95, Box(10, 20, 30, 40), 4_500)],
        250,
        25,
        300,
    )
