"""Long files joined from blocks."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import av
import pytest

from backend.demo.cli import main
from backend.demo.splice import join
from tests.support.footage import quiet_clip, small_order_clip


def test_joined_blocks_play_through_with_even_times(tmp_path: Path) -> None:
    quiet, busy = quiet_clip(), small_order_clip()
    out = tmp_path / "joined.mp4"
    frames = join([quiet.path, busy.path, quiet.path, quiet.path], out)
    with av.open(str(out)) as source:
        times = [frame.time for frame in source.decode(video=0)]
    assert frames == len(times) == 125 * 3 + 250
    steps = [round((b - a) * 1000) for a, b in pairwise(times)]
    assert set(steps) == {80}
    assert times[-1] == pytest.approx(49.92, abs=0.01)


def test_the_command_lists_without_writing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--preset", "seeded", "--orders", "4", "--list"]) == 0
    assert capsys.readouterr().out.count("seeded-00") == 2


def test_the_command_needs_a_folder() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--preset", "demo"])
    assert stopped.value.code == 2
