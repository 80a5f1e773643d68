"""The demo: two packing tables, one with a trigger sticker and one without, with the awkward cases of a real shift."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.demo.orders import random_order, tracking_code
from backend.demo.scenario import Decoy, Encoding, Label, Order, Scenario

MORNING_MS = 1_767_578_400_000
"""2026-01-05 09:00:00 in Ho Chi Minh City."""


def demo(seed: int = 7) -> tuple[Scenario, ...]:
    """Scenarios in time order; the last parts of a camera follow the first after a pause."""
    rng = np.random.default_rng(seed)
    made = (_sticker_morning(rng, seed), _sticker_noon(rng, seed), _plain_morning(rng, seed), _plain_noon(rng, seed))
    # The files are named after the day of the demonstration; a date in the picture would contradict them.
    return tuple(replace(one, dated=False) for one in made)


def _order(
    rng: np.random.Generator,
    start_s: float,
    end_s: float,
    symbology: str,
    module: float,
    shown_s: float,
    mode: str | None = None,
    gloves: bool = False,
) -> Order:
    return random_order(
        rng,
        1.0,
        round(start_s * 1000),
        round(end_s * 1000),
        symbology=symbology,
        module=module,
        shown_ms=round(shown_s * 1000),
        mode=mode,
        gloves=gloves,
    )


def _sticker_morning(rng: np.random.Generator, seed: int) -> Scenario:
    """Two files with an order across the cut, two orders back to back, one with two codes, a code never packed."""
    two = _order(rng, 98, 126, "Code128", 2.2, 4, "turned")
    first = two.labels[0]
    qr = Label(tracking_code(rng, "QRCode"), "QRCode", 3.2, first.to_ms + 900, first.to_ms + 3400, "turned", 8.0)
    two = replace(two, end_ms=max(two.end_ms, qr.to_ms + 1500), labels=(first, qr))
    stray = Label(tracking_code(rng, "Code128"), "Code128", 2.0, 85_500, 88_500, "held", -4.0)
    return Scenario(
        "demo-table1-morning",
        "Table1",
        fps=15,
        duration_ms=230_000,
        start_ms=MORNING_MS,
        seed=seed,
        split_at_ms=(150_000,),
        encoding=Encoding(gop=30, audio=True, creation_time="utc"),
        orders=(
            _order(rng, 6, 28, "Code128", 2.2, 5, "stuck"),
            _order(rng, 36, 55, "QRCode", 3.0, 2.5, "turned"),
            _order(rng, 56.2, 76, "Code128", 2.0, 3, "held"),
            two,
            _order(rng, 138, 164, "EAN13", 2.6, 3, "stuck"),
            _order(rng, 172, 190, "QRCode", 2.4, 1.1, "turned"),
            _order(rng, 199, 222, "Code128", 2.4, 6, "stuck"),
        ),
        decoys=(
            Decoy("passer_by", 30_000, 34_000),
            Decoy("cross", 80_000, 80_300),
            Decoy("code", 84_500, 90_000, stray),
            Decoy("idle_hands", 131_000, 136_500),
            Decoy("cross", 194_500, 194_800),
            Decoy("passer_by", 166_000, 171_000),
        ),
    )


def _sticker_noon(rng: np.random.Generator, seed: int) -> Scenario:
    """An unreadable label; keyframes far apart."""
    smeared = _order(rng, 34, 52, "Code128", 2.0, 4, "turned")
    smeared = replace(smeared, labels=tuple(replace(label, readable=False) for label in smeared.labels))
    return Scenario(
        "demo-table1-noon",
        "Table1",
        fps=15,
        duration_ms=150_000,
        start_ms=MORNING_MS + 3 * 3_600_000,
        seed=seed,
        encoding=Encoding(gop=120, audio=True, creation_time="utc"),
        orders=(
            _order(rng, 5, 26, "QRCode", 3.4, 4, "stuck"),
            smeared,
            _order(rng, 62, 84, "EAN13", 2.4, 2, "turned"),
            _order(rng, 94, 118, "Code128", 1.8, 5, "stuck"),
            _order(rng, 124, 142, "QRCode", 2.8, 3, "held"),
        ),
        decoys=(Decoy("passer_by", 88_000, 92_000), Decoy("cross", 57_000, 57_300)),
    )


def _plain_morning(rng: np.random.Generator, seed: int) -> Scenario:
    """No sticker; H.264 with long gaps between orders, two of them packed with gloves."""
    return Scenario(
        "demo-table2-morning",
        "Table2",
        fps=15,
        duration_ms=210_000,
        start_ms=MORNING_MS + 600_000,
        seed=seed + 2,
        sticker=False,
        encoding=Encoding(gop=30),
        orders=(
            _order(rng, 8, 28, "Code128", 2.2, 4, "stuck"),
            _order(rng, 44, 62, "QRCode", 3.0, 3, "turned"),
            _order(rng, 80, 101, "Code128", 2.1, 5, "stuck", gloves=True),
            _order(rng, 122, 141, "EAN13", 2.6, 3, "turned", gloves=True),
            _order(rng, 166, 190, "QRCode", 2.6, 4, "stuck"),
        ),
        decoys=(Decoy("passer_by", 64_000, 68_500), Decoy("idle_hands", 146_000, 151_000)),
    )


def _plain_noon(rng: np.random.Generator, seed: int) -> Scenario:
    """H.265 at 12.5 frames a second."""
    return Scenario(
        "demo-table2-noon",
        "Table2",
        fps=12.5,
        duration_ms=140_000,
        start_ms=MORNING_MS + 3 * 3_600_000 + 600_000,
        seed=seed + 2,
        sticker=False,
        encoding=Encoding(codec="h265", gop=50, crf=22),
        orders=(
            _order(rng, 9, 29, "Code128", 2.2, 4, "turned"),
            _order(rng, 50, 74, "QRCode", 3.2, 4, "stuck"),
            _order(rng, 98, 118, "Code128", 2.0, 3, "turned", gloves=True),
        ),
    )
