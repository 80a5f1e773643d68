"""Real footage and photographs, where they lie beside the project (`../shared/data`); nothing of it is copied."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import zxingcpp

from backend.analysis import analyse_files
from backend.bench.measure import table
from backend.config.paths import PROJECT_DIR
from backend.detection.codes import CodeReader, Effort
from backend.detection.symbologies import formats_for
from backend.detection.zbar import read_zbar
from backend.domain.camera import Camera
from backend.domain.observation import SpanKind
from backend.sampling.frame_sampler import FrameSampler

DATA = PROJECT_DIR.parent / "shared" / "data"

# Seen by eye, +-0.3 s, in hands/bottle-detection.mp4.
HANDS_S = ((6.0, 6.9), (11.3, 13.5), (16.0, 17.6), (22.2, 24.6), (27.5, 29.0), (31.2, 32.0), (34.8, 36.4))
_BY_EYE_S = 0.3

_FOLDERS = {
    "qrcode": "QRCode",
    "code128": "Code128",
    "code39": "Code39",
    "code93": "Code93",
    "itf": "ITF",
    "ean13": "EAN13",
    "datamatrix": "DataMatrix",
    "pdf417": "PDF417",
}
_PICTURES = (".png", ".jpg", ".jpeg", ".webp")


def photos() -> list[dict[str, Any]]:
    """Per folder of photographs: how many each way reads, and its mean ms."""
    rows = []
    for folder in sorted((DATA / "code_photos").iterdir()):
        kind = folder.name.rsplit("-", 1)[0]
        if kind in _FOLDERS:
            rows.append(_one_folder(folder, [_FOLDERS[kind]]))
        elif kind == "falsepositives":
            rows.append(_one_folder(folder, ["QRCode", "Code128", "EAN13"]))
    return rows


def _one_folder(folder: Path, symbologies: list[str]) -> dict[str, Any]:
    reader = CodeReader(symbologies)
    formats = formats_for(symbologies)[1]
    ways: dict[str, Callable[[np.ndarray], list[str]]] = {
        "zxing": lambda g: [r.text for r in zxingcpp.read_barcodes(g, formats=formats)],
        "zbar": lambda g: [text for text, _, _ in read_zbar(g, symbologies)],
        "cascade": lambda g: [r.text for r in reader.read(g, effort=Effort.FULL)],
    }
    row: dict[str, Any] = {"folder": folder.name, "pictures": 0, "false": 0}
    row |= dict.fromkeys(ways, 0) | {f"{way}_ms": 0.0 for way in ways}
    for picture in sorted(p for p in folder.iterdir() if p.suffix.lower() in _PICTURES):
        gray = cv2.imdecode(np.fromfile(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
        if gray is None:
            continue
        truth_file = picture.with_suffix(".txt")
        truth = _plain(truth_file.read_text(encoding="utf-8", errors="replace")) if truth_file.exists() else None
        row["pictures"] += 1
        for way, read in ways.items():
            began = time.perf_counter()
            texts = read(gray)
            row[f"{way}_ms"] += (time.perf_counter() - began) * 1000
            row[way] += truth is not None and truth in [_plain(t) for t in texts]
            row["false"] += way == "cascade" and truth is None and bool(texts)
    for way in ways:
        row[f"{way}_ms"] = round(row[f"{way}_ms"] / max(1, row["pictures"]), 2)
    return row


def _plain(text: str) -> str:
    # The truth files end lines in their own way and write control characters out.
    return "".join(text.split())


def photos_table(rows: list[dict[str, Any]]) -> str:
    head = ("photographs", "n", "zxing-cpp", "pyzbar", "cascade", "zxing ms", "pyzbar ms", "cascade ms", "false")
    cells = [
        (r["folder"], r["pictures"], r["zxing"], r["zbar"], r["cascade"], r["zxing_ms"], r["zbar_ms"],
         r["cascade_ms"], r["false"])
        for r in rows
    ]  # fmt: skip
    return table(head, cells)


def hands() -> dict[str, Any]:
    """Hand spans of bottle-detection.mp4 against what the eye saw."""
    seen = FrameSampler(threads=2).analyse(DATA / "hands" / "bottle-detection.mp4", Camera(0, "bottles"))
    found = [(s.from_ms / 1000, s.to_ms / 1000) for s in seen.spans if s.kind is SpanKind.HANDS]
    missed = [t for t in HANDS_S if t[1] - t[0] >= 1.0 and not any(a < t[1] and b > t[0] for a, b in found)]
    outside = [(a, b) for a, b in found if _outside_s(a, b) > 1.0]
    return {"found": found, "true": HANDS_S, "missed": missed, "outside_by_more_than_1_s": outside}


def _outside_s(start: float, end: float) -> float:
    """The longest piece of a span that lies in no true interval."""
    inside = [(a - _BY_EYE_S, b + _BY_EYE_S) for a, b in HANDS_S if a - _BY_EYE_S < end and b + _BY_EYE_S > start]
    if not inside:
        return end - start
    return max(inside[0][0] - start, end - inside[-1][1], 0.0)


def containers() -> dict[str, Any]:
    """Every odd or broken file ends in a status; the slowest is told."""
    rows = []
    for path in sorted(p for p in (DATA / "containers").rglob("*") if p.is_file() and p.suffix != ".json"):
        began = time.monotonic()
        outcome = analyse_files([str(path)], Camera(0, "odd"), workers=1).files[0]
        rows.append((path.name, outcome.status.value, outcome.reason, round(time.monotonic() - began, 2)))
    return {
        "files": len(rows),
        "done": sum(r[1] == "done" for r in rows),
        "failed": sum(r[1] == "failed" for r in rows),
        "slowest": max(rows, key=lambda r: r[3]),
        "over_30_s": [r for r in rows if r[3] > 30],
        "failures": {r[0]: r[2] for r in rows if r[1] == "failed"},
    }
