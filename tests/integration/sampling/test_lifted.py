"""A parcel that is lifted clear of the sticker in the middle of its packing, and one that makes way for the next."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.analysis import analyse_files
from backend.commands.profile import camera_from
from backend.sampling.frame_sampler import FrameSampler
from tests.support.lift_video import ON_THE_STICKER, PROFILE, Drawing, lift_video

X, Y = ON_THE_STICKER
CODE = "SPXVN5550001112"
Draw = Callable[[Drawing, float], None]
LIFTED_S, DOWN_AGAIN_S = (10.0, 13.0)


def lifted(drawing: Drawing, at_s: float) -> None:
    if 5 <= at_s < 27:
        aside = at_s >= LIFTED_S and at_s < DOWN_AGAIN_S
        x, y = (380, -40) if aside else (X, Y)
        drawing.parcel(x + 6 * math.sin(3 * at_s), y + 4 * math.cos(2 * at_s), 1)
    if 20 <= at_s < 24:
        drawing.label(CODE, X + 20 + 5 * math.sin(at_s), Y + 10)


def makes_way(drawing: Drawing, at_s: float) -> None:
    """The first one's label is never shown. It stays beside the next one."""
    if 5 <= at_s < LIFTED_S:
        drawing.parcel(X + 6 * math.sin(3 * at_s), Y + 4 * math.cos(2 * at_s), 1)
    elif at_s >= LIFTED_S:
        drawing.parcel(400, -40, 1)
    if DOWN_AGAIN_S <= at_s < 27:
        drawing.parcel(X + 6 * math.sin(3 * at_s), Y + 40 + 4 * math.cos(2 * at_s), 2)
    if 20 <= at_s < 24:
        drawing.label(CODE, X + 20 + 5 * math.sin(at_s), Y + 60)


@pytest.mark.parametrize("every_frame", [False, True])
@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (lifted, [(5.0, 27.0, [CODE])]),
        (makes_way, [(5.0, LIFTED_S, []), (DOWN_AGAIN_S, 27.0, [CODE])]),
    ],
)
def test_one_parcel_or_two(
    tmp_path: Path, draw: Draw, expected: list[tuple[float, float, list[str]]], every_frame: bool
) -> None:
    path = lift_video(tmp_path / "20260105_080000.mp4", 34, draw)
    with FrameSampler(every_frame=every_frame) as sampler:
        analysis = analyse_files([str(path)], camera_from(PROFILE, "Table"), workers=1, sampler=sampler)
    began_ms = next(file.recording.start_ms for file in analysis.files if file.recording)
    found = [((e.start_ms - began_ms) / 1000, (e.end_ms - began_ms) / 1000, e.codes) for e in analysis.events]
    assert [[code.text for code in codes] for _, _, codes in found] == [codes for _, _, codes in expected]
    for (start_s, end_s, _), (true_start_s, true_end_s, _) in zip(found, expected, strict=True):
        assert abs(start_s - true_start_s) <= 0.3
        assert abs(end_s - true_end_s) <= 0.3
