"""The cascade on drawn codes: each step reads what the one before cannot, and nothing is made up."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import segno
import zxingcpp

from backend.detection.codes import CodeReader, Effort
from backend.domain.errors import InvalidInput
from tests.support.pictures import bent, on_table, printed, tilted

TEXT = "SPXVN0123456789"


def qr(text: str = TEXT, px: float = 3.0) -> np.ndarray:
    modules = np.array([[bit == 0 for bit in row] for row in segno.make_qr(text, error="m").matrix], np.uint8) * 255
    return printed(np.pad(modules, 4, constant_values=255), px)


def linear(text: str = TEXT, kind: str = "Code128", px: float = 2.0) -> np.ndarray:
    code = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(kind))
    drawn = np.asarray(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=True))
    return printed(np.repeat(drawn[drawn.shape[0] // 2][None], round(40 / px), axis=0), px)


def texts(picture: np.ndarray, *symbologies: str, effort: Effort = Effort.NORMAL) -> list[str]:
    reader = CodeReader(symbologies or ("QRCode", "Code128", "EAN13"))
    return [read.text for read in reader.read(picture, effort=effort)]


@pytest.mark.parametrize("picture", [qr(), linear(), linear("8930000000019", "EAN13")], ids=["QR", "128", "EAN"])
def test_a_plain_code_is_read_directly(picture: np.ndarray) -> None:
    read = CodeReader(["QRCode", "Code128", "EAN13"]).read(on_table(picture), effort=Effort.QUICK)
    assert len(read) == 1
    assert read[0].step == "direct"


def test_the_box_and_the_size_of_a_module_are_in_the_full_frame() -> None:
    frame = on_table(qr(px=3.0), at=(300, 200))
    read = CodeReader(["QRCode"]).read(frame[100:, 200:], origin=(200, 100))[0]
    assert abs(read.box.x - 312) <= 6
    assert abs(read.box.y - 212) <= 6
    assert read.px_per_module == pytest.approx(3.0, rel=0.1)


def test_a_small_qr_code_is_read_enlarged() -> None:
    frame = on_table(qr(px=1.5), noise=2.0)
    assert texts(frame, "QRCode") == [TEXT]


def test_a_tilted_linear_code_is_straightened() -> None:
    frame = on_table(tilted(linear(px=2.0), 33.0))
    assert texts(frame, "Code128", effort=Effort.QUICK) == []
    assert texts(frame, "Code128") == [TEXT]


def test_a_bent_qr_code_is_unbent() -> None:
    frame = on_table(bent(qr(px=4.0), 0.10))
    assert texts(frame, "QRCode", effort=Effort.NORMAL) == []
    assert texts(frame, "QRCode", effort=Effort.HARD) == [TEXT]


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_read_where_there_is_no_code(seed: int) -> None:
    rng = np.random.default_rng(seed)
    frame = cv2.GaussianBlur(rng.integers(0, 255, (360, 640), np.uint8), (0, 0), 1 + seed)
    for row in range(20, 340, 24):
        cv2.putText(frame, "HANDLE WITH CARE 0123456789", (20, row), 0, 0.6, 20, 2)
    assert texts(frame, effort=Effort.FULL) == []


def test_two_codes_on_one_label_are_both_read() -> None:
    frame = np.hstack([on_table(qr("ORDER-1")), on_table(linear("WAYBILL2"))])
    assert sorted(texts(frame)) == ["ORDER-1", "WAYBILL2"]


@pytest.mark.parametrize("payload", ['a,"b";c', "<script>alert(1)</script>", "line\nbreak", "nul\x00byte", "đơn hàng"])
def test_payloads_come_out_as_they_went_in(payload: str) -> None:
    assert texts(on_table(qr(payload, px=4.0)), "QRCode") == [payload]


def test_only_the_asked_symbologies_are_read() -> None:
    assert texts(on_table(qr()), "Code128") == []


def test_an_unknown_symbology_is_named() -> None:
    with pytest.raises(InvalidInput, match="Klingon"):
        CodeReader(["Klingon"])


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 2), (0, 10), (12, 12)])
def test_odd_pictures_are_just_empty(shape: tuple[int, int]) -> None:
    assert texts(np.full(shape, 200, np.uint8), effort=Effort.FULL) == []
