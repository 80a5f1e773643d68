from __future__ import annotations

import numpy as np
import pytest
from pyzbar import pyzbar

from backend.detection.zbar import read_zbar


def test_a_code_the_wrapper_chokes_on_is_just_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown_orientation(*_: object, **__: object) -> None:
        raise ValueError("4294967295 is not a valid ZBarOrientation")

    monkeypatch.setattr(pyzbar, "decode", unknown_orientation)
    assert read_zbar(np.full((40, 40), 200, np.uint8), ["QRCode"]) == []


def test_symbologies_it_makes_up_are_not_asked_for() -> None:
    assert read_zbar(np.full((40, 40), 200, np.uint8), ["UPCE", "ITF"]) == []
