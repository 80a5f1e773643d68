"""What each aspect measured day by day, in the unit of its finding: the line beside today's value. PURE."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backend.health.days import Summary
from backend.health.findings import Aspect

Measure = Callable[[Summary, Summary | None], float | None]
"""Of a day, beside the camera's normal."""

_DIGITS = 4


def _sharpness(day: Summary, normal: Summary | None) -> float | None:
    blind = day.blind is not None
    return None if normal is None or normal.sharpness <= 0 or blind else day.sharpness / normal.sharpness


def _brightness(day: Summary, normal: Summary | None) -> float | None:
    return None if normal is None or normal.brightness <= 0 else day.brightness / normal.brightness


_OF_A_DAY: dict[Aspect, Measure] = {
    Aspect.STICKER: lambda day, _: day.readability,
    Aspect.LABELS: lambda day, _: day.read_rate,
    Aspect.LABEL_PX: lambda day, _: day.label_px,
    Aspect.SHARPNESS: _sharpness,
    Aspect.BRIGHTNESS: _brightness,
}


def history(
    aspect: Aspect, days: Sequence[Summary], drifts: Sequence[float | None], normal: Summary | None
) -> tuple[float | None, ...]:
    """A value for each of `days`, None where a day tells nothing; `drifts` are those of the same days. Empty for what
    has no value of its own on every day: a view, a clock, a picture that hangs or is missing."""
    if aspect is Aspect.STICKER_MOVED:
        return tuple(_rounded(value) for value in drifts)
    measure = _OF_A_DAY.get(aspect)
    return () if measure is None else tuple(_rounded(measure(day, normal)) for day in days)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
