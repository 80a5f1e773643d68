"""Codes over consecutive frames of a drawn table."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from backend.detection.codes import CodeRead, CodeReader, Effort
from backend.detection.label_watch import CLOSE_STEP_MS, USUAL_STEP_MS, LabelWatch, try_pictures
from backend.domain.region import Box
from tests.support.pictures import on_table, tilted
from tests.unit.detection.test_codes import TEXT, linear, qr

Frames = Callable[[float], np.ndarray]


class CountingReader(CodeReader):
    """Counts how often patches are read, by effort."""

    def __init__(self) -> None:
        super().__init__(["QRCode", "Code128", "EAN13"])
        self.tries: dict[Effort, int] = dict.fromkeys(Effort, 0)

    def read_patch(self, gray: np.ndarray, patch: Box, *, effort: Effort) -> list[CodeRead]:
        self.tries[effort] += 1
        return super().read_patch(gray, patch, effort=effort)


def watched(frames: Frames, until_ms: float, reader: CodeReader) -> tuple[list[tuple[float, str]], LabelWatch]:
    """What was read when, looking whenever a look is due, frames 40 ms apart."""
    watch = LabelWatch(reader)
    reads: list[tuple[float, str]] = []
    due_ms = 0.0
    for at_ms in np.arange(0.0, until_ms, 40.0):
        if at_ms >= due_ms:
            reads += [(float(at_ms), code.text) for code in watch.look(frames(float(at_ms)), float(at_ms))]
            due_ms = at_ms + watch.step_ms
    return reads, watch


def lettering() -> np.ndarray:
    """Print that is no code."""
    paper = np.full((80, 160), 255, np.uint8)
    for row in range(4):
        cv2.putText(paper, "FRAGILE 24/7", (4, 18 + row * 19), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 0, 2)
    return paper


def test_a_code_shown_for_half_a_second_is_read_often_enough_to_be_certain() -> None:
    label, table = on_table(qr()), on_table(qr()[:1, :1])
    reads, _ = watched(lambda at_ms: label if 460 <= at_ms < 960 else table, 2000, CodeReader(["QRCode"]))
    assert [text for _, text in reads].count(TEXT) >= 4
    assert all(460 <= at_ms < 960 for at_ms, _ in reads)


def test_looks_follow_closely_until_a_code_is_certain_and_seldom_afterwards() -> None:
    watch = LabelWatch(CodeReader(["QRCode"]))
    frame = on_table(qr())
    steps = []
    at_ms = 0.0
    for _ in range(6):
        watch.look(frame, at_ms)
        steps.append(watch.step_ms)
        at_ms += watch.step_ms
    assert steps[:3] == [CLOSE_STEP_MS] * 3
    assert steps[-1] == USUAL_STEP_MS


def test_print_that_keeps_still_is_tried_a_few_times_only() -> None:
    reader = CountingReader()
    frame = on_table(lettering())
    reads, _ = watched(lambda _: frame, 6_000, reader)
    assert reads == []
    assert 4 <= reader.tries[Effort.QUICK] <= 12, "six seconds hold 30 looks"


def test_print_that_changes_is_tried_again() -> None:
    reader = CountingReader()
    first, then = on_table(lettering()), on_table(qr())
    reads, _ = watched(lambda at_ms: first if at_ms < 3000 else then, 4000, reader)
    assert reads
    assert reads[0][0] < 3_300


def test_what_the_quick_reader_cannot_read_is_read_from_the_pictures_put_by() -> None:
    frame = on_table(tilted(linear(px=2.0), 33.0))
    reader = CodeReader(["Code128"])
    reads, watch = watched(lambda _: frame, 1_000, reader)
    late = [read for one in watch.most_promising() for read in try_pictures(reader, one)]
    assert reads == []
    assert {read.code.text for read in late} == {TEXT}
    assert len({read.at_ms for read in late}) >= 2, "frames that agree make a code count"


def test_boxes_of_late_reads_lie_in_the_full_frame() -> None:
    frame = on_table(tilted(linear(px=2.0), 33.0))
    reader = CodeReader(["Code128"])
    watch = LabelWatch(reader, origin=(1000, 500))
    watch.look(frame, 0.0)
    watch.look(frame, 200.0)
    box = try_pictures(reader, watch.most_promising()[0])[0].code.box
    assert (box.x + box.w / 2, box.y + box.h / 2) == pytest.approx((1320, 680), abs=12)


def test_pictures_put_by_are_few_however_long_something_moves() -> None:
    rng = np.random.default_rng(3)

    def restless(at_ms: float) -> np.ndarray:
        place = (int(rng.integers(0, 460)), int(rng.integers(0, 260)))
        return on_table(lettering(), at=place)

    _, watch = watched(restless, 60_000, CodeReader(["QRCode"]))
    assert len(watch._put_by) <= 24
    assert sum(len(p.pictures) for p in watch._put_by) <= 72
