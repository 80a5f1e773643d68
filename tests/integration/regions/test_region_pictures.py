"""Pictures of the set-up steps: kept per camera, found by their names only."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.domain.errors import NotFound
from backend.regions.region_pictures import RegionPictures


def test_the_reference_names_lead_to_the_picture(folder: Path) -> None:
    pictures = RegionPictures(folder)
    pictures.save(3, "roi_MVD.jpg", b"new")
    assert pictures.path(3, "roi_MVD.jpg").read_bytes() == b"new"
    assert pictures.path(3, "camera_3_roi_MVD.jpg").read_bytes() == b"new"
    assert pictures.names(3) == ["roi_MVD.jpg"]
    assert pictures.names(4) == []


@pytest.mark.parametrize("name", ["roi_packing.jpg", "../camera_3/roi_MVD.jpg", "/etc/passwd", "", "roi_MVD.jpg/.."])
def test_other_names_lead_nowhere(folder: Path, name: str) -> None:
    pictures = RegionPictures(folder)
    pictures.save(4, "roi_MVD.jpg", b"x")
    with pytest.raises(NotFound):
        pictures.path(3, name)


def test_only_the_newest_finals_are_kept(folder: Path) -> None:
    pictures = RegionPictures(folder)
    with pytest.raises(NotFound):
        pictures.final(1)
    for at_ms in range(8):
        pictures.save_final(1, str(at_ms).encode(), at_ms)
    assert pictures.final(1).read_bytes() == b"7"
    assert len(pictures.names(1)) == 5
