"""Facts of single recordings, put together. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import hypot
from statistics import median
from typing import TypeVar
from zoneinfo import ZoneInfo

from backend.domain.calendar import day_at
from backend.domain.health import HealthFacts, StretchTime
from backend.domain.region import Box
from backend.health.limits import (
    BLIND_MS,
    BLIND_SHARE,
    BRIGHTNESS_CAUTION,
    SHARPNESS_CAUTION,
    Level,
    drift_level,
    is_frozen,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A stretch of a recording with what was measured in it; the rest as in `StretchTime`."""

    recording_id: int
    from_ms: int
    start_ms: int
    duration_ms: int
    facts: HealthFacts
    outside: float = 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """Several stretches as one. Shares are 0..1; None where nothing tells."""

    recordings: int
    looks: int
    free_looks: int
    readability: float | None
    sticker: tuple[float, float] | None
    """Where its middle lies, as parts of the frame's width and height."""
    sticker_size: float | None
    """px of the frame, the longer side."""
    labels_seen: int
    read_rate: float | None
    label_px: float | None
    brightness: float
    contrast: float
    sharpness: float
    blind: str | None
    """`dark` or `flat` when most looks show nothing."""
    frozen_ms: int
    """Of the stretch that hung longest; 0 when none did."""


def summary(measured: Sequence[Measured]) -> Summary:
    """`measured` holds at least one."""
    facts = [one.facts for one in measured]
    watched = [one for one in facts if one.has_trigger]
    free = sum(one.free_looks for one in watched)
    boxes = [(one.sticker, one) for one in facts if one.sticker is not None]
    # What a parcel on the table makes of the picture says nothing about the lens.
    clear = [one for one in facts if one.free_looks >= 3] or facts
    seen = sum(one.labels_seen for one in facts)
    return Summary(
        recordings=len({one.recording_id for one in measured}),
        looks=sum(one.looks for one in facts),
        free_looks=free,
        readability=sum(one.sticker_reads for one in watched) / free if free else None,
        sticker=_middle([_centre(box, one) for box, one in boxes]),
        sticker_size=median(max(box.w, box.h) for box, _ in boxes) if boxes else None,
        labels_seen=seen,
        read_rate=sum(one.labels_read for one in facts) / seen if seen else None,
        label_px=_median(one.label_px for one in facts),
        brightness=median(one.brightness for one in clear),
        contrast=median(one.contrast for one in clear),
        sharpness=median(one.sharpness for one in clear),
        blind=_blind(measured) or _blind(_newest(measured)),
        frozen_ms=max((one.facts.frozen_ms for one in measured if is_hanging(one)), default=0),
    )


def is_hanging(one: Measured) -> bool:
    # A lens that is covered shows the same grey all the time: that is another fault.
    seeing = one.facts.dark_looks + one.facts.flat_looks <= BLIND_SHARE * one.facts.looks
    outside_ms = round(one.outside * one.duration_ms)
    return seeing and is_frozen(one.facts.frozen_ms - outside_ms, one.duration_ms - outside_ms)


def is_alike(group: Sequence[Measured], first: Sequence[Measured]) -> bool:
    """Whether both show the same camera in the same state."""
    one, other = summary(group), summary(first)
    way = drift(one, other, group[-1].facts)
    return (
        (way is None or drift_level(way) is Level.OK)
        and one.sharpness >= SHARPNESS_CAUTION * other.sharpness
        and one.brightness >= BRIGHTNESS_CAUTION * other.brightness
    )


Known = TypeVar("Known", StretchTime, Measured)


Day = tuple[date, list[Known]]


def by_day(measured: Iterable[Known], zone: ZoneInfo) -> list[Day[Known]]:
    """In groups by the day on which a stretch begins; `measured` rise in time."""
    grouped = groupby(measured, key=lambda one: day_at(one.start_ms, zone))
    return [(day, list(group)) for day, group in grouped]


def drift(now: Summary, normal: Summary, latest: HealthFacts) -> float | None:
    """How far the sticker lies from its normal place, as a part of the trigger region's diagonal."""
    if now.sticker is None or normal.sticker is None or latest.region is None:
        return None
    dx = (now.sticker[0] - normal.sticker[0]) * latest.frame_width
    dy = (now.sticker[1] - normal.sticker[1]) * latest.frame_height
    return hypot(dx, dy) / hypot(latest.region.w, latest.region.h)


def around_sticker(facts: HealthFacts) -> tuple[float, float, float, float] | None:
    """The trigger region and as much again around it: left, top, right, bottom as parts of the frame."""
    box = facts.region
    if box is None:
        return None
    wide, high = facts.frame_width, facts.frame_height
    left, top = (box.x - box.w / 2) / wide, (box.y - box.h / 2) / high
    return left, top, left + 2 * box.w / wide, top + 2 * box.h / high


def _newest(measured: Sequence[Measured]) -> Sequence[Measured]:
    """The last hours of them: a camera that went blind at noon need not wait for the evening to be told of."""
    inside_ms = 0.0
    for place in range(len(measured) - 1, -1, -1):
        inside_ms += measured[place].duration_ms * (1 - measured[place].outside)
        if inside_ms >= BLIND_MS:
            return measured[place:]
    return measured


def _blind(measured: Sequence[Measured]) -> str | None:
    looks = sum(one.facts.looks * (1 - one.outside) for one in measured)
    for kind in ("dark", "flat"):
        # Looks are spread over the stretch: as many as lie outside the working hours may have been dark.
        counts = [getattr(one.facts, f"{kind}_looks") - one.outside * one.facts.looks for one in measured]
        if sum(max(0.0, count) for count in counts) > BLIND_SHARE * looks:
            return kind
    return None


def _centre(box: Box, facts: HealthFacts) -> tuple[float, float]:
    return (box.x + box.w / 2) / facts.frame_width, (box.y + box.h / 2) / facts.frame_height


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    return (median(x for x, _ in points), median(y for _, y in points)) if points else None


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
