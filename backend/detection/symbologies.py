"""The symbologies ePACK can read, by the names used in profiles and in the API."""

from __future__ import annotations

from collections.abc import Iterable

import zxingcpp

from backend.domain.errors import InvalidInput

# Our name -> the reader's format name.
READABLE = {
    "QRCode": "QRCode",
    "MicroQRCode": "MicroQRCode",
    "DataMatrix": "DataMatrix",
    "Aztec": "Aztec",
    "PDF417": "PDF417",
    "MaxiCode": "MaxiCode",
    "Code128": "Code128",
    "Code39": "Code39",
    "Code93": "Code93",
    "Codabar": "Codabar",
    "ITF": "ITF",
    "EAN13": "EAN13",
    "EAN8": "EAN8",
    "UPCA": "UPCA",
    "UPCE": "UPCE",
    "DataBar": "DataBar",
    "DataBarExpanded": "DataBarExp",
}

MATRIX = frozenset({"QRCode", "MicroQRCode", "DataMatrix", "Aztec", "MaxiCode"})
LINEAR = frozenset({"Code128", "Code39", "Code93", "Codabar", "ITF", "EAN13", "EAN8", "UPCA", "UPCE", "DataBar"})

_ALIASES = {
    "qr": "QRCode",
    "qrcodemodel1": "QRCode",
    "qrcodemodel2": "QRCode",
    "code39standard": "Code39",
    "code39extended": "Code39",
    "itf14": "ITF",
    "azteccode": "Aztec",
    "databaromni": "DataBar",
    "databarstacked": "DataBar",
    "databarexpanded": "DataBarExpanded",
    "isbn": "EAN13",
}


def _squeezed(name: str) -> str:
    return "".join(ch for ch in name.lower() if ch.isalnum())


_BY_SQUEEZED = {_squeezed(name): name for name in READABLE} | _ALIASES


def canonical(name: str) -> str:
    """Our name for a symbology in any common spelling ("EAN-13", "qr code"); unknown names come back unchanged."""
    return _BY_SQUEEZED.get(_squeezed(name), name)


def formats_for(symbologies: Iterable[str]) -> tuple[tuple[str, ...], zxingcpp.BarcodeFormats]:
    """Our names and the reader's format set. Raises InvalidInput naming an unknown symbology."""
    names = []
    for given in symbologies:
        name = canonical(given)
        if name not in READABLE:
            raise InvalidInput(f"Unknown symbology {given!r}. Known are: {', '.join(READABLE)}.")
        if name not in names:
            names.append(name)
    if not names:
        raise InvalidInput(f"At least one symbology must be read. Known are: {', '.join(READABLE)}.")
    return tuple(names), zxingcpp.barcode_formats_from_str("|".join(READABLE[name] for name in names))
