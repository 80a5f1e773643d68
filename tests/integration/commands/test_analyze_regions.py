"""Regions in a profile that end outside of the picture: cut and told, or refused where nothing is left of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backend.__main__ import main
from tests.support.footage import small_order_clip


def analyze(folder: Path, **changed: object) -> tuple[int, dict[str, Any]]:
    clip, out = small_order_clip(), folder / "out.json"
    (folder / "profile.json").write_text(json.dumps({**clip.truth.profile, **changed}))
    status = main(["analyze", str(clip.path), "--profile", str(folder / "profile.json"), "--json", str(out)])
    return status, json.loads(out.read_bytes()) if out.exists() else {}


def test_a_region_that_ends_a_little_outside_is_cut_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, plain = analyze(tmp_path)
    assert status == 0
    assert "reaches out" not in capsys.readouterr().err
    x, y, w, h = small_order_clip().truth.profile["label"]
    status, found = analyze(tmp_path, label=[-9, y, w + x + 9, h], packing=[[-5, 20], [9000, 20], [9000, 9000]])
    assert status == 0
    assert [event["codes"][0]["text"] for event in found["events"]] == [
        event["codes"][0]["text"] for event in plain["events"]
    ]
    assert [one["reason"] for one in found["recordings"]] == [None]
    told = capsys.readouterr().err
    for kind in ("label", "packing"):
        assert f"The {kind} region reaches out of the" in told


def test_a_region_of_which_nothing_is_left_fails_the_recording(tmp_path: Path) -> None:
    status, found = analyze(tmp_path, label=[5000, 40, 300, 200])
    assert status == 3
    assert found["events"] == []
    assert "The label region lies wholly outside" in found["recordings"][0]["reason"]


@pytest.mark.parametrize("outside", [[-50, 10, 40, 40], [10, -50, 40, 50], [[-9, 0], [-9, 9], [-1, 5]], [-5, 5, 0, 9]])
def test_a_region_left_of_every_picture_is_a_wrong_argument(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], outside: object
) -> None:
    assert analyze(tmp_path, label=outside) == (2, {})
    assert "label" in capsys.readouterr().err
