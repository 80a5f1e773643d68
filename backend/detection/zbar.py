"""The second reader, zbar: slow, but it reads a few codes the first one does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.domain.region import Box

# UPC-E, ITF and the add-ons are left out: on cropped pictures zbar makes such codes up.
_NAMES = {"QRCode": "QRCODE", "Code128": "CODE128", "EAN13": "EAN13", "Code39": "CODE39", "Code93": "CODE93"}


def read_zbar(gray: np.ndarray, symbologies: Sequence[str]) -> list[tuple[str, str, Box]]:
    """(text, symbology, box) of each code in an H x W uint8 picture; nothing where libzbar0 is not installed."""
    try:
        from pyzbar import pyzbar
    except ImportError:
        return []
    wanted = [pyzbar.ZBarSymbol[_NAMES[name]] for name in symbologies if name in _NAMES]
    if not wanted:
        return []
    ours = {zbar: name for name, zbar in _NAMES.items()}
    try:
        symbols = pyzbar.decode(np.ascontiguousarray(gray), symbols=wanted)
    except ValueError:
        # The wrapper does not know "orientation unknown" (-1), which zbar reports for some damaged codes.
        return []
    found = []
    for symbol in symbols:
        text = symbol.data.decode("utf-8", "replace")
        if symbol.type in ours and text:
            rect = symbol.rect
            found.append((text, ours[symbol.type], Box(rect.left, rect.top, max(1, rect.width), max(1, rect.height))))
    return found
