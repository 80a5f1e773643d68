"""Where things are on the packing table (reference grid 1280 x 720), and the regions an owner would draw there."""

from __future__ import annotations

from backend.demo.scenario import REFERENCE_H, REFERENCE_W, Scenario
from backend.domain.region import Box, Regions

STICKER_AT = (660, 330)
STICKER_MODULE = 3.2
"""Reference px a module."""
TRIGGER = Box(590, 258, 140, 150)
LABEL = Box(250, 96, 790, 520)
PACKING = Box(220, 70, 840, 566)
CARTON_AT = (650, 345)
SHOULDERS = {"L": (430.0, 1120.0), "R": (880.0, 1120.0)}
HAND_SCALE = 0.52
"""Reference px per hand unit: a hand of 213 px, a table of about 1.1 m across."""
REST = {"L": (450.0, 770.0), "R": (840.0, 770.0)}
"""Hands off the packing region, fingertips just in the picture."""
AWAY = {"L": (380.0, 1010.0), "R": (900.0, 1010.0)}
"""Hands out of the picture."""


def scaled(box: Box, scale: float) -> Box:
    x, y = round(box.x * scale), round(box.y * scale)
    return Box(x, y, round(box.w * scale), round(box.h * scale))


def regions_of(scenario: Scenario) -> Regions:
    """The regions in pixels of the scenario's frame."""
    k = scenario.scale
    trigger = scaled(TRIGGER, k) if scenario.sticker else None
    return Regions(trigger, scaled(LABEL, k), scaled(PACKING, k), scenario.width, scenario.height)


def frame_size(scale: float) -> tuple[int, int]:
    return round(REFERENCE_W * scale), round(REFERENCE_H * scale)
