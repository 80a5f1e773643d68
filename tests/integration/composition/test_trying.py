"""Trials of regions leave nothing behind, also where one was broken off."""

from __future__ import annotations

import os
import time
from pathlib import Path

from backend.composition.trying import sweep_trials


def test_copies_of_trials_that_a_crash_broke_off_go(tmp_path: Path) -> None:
    hour_ago = time.time() - 3700
    for name in ("trial-broken", "trial-running", "a-preview"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "copy.mp4").write_bytes(b"x")
    for name in ("trial-broken", "a-preview"):
        os.utime(tmp_path / name, (hour_ago, hour_ago))
    sweep_trials(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-preview", "trial-running"]
    sweep_trials(tmp_path / "not there yet")
