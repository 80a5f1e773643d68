"""Orders with two labels each, both shown for about a second at different times: what a search that ends with the first
code of a parcel leaves unread."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.demo.orders import random_label, random_order
from backend.demo.scenario import Encoding, Order, Scenario

_FIRST = ("Code128", "QRCode", "EAN13")
_SECOND = ("QRCode", "Code128")
_GOPS = (30, 50, 50, 100)
_ORDER_MS = 24_000
_PAUSE_MS = 3_500
# When the two labels may be shown, from the start of their order.
_WINDOWS = ((11_500, 15_500), (17_500, _ORDER_MS - 1_200))


def two_labels(scenarios: int = 8, seed: int = 99) -> tuple[Scenario, ...]:
    """Scenarios of two orders each; every third is without a sticker."""
    return tuple(_scenario(number, np.random.default_rng([seed, number])) for number in range(scenarios))


def _scenario(number: int, rng: np.random.Generator) -> Scenario:
    starts = (2_000, 2_000 + _ORDER_MS + _PAUSE_MS)
    orders = tuple(_order(rng, start_ms, number + n) for n, start_ms in enumerate(starts))
    return Scenario(
        f"two-labels-{number:02d}",
        f"Two{number}",
        1280,
        720,
        (15, 25)[number % 2],
        encoding=Encoding(gop=_GOPS[number % len(_GOPS)]),
        duration_ms=starts[-1] + _ORDER_MS + _PAUSE_MS,
        orders=orders,
        sticker=number % 3 != 2,
        seed=500 + number,
    )


def _order(rng: np.random.Generator, start_ms: int, number: int) -> Order:
    kinds = (_FIRST[number % len(_FIRST)], _SECOND[number % len(_SECOND)])
    end_ms = start_ms + _ORDER_MS
    whole = random_order(rng, 1.0, start_ms, end_ms, symbology=kinds[0], module=2.5, shown_ms=1_000, mode="turned")
    labels = tuple(
        random_label(
            rng,
            1.0,
            (start_ms + window[0], start_ms + window[1]),
            symbology=kind,
            module=float(rng.uniform(2.1, 3.0)),
            mode="turned",
            shown_ms=int(rng.integers(700, 1_500)),
        )
        for kind, window in zip(kinds, _WINDOWS, strict=True)
    )
    return replace(whole, labels=labels)
