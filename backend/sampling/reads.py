"""One code read in one frame, before frames agree on it."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.region import Box


@dataclass(frozen=True, slots=True)
class Read:
    """One code read in one frame; `weight` below 1 for the last-resort steps of the cascade."""

    at_ms: float
    text: str
    format: str
    box: Box
    weight: float = 1.0
    px_per_module: float | None = None
