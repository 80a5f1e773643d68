"""The forms in which a tracking code is compared."""

from __future__ import annotations

import unicodedata

LONGEST_CODE = 4_296
"""Characters: the most letters and digits a QR code can hold; longer payloads are other symbologies run wild."""
_LOOK_ALIKE = str.maketrans("OILSBZG", "0115826")


def normal_form(text: str) -> str:
    """Upper case, full-width letters made plain, without white space, control and zero-width characters."""
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = unicodedata.normalize("NFKC", text).upper()
    kept = (c for c in plain if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return "".join(kept)


def folded(norm: str) -> str:
    """A normal form with the characters that look alike made equal: O=0, I=L=1, S=5, B=8, Z=2, G=6."""
    return norm.translate(_LOOK_ALIKE)
