"""The fonts of PDF files: with every Vietnamese letter, and free to be embedded."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

# Matplotlib, which the hand detector brings, carries DejaVu.
REGULAR, BOLD, MONO = "epack", "epack-bold", "epack-mono"
_FILES = {REGULAR: "DejaVuSans.ttf", BOLD: "DejaVuSans-Bold.ttf", MONO: "DejaVuSansMono.ttf"}


def register_fonts() -> None:
    """Make REGULAR, BOLD and MONO known to reportlab; done once. Raises RuntimeError where they are missing."""
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in _FILES.items():
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(_folder() / file)))


def _folder() -> Path:
    # Found, not imported: loading Matplotlib takes a second and none of it is used.
    found = importlib.util.find_spec("matplotlib")
    if found is None or found.origin is None:
        raise RuntimeError("The fonts for printing are missing: Matplotlib is not installed.")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
