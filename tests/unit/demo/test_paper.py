"""Labels as the camera sees them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from backend.demo.paper import draw_label, draw_sticker, narrowest_module, paper_size
from backend.demo.scenario import Label


def on_grey(sprite: np.ndarray) -> np.ndarray:
    alpha = sprite[..., 3:].astype(np.float32) / 255
    picture = (np.full((*sprite.shape[:2], 3), 130.0) * (1 - alpha) + sprite[..., :3]).astype(np.uint8)
    return cv2.copyMakeBorder(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=130)


def texts(image: np.ndarray) -> list[str]:
    return [barcode.text for barcode in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("module", [2.0, 2.6, 4.0])
@pytest.mark.parametrize(
    ("text", "symbology"), [("SPXVN0123456789", "Code128"), ("GHNAB23CD", "QRCode"), ("8934567890120", "EAN13")]
)
def test_a_label_of_two_pixels_a_module_is_readable(text: str, symbology: str, module: float) -> None:
    label = Label(text, symbology, module, tilt_deg=5, perspective=0.05, curve=0.015)
    assert texts(on_grey(draw_label(label, 1).sprite)) == [text]


def test_a_smeared_label_is_not_readable() -> None:
    assert texts(on_grey(draw_label(Label("SPXVN0123456789", "Code128", 3.0, readable=False), 1).sprite)) == []


def test_the_code_polygon_has_the_size_asked_for() -> None:
    code = draw_label(Label("GHNAB23CD", "QRCode", 3.0), 1).code
    width = np.linalg.norm(code[1] - code[0])
    # 21 modules and half a quiet zone on both sides.
    assert width == pytest.approx((21 + 4) * 3.0, abs=1.5)


def test_a_paper_is_as_large_as_it_says() -> None:
    label = Label("8934567890120", "EAN13", 2.5)
    sprite = draw_label(label, 1).sprite
    width, height = paper_size(label)
    assert abs(sprite.shape[1] - width) < 12
    assert abs(sprite.shape[0] - height) < 12


def test_the_sticker_is_readable() -> None:
    assert texts(on_grey(draw_sticker("TimeGo", 3.2).sprite)) == ["TimeGo"]


def test_slant_and_bend_make_modules_narrower() -> None:
    assert narrowest_module(Label("1", px_per_module=3.0)) == 3.0
    assert narrowest_module(Label("1", px_per_module=3.0, perspective=0.1)) == pytest.approx(2.7)
    assert 2.4 < narrowest_module(Label("1", px_per_module=3.0, curve=0.08)) < 2.8
