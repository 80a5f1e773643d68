"""Printed codes are codes a reader reads."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from backend.demo.codes import QUIET, ean13, modules_of


@pytest.mark.parametrize(
    ("text", "symbology"),
    [("SPXVN0123456789", "Code128"), ("GHNAB23CD", "QRCode"), ("8934567890120", "EAN13"), ("TimeGo", "QRCode")],
)
def test_printed_modules_read_back(text: str, symbology: str) -> None:
    bits = modules_of(text, symbology)
    quiet = QUIET[symbology]
    padded = np.pad(bits, ((0, 0) if bits.shape[0] == 1 else (quiet, quiet), (quiet, quiet)))
    if bits.shape[0] == 1:
        padded = padded.repeat(40, axis=0)
    image = cv2.resize(255 - padded * 255, None, fx=3, fy=3, interpolation=cv2.INTER_NEAREST)
    assert [barcode.text for barcode in zxingcpp.read_barcodes(image)] == [text]


def test_linear_codes_have_one_row_that_starts_and_ends_dark() -> None:
    row = modules_of("8934567890120", "EAN13")
    assert row.shape == (1, 95)
    assert row[0, 0] == row[0, -1] == 1


def test_check_digit_of_ean13() -> None:
    assert ean13("400638133393") == "4006381333931"


def test_a_symbology_we_do_not_print_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot print"):
        modules_of("1", "PDF417")
