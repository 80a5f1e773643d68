from __future__ import annotations

import numpy as np

from backend.sampling.listen import quiet_stretches
from backend.sampling.packet_index import PacketIndex

FPS = 25


def index(levels: list[float], *, seed: int = 1, noise: float = 0.04) -> PacketIndex:
    """One level (bytes per frame) per second; a keyframe every two seconds."""
    rng = np.random.default_rng(seed)
    count = len(levels) * FPS
    at_ms = np.arange(count) * 1000 / FPS
    size = np.repeat(levels, FPS) * rng.normal(1, noise, count)
    key = np.arange(count) % 50 == 0
    size[key] *= 12
    return PacketIndex(at_ms, size, key, count * 1000 / FPS)


def test_a_quiet_night_is_quiet() -> None:
    found = quiet_stretches(index([900.0] * 3600))
    assert sum(b - a for a, b in found) > 3_500_000


def test_an_order_in_the_night_is_not_in_a_quiet_stretch() -> None:
    levels = [900.0] * 1800
    levels[1000:1025] = [1600.0] * 25
    for from_ms, to_ms in quiet_stretches(index(levels)):
        assert to_ms < 995_000 or from_ms > 1_030_000


def test_a_slow_change_of_light_does_not_make_the_night_loud() -> None:
    levels = list(900 + 200 * np.sin(np.arange(7200) / 900))
    assert sum(b - a for a, b in quiet_stretches(index(levels))) > 0.7 * 7_200_000


def test_a_constant_bit_rate_that_wavers_says_nothing() -> None:
    levels = list(np.random.default_rng(2).uniform(500, 1500, 1800))
    assert quiet_stretches(index(levels)) == []


def test_short_files_are_not_listened_to() -> None:
    assert quiet_stretches(index([900.0] * 100)) == []
