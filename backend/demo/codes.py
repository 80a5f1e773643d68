"""Module matrices of the codes we print: 1 is dark, without quiet zone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import segno
import zxingcpp

Modules = npt.NDArray[np.uint8]

QUIET = {"QRCode": 4, "Code128": 10, "EAN13": 11}
"""Quiet zone in modules."""
FORMATS = tuple(QUIET)


def modules_of(text: str, symbology: str) -> Modules:
    """(rows, columns) of modules; linear codes come as one row. Raises ValueError for a symbology we do not print."""
    if symbology == "QRCode":
        return np.array([list(row) for row in segno.make_qr(text, error="m").matrix], np.uint8)
    if symbology not in QUIET:
        raise ValueError(f"cannot print {symbology}; known are {', '.join(FORMATS)}")
    barcode = zxingcpp.create_barcode(text, zxingcpp.barcode_formats_from_str(symbology)[0])
    image = np.asarray(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False))
    row = (image[image.shape[0] // 2] < 128).astype(np.uint8)
    dark = np.flatnonzero(row)
    return row[dark[0] : dark[-1] + 1][None, :]


def ean13(digits12: str) -> str:
    """The 12 digits with their check digit."""
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits12))
    return digits12 + str(-total % 10)
