"""What is right and wrong with a camera, each with its number, its normal and its limit. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.health import limits
from backend.health.days import Summary
from backend.health.limits import Level
from backend.health.trend import days_left


class Aspect(StrEnum):
    """What is looked at. The dashboard has a title, a sentence for each level and an advice for each."""

    STICKER = "sticker"
    """Share of looks at the free table in which the sticker is read."""
    STICKER_MOVED = "sticker_moved"
    LABELS = "labels"
    """Share of packings with a label in sight whose code is read."""
    LABEL_PX = "label_px"
    SHARPNESS = "sharpness"
    BRIGHTNESS = "brightness"
    BLIND = "blind"
    """Most looks are black or show no contrast at all."""
    FROZEN = "frozen"
    VIEW = "view"
    """The camera was turned or moved."""
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Finding:
    aspect: Aspect
    level: Level
    value: float
    normal: float | None = None
    """The camera's own normal value; None where there is none yet."""
    detail: str | None = None
    """Which kind: `dark`, `flat`; `future`, `ahead`, `hours`, `overlap`; `other_view`; `never_read`."""
    days_left: int | None = None
    """Still above the limit, but at the present pace not for longer than this."""


@dataclass(frozen=True, slots=True)
class View:
    """How the empty scene lies against the normal one, see `scene.ViewShift`."""

    share: float
    alike: float


def findings(
    now: Summary,
    normal: Summary | None,
    *,
    drift: float | None,
    view: View | None,
    clock: tuple[str, int] | None,
    series: dict[Aspect, Sequence[tuple[date, float]]],
) -> list[Finding]:
    """Everything that can be told of the camera now, the worst first. `series`: values a day, for where they head."""
    found = [
        _sticker(now, normal, series.get(Aspect.STICKER, ())),
        _drift(drift),
        _labels(now, normal, series.get(Aspect.LABELS, ())),
        _label_px(now, normal, series.get(Aspect.LABEL_PX, ())),
        _picture(now, normal, series.get(Aspect.SHARPNESS, ())),
        _brightness(now, normal),
        _blind(now),
        Finding(Aspect.FROZEN, Level.CRITICAL, now.frozen_ms) if now.frozen_ms else None,
        _view(now, view),
        Finding(Aspect.CLOCK, _clock_level(clock[0]), clock[1], detail=clock[0]) if clock else None,
    ]
    order = [Level.CRITICAL, Level.CAUTION, Level.OK]
    return sorted((one for one in found if one is not None), key=lambda one: order.index(one.level))


def _sticker(now: Summary, normal: Summary | None, series: Sequence[tuple[date, float]]) -> Finding | None:
    if now.readability is None or now.free_looks < limits.LEAST_LOOKS:
        return None
    usual = normal.readability if normal is not None else None
    # Never better than normal, and a camera that never read it well is measured by the absolute limit.
    share = min(1.0, now.readability / usual) if usual else now.readability
    detail = "never_read" if now.readability == 0 and not usual else None
    return _warned(
        Finding(Aspect.STICKER, limits.sticker_level(share), now.readability, usual, detail),
        series,
        limits.STICKER_OK * (usual or 1.0),
    )


def _drift(drift: float | None) -> Finding | None:
    return None if drift is None else Finding(Aspect.STICKER_MOVED, limits.drift_level(drift), drift)


def _labels(now: Summary, normal: Summary | None, series: Sequence[tuple[date, float]]) -> Finding | None:
    if now.read_rate is None or now.labels_seen < limits.LEAST_LABELS:
        return None
    usual = normal.read_rate if normal is not None and normal.labels_seen >= limits.LEAST_LABELS else None
    share = min(1.0, now.read_rate / usual) if usual else now.read_rate
    found = Finding(Aspect.LABELS, limits.labels_level(share), now.read_rate, usual)
    return _warned(found, series, limits.LABELS_OK * (usual or 1.0))


def _label_px(now: Summary, normal: Summary | None, series: Sequence[tuple[date, float]]) -> Finding | None:
    if now.label_px is None:
        return None
    usual = normal.label_px if normal is not None else None
    found = Finding(Aspect.LABEL_PX, limits.label_px_level(now.label_px, usual), now.label_px, usual)
    return _warned(found, series, limits.LABEL_PX_OK)


def _picture(now: Summary, normal: Summary | None, series: Sequence[tuple[date, float]]) -> Finding | None:
    """Sharpness means something only beside the camera's own, and while there is a picture at all."""
    if normal is None or normal.sharpness <= 0 or now.blind is not None:
        return None
    share = now.sharpness / normal.sharpness
    level = limits.falling(share, limits.SHARPNESS_CAUTION, limits.SHARPNESS_CRITICAL)
    shares = [(day, value / normal.sharpness) for day, value in series]
    return _warned(Finding(Aspect.SHARPNESS, level, share, 1.0), shares, limits.SHARPNESS_CAUTION)


def _brightness(now: Summary, normal: Summary | None) -> Finding | None:
    if normal is None or normal.brightness <= 0 or now.blind is not None:
        return None
    share = now.brightness / normal.brightness
    level = limits.falling(share, limits.BRIGHTNESS_CAUTION, limits.BRIGHTNESS_CRITICAL)
    return Finding(Aspect.BRIGHTNESS, level, share, 1.0)


def _blind(now: Summary) -> Finding | None:
    return None if now.blind is None else Finding(Aspect.BLIND, Level.CRITICAL, 1.0, detail=now.blind)


def _view(now: Summary, view: View | None) -> Finding | None:
    if view is None or now.blind is not None:
        return None
    if view.alike < limits.VIEW_ALIKE:
        return Finding(Aspect.VIEW, Level.CRITICAL, view.share, detail="other_view")
    return Finding(Aspect.VIEW, limits.rising(view.share, limits.SHIFT_CAUTION, limits.SHIFT_CRITICAL), view.share)


def _clock_level(kind: str) -> Level:
    return Level.CRITICAL if kind in ("future", "ahead") else Level.CAUTION


def _warned(found: Finding, series: Sequence[tuple[date, float]], limit: float) -> Finding:
    """The finding, raised to a caution when the value heads for `limit`."""
    left = days_left(series, limit) if found.level is Level.OK else None
    if left is None:
        return found
    return Finding(found.aspect, Level.CAUTION, found.value, found.normal, found.detail, left)
