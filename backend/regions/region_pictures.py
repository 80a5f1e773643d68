"""The pictures of the set-up steps, one folder per camera. They can be made again at any time."""

from __future__ import annotations

import os
from pathlib import Path

from backend.domain.errors import NotFound

STEPS = ("original.jpg", "roi_packing.jpg", "roi_MVD.jpg", "roi_trigger.jpg")
"""The reference's names of the pictures."""
_FINAL = "roi_final_"
_KEPT_FINALS = 5


class RegionPictures:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, camera_id: int, step: str, data: bytes) -> str:
        """Keep the picture of a step (one of STEPS); returns its file name."""
        if step not in STEPS:
            raise ValueError(f"no step has the picture {step}")
        self._write(camera_id, step, data)
        return step

    def save_final(self, camera_id: int, data: bytes, at_ms: int) -> str:
        """Keep the picture of all regions; the older ones beyond the newest few go."""
        name = f"{_FINAL}{at_ms:015d}.jpg"
        self._write(camera_id, name, data)
        for old in self._finals(camera_id)[:-_KEPT_FINALS]:
            old.unlink(missing_ok=True)
        return name

    def path(self, camera_id: int, step: str) -> Path:
        """Raises NotFound. `step` may be anything; only names of steps lead to a file."""
        wanted = next((name for name in STEPS if step == name or step.endswith(f"_{name}")), None)
        if wanted is None or not (self._of(camera_id) / wanted).is_file():
            raise NotFound("There is no such picture of this camera. Select its regions first.")
        return self._of(camera_id) / wanted

    def final(self, camera_id: int) -> Path:
        """The newest picture of all regions. Raises NotFound."""
        finals = self._finals(camera_id)
        if not finals:
            raise NotFound("The regions of this camera have not been finalised yet.")
        return finals[-1]

    def names(self, camera_id: int) -> list[str]:
        folder = self._of(camera_id)
        return sorted(entry.name for entry in folder.iterdir() if entry.suffix == ".jpg") if folder.is_dir() else []

    def _finals(self, camera_id: int) -> list[Path]:
        return sorted(self._of(camera_id).glob(f"{_FINAL}*.jpg"))

    def _of(self, camera_id: int) -> Path:
        # By number: a camera's name may hold anything.
        return self._folder / f"camera_{camera_id}"

    def _write(self, camera_id: int, name: str, data: bytes) -> None:
        target = self._of(camera_id) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = target.with_name(f"{name}.{os.getpid()}.{id(data):x}.part")
        try:
            scratch.write_bytes(data)
            scratch.replace(target)
        finally:
            scratch.unlink(missing_ok=True)
