"""Which cameras a scan looks at, and which ones a path names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.domain.camera import Camera
from backend.domain.errors import InvalidInput
from backend.sources.channels import fits, split
from backend.sources.roots import is_inside
from backend.sources.walk import printable


@dataclass(frozen=True, slots=True)
class ScanTarget:
    """One camera and its folder; `only` narrows the scan to one file or folder below it (the Custom program)."""

    camera: Camera
    folder: str
    only: str | None = None
    pattern: str | None = None
    """Which files of the folder are this camera's (backend/sources/channels.py); None: all."""

    @classmethod
    def of(cls, camera: Camera, root: str, folder: str) -> ScanTarget:
        """`folder` below the source's `root`, as it is stored; it may end in a pattern."""
        whole = os.path.join(root, folder)
        plain, pattern = (whole, None) if os.path.isdir(whole) else split(whole)
        return cls(camera, plain, pattern=pattern)

    def has(self, path: str) -> bool:
        """Whether a file below the folder is this camera's."""
        return self.pattern is None or fits(os.path.relpath(path, self.folder), self.pattern)


def targets_under(path: str, targets: Sequence[ScanTarget]) -> list[ScanTarget]:
    """The cameras whose recordings `path` (real, checked against the roots) names: the camera whose folder holds it,
    or all cameras below it. Raises InvalidInput when it belongs to none."""
    real = os.path.realpath(path)
    folders = [(os.path.realpath(target.folder), target) for target in targets]
    holding = [(folder, target) for folder, target in folders if is_inside(real, [folder])]
    if holding:
        deepest = max(len(folder) for folder, _ in holding)
        found = []
        for folder, target in holding:
            below = os.path.join(target.folder, os.path.relpath(real, folder)) if real != folder else None
            is_its_file = below is None or os.path.isdir(below) or target.has(below)
            if len(folder) == deepest and is_its_file:
                found.append(replace(target, only=below))
        if found:
            return found
    inside = [target for folder, target in folders if is_inside(folder, [real])]
    if not inside:
        raise InvalidInput(
            "This path lies in no camera's folder. Add the camera first, or choose a file in a camera's folder.",
            details={"path": printable(path)},
        )
    return inside
