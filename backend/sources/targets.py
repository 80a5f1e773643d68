"""Which cameras a scan looks at, and which ones a path names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.camera import Camera
from backend.domain.errors import InvalidInput
from backend.sources.roots import is_inside
from backend.sources.walk import printable


@dataclass(frozen=True, slots=True)
class ScanTarget:
    """One camera and its folder; `only` narrows the scan to one file or folder below it (the Custom program)."""

    camera: Camera
    folder: str
    only: str | None = None


def targets_under(path: str, targets: Sequence[ScanTarget]) -> list[ScanTarget]:
    """The cameras whose recordings `path` (real, checked against the roots) names: the camera whose folder holds it,
    or all cameras below it. Raises InvalidInput when it belongs to none."""
    real = os.path.realpath(path)
    folders = [(os.path.realpath(target.folder), target) for target in targets]
    holding = [(folder, target) for folder, target in folders if is_inside(real, [folder])]
    if holding:
        folder, target = max(holding, key=lambda one: len(one[0]))
        below = os.path.join(target.folder, os.path.relpath(real, folder)) if real != folder else None
        return [ScanTarget(target.camera, target.folder, below)]
    inside = [target for folder, target in folders if is_inside(folder, [real])]
    if not inside:
        raise InvalidInput(
            "This path lies in no camera's folder. Add the camera first, or choose a file in a camera's folder.",
            details={"path": printable(path)},
        )
    return inside
