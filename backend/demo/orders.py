"""Random but plausible orders: tracking codes as couriers print them, labels that fit the table and their time."""

from __future__ import annotations

import numpy as np

from backend.demo.carton import CARTONS
from backend.demo.codes import QUIET, ean13, modules_of
from backend.demo.scenario import Label, Order

PREFIXES = ("SPXVN", "GHN", "VTP", "JT", "LZVN", "NJVVN", "BEST")
WIDEST = 600
"""A paper may be at most this wide, in reference px: the label region is 790 wide and papers tilt."""
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def tracking_code(rng: np.random.Generator, symbology: str) -> str:
    """A code of the length couriers use: 11 to 15 characters, 13 digits for EAN-13."""
    if symbology == "EAN13":
        return ean13("893" + "".join(str(d) for d in rng.integers(0, 10, 9)))
    prefix = str(rng.choice(PREFIXES))
    if symbology == "QRCode" and rng.random() < 0.4:
        return prefix + "".join(ALPHABET[i] for i in rng.integers(0, len(ALPHABET), 10))
    return prefix + "".join(str(d) for d in rng.integers(0, 10, 10))


def fitting_module(text: str, symbology: str, wanted: float, scale: float) -> float:
    """`wanted` px a module, less when the paper would be wider than the table allows."""
    modules = modules_of(text, symbology).shape[1] + 2 * QUIET[symbology]
    return round(min(wanted, WIDEST * scale / modules), 2)


def random_label(
    rng: np.random.Generator,
    scale: float,
    window: tuple[int, int],
    *,
    symbology: str,
    module: float,
    mode: str,
    shown_ms: int,
    steep: bool = False,
) -> Label:
    """A label shown for `shown_ms` somewhere inside `window` (ms)."""
    text = tracking_code(rng, symbology)
    room = max(0, window[1] - window[0] - shown_ms)
    begin = window[0] + int(rng.integers(0, room + 1))
    if symbology == "QRCode":
        tilt = float(rng.uniform(-180, 180)) if steep else float(rng.uniform(-30, 30))
    else:
        tilt = float(rng.uniform(-32, 32)) if steep else float(rng.uniform(-10, 10))
    # A square code bent far is beyond readers at any size; bars only get shorter.
    curves = (0.0, 0.0, 0.01, 0.02) if symbology == "QRCode" else (0.0, 0.0, 0.04, 0.08)
    # A small square code is nearly flat to a camera a metre away; long bars are not.
    slants = (0.0, 0.03, 0.06) if symbology == "QRCode" else (0.0, 0.05, 0.12)
    return Label(
        text,
        symbology,
        fitting_module(text, symbology, module, scale),
        begin,
        begin + shown_ms,
        mode,
        round(tilt, 1),
        perspective=float(rng.choice(slants)),
        curve=float(rng.choice(curves)),
        thumb=bool(rng.random() < 0.4),
    )


def label_window(start_ms: int, end_ms: int, mode: str) -> tuple[int, int]:
    """When a label can be shown in an order: after the goods are in, before the parcel leaves."""
    return start_ms + round((end_ms - start_ms) * 0.45) + 500, end_ms - (900 if mode == "stuck" else 1100)


def random_order(
    rng: np.random.Generator,
    scale: float,
    start_ms: int,
    end_ms: int,
    *,
    symbology: str,
    module: float,
    shown_ms: int,
    mode: str | None = None,
    steep: bool = False,
    gloves: bool = False,
) -> Order:
    """One order with one label."""
    mode = mode or str(rng.choice(["stuck", "turned", "held"], p=[0.4, 0.4, 0.2]))
    window = label_window(start_ms, end_ms, mode)
    shown = int(min(shown_ms, window[1] - window[0]))
    label = random_label(rng, scale, window, symbology=symbology, module=module, mode=mode, shown_ms=shown, steep=steep)
    sides = ("left", "right", "top")
    return Order(
        start_ms,
        end_ms,
        (label,),
        int(rng.integers(0, len(CARTONS))),
        str(rng.choice(sides)),
        str(rng.choice(sides)),
        gloves,
    )
