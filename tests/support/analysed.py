"""Synthetic footage analysed, and held against its truth."""

from __future__ import annotations

from dataclasses import asdict

from backend.analysis import Analysis, analyse_files
from backend.bench.score import Score
from backend.commands.profile import camera_from
from tests.support.footage import Footage


def analysed(shot: Footage) -> Analysis:
    camera = camera_from(shot.truth.profile, shot.truth.camera)
    return analyse_files([str(path) for path in shot.paths], camera, workers=1)


def scored(shot: Footage, analysis: Analysis) -> Score:
    score = Score()
    score.add([asdict(order) for order in shot.truth.orders], analysis.events, shot.truth.scenario)
    return score
