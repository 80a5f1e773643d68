"""The seeded set: many short scenarios over every kind of camera file, for measuring how right the analysis is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.demo.orders import random_order
from backend.demo.scenario import Decoy, Encoding, Order, Scenario

BASE_MS = 1_767_571_200_000
"""2026-01-05 07:00:00 in Ho Chi Minh City."""
MIDNIGHT_MS = 1_767_632_400_000
"""2026-01-06 00:00:00 in Ho Chi Minh City."""
SYMBOLOGIES = ("Code128", "QRCode", "EAN13")
MODULES = (1.5, 1.8, 2.0, 2.2, 2.5, 3.0, 3.5, 4.0)
SHOWN_MS = (700, 900, 1200, 1600, 2200, 3000, 4200, 6000, 10_000)


@dataclass(frozen=True, slots=True)
class _Variant:
    width: int
    fps: float
    codec: str
    gop: int
    table: str
    vfr: bool = False
    bitrate_kbps: int | None = None
    bframes: int = 0


# One row a scenario, taken round and round; orders, labels, tables and light differ each time by the seed.
_VARIANTS = (
    _Variant(1280, 15, "h264", 50, "sticker"),
    _Variant(1920, 15, "h264", 50, "sticker"),
    _Variant(1280, 25, "h264", 250, "sticker"),
    _Variant(1280, 12.5, "h265", 50, "sticker"),
    _Variant(1280, 15, "h264", 50, "plain"),
    _Variant(1280, 30, "h264", 900, "sticker"),
    _Variant(1280, 12.5, "mjpeg", 1, "sticker"),
    _Variant(1920, 12.5, "h264", 12, "plain"),
    _Variant(1280, 15, "h264", 50, "sticker", vfr=True),
    _Variant(1280, 15, "h264", 50, "gloves"),
    _Variant(1920, 12.5, "h265", 250, "sticker"),
    _Variant(1280, 25, "h264", 12, "sticker", bitrate_kbps=1500),
    _Variant(1280, 12.5, "h264", 900, "plain"),
    _Variant(1920, 25, "h264", 50, "sticker"),
    _Variant(1280, 15, "h265", 50, "plain", vfr=True),
    _Variant(1280, 15, "h264", 250, "sticker", bframes=2),
    _Variant(1280, 15, "mjpeg", 1, "gloves"),
    _Variant(1280, 30, "h264", 250, "plain"),
)


def seeded_set(n_orders: int = 120, seed: int = 2026) -> tuple[Scenario, ...]:
    """At least `n_orders` orders in scenarios of two, each its own camera; every eighth runs over midnight."""
    scenarios = []
    for i in range((n_orders + 1) // 2):
        scenarios.append(_scenario(i, np.random.default_rng([seed, i]), seed))
    return tuple(scenarios)


def _scenario(i: int, rng: np.random.Generator, seed: int) -> Scenario:
    v = _VARIANTS[i % len(_VARIANTS)]
    scale = v.width / 1280
    first = int(rng.integers(1800, 3200))
    lengths = [int(rng.integers(10_500, 13_500)) for _ in range(2)]
    # Without a sticker the next order can only be told apart when the table was empty for a moment.
    gap = int(rng.integers(900, 2600)) if v.table == "sticker" else int(rng.integers(5000, 8000))
    second = first + lengths[0] + gap
    orders = tuple(
        _order(rng, scale, start, start + length, i * 2 + n, v.table == "gloves")
        for n, (start, length) in enumerate(zip((first, second), lengths, strict=True))
    )
    duration = second + lengths[1] + (2500 if v.table == "sticker" else 5000)
    decoys = []
    if rng.random() < 0.4:
        decoys.append(Decoy("passer_by", first + 2000, first + 6000))
    if gap > 1900 and v.table == "sticker":
        middle = first + lengths[0] + gap // 2
        decoys.append(Decoy("cross", middle - 150, middle + 150))
    start = MIDNIGHT_MS - 16_000 if i % 8 == 3 else BASE_MS + i * 600_000
    container = "avi" if v.codec == "mjpeg" else "mp4"
    crf = 22 if v.codec == "h265" else 25
    encoding = Encoding(v.codec, container, v.gop, crf=crf, bitrate_kbps=v.bitrate_kbps, bframes=v.bframes)
    return Scenario(
        f"seeded-{i:03d}",
        f"S{i:03d}",
        v.width,
        v.width * 9 // 16,
        v.fps,
        v.vfr,
        encoding,
        start,
        duration_ms=duration // 1000 * 1000 + 1000,
        orders=orders,
        decoys=tuple(decoys),
        sticker=v.table == "sticker",
        noise=float(rng.choice([1.0, 1.8, 3.0])),
        seed=seed * 1000 + i,
    )


def _order(rng: np.random.Generator, scale: float, start: int, end: int, number: int, gloves: bool) -> Order:
    """Sizes, times and symbologies go round with different periods, so that they meet in all combinations."""
    return random_order(
        rng,
        scale,
        start,
        end,
        symbology=SYMBOLOGIES[number % 3],
        module=MODULES[(number * 5 + number // 8) % 8],
        shown_ms=SHOWN_MS[(number * 7) % 9],
        steep=bool(rng.random() < 0.3),
        gloves=gloves,
    )
