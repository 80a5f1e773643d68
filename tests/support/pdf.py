"""Just enough of a PDF reader to see what a page's filled rectangles show: content streams, transformations, paths."""

from __future__ import annotations

import base64
import re
import zlib

import numpy as np

Matrix = tuple[float, float, float, float, float, float]
Rectangle = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points."""
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def content_streams(pdf: bytes) -> list[bytes]:
    """The streams that draw, decompressed, in order of their objects: one a page in what reportlab writes."""
    found = []
    for match in re.finditer(rb"<<([^>]*(?:>[^>]+)*?)>>\s*stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        head, data = match.group(1), match.group(2)
        if b"/Length1" in head or b"/Subtype" in head or b"FlateDecode" not in head:
            continue
        if b"ASCII85Decode" in head:
            data = base64.a85decode(data.strip().removesuffix(b"~>"))
        plain = zlib.decompress(data)
        if re.search(rb"\bre\b", plain):
            found.append(plain)
    return found


def filled_rectangles(stream: bytes) -> list[Rectangle]:
    """x0, y0, x1, y1 in points of every rectangle that is filled, with the transformations around it applied."""
    matrix, stack = IDENTITY, []
    numbers: list[float] = []
    path: list[Rectangle] = []
    filled = []
    for token in re.sub(rb"\((?:\\.|[^\\)])*\)", b"", stream).split():
        try:
            numbers.append(float(token))
            continue
        except ValueError:
            pass
        if token == b"q":
            stack.append(matrix)
        elif token == b"Q":
            matrix = stack.pop()
        elif token == b"cm":
            matrix = _times((*numbers[-6:],), matrix)  # type: ignore[arg-type]
        elif token == b"re":
            x, y, w, h = numbers[-4:]
            (x0, y0), (x1, y1) = _placed(matrix, x, y), _placed(matrix, x + w, y + h)
            path.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        elif token in (b"f", b"f*", b"F"):
            filled += path
            path = []
        elif token in (b"n", b"S", b"s"):
            path = []
        numbers = []
    return filled


def picture_of(rectangles: list[Rectangle], width: float, height: float, dpi: int) -> np.ndarray:
    """The rectangles in black on a white page of `width` x `height` points, as H x W uint8."""
    scale = dpi / 72
    page = np.full((round(height * scale), round(width * scale)), 255, np.uint8)
    for x0, y0, x1, y1 in rectangles:
        page[round((height - y1) * scale) : round((height - y0) * scale), round(x0 * scale) : round(x1 * scale)] = 0
    return page


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _placed(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
