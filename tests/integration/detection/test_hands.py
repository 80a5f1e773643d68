"""The hand model: finds a hand, and keeps its own remarks to itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from backend.detection import hands
from backend.detection.hands import HandFinder
from backend.detection.quiet_stderr import quiet_stderr

ROOT = Path(__file__).parents[3]
PICTURE = Path(hands.__file__).with_name("warm_up_hand.jpg")
FIND = """
import sys, cv2
from backend.detection.hands import HandFinder
picture = cv2.cvtColor(cv2.imread(sys.argv[1]), cv2.COLOR_BGR2RGB)
with HandFinder() as one, HandFinder() as other:
    print(len(one.find(picture)), len(other.find(picture)), flush=True)
print("our own line", file=sys.stderr)
"""


def test_the_picture_that_wakes_the_model_shows_a_hand() -> None:
    picture = cv2.cvtColor(cv2.imread(str(PICTURE)), cv2.COLOR_BGR2RGB)
    with HandFinder(min_confidence=0.7) as finder:
        (box,) = finder.find(picture, origin=(1000, 500))
    assert 1000 < box.x < 1000 + 128
    assert 500 < box.y < 500 + 128


def test_looking_for_hands_leaves_nothing_in_the_users_home(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path)} | dict.fromkeys(("XDG_CACHE_HOME", "MPLCONFIGDIR"), "")
    told = subprocess.run(
        [sys.executable, "-c", FIND, str(PICTURE)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert told.stdout == "1 1\n"
    assert list(tmp_path.rglob("*")) == []


def test_only_our_own_lines_reach_stderr() -> None:
    told = subprocess.run(
        [sys.executable, "-c", FIND, str(PICTURE)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert told.stdout == "1 1\n"
    assert told.stderr == "our own line\n"


def test_stderr_comes_back_after_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    def lost() -> None:
        with quiet_stderr():
            os.write(2, b"lost")
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        lost()
    os.write(2, b"told")
    assert capfd.readouterr().err == "told"
