"""Rendering in several processes leaves none of them behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil

from tests.support.scheduler_bench import wait_until

ROOT = Path(__file__).parents[3]

RENDER = """
import sys
from pathlib import Path
from backend.demo.batch import render_all
from backend.demo.preset_seeded import seeded_set

if __name__ == "__main__":
    render_all(seeded_set()[:2], Path(sys.argv[1]), progress=lambda *_: None)
"""


def test_a_killed_rendering_takes_its_processes_with_it(tmp_path: Path) -> None:
    script = tmp_path / "render.py"
    script.write_text(RENDER)
    command = [sys.executable, str(script), str(tmp_path / "footage")]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}) as parent:
        try:
            wait_until(lambda: len(_renderers(parent.pid)) == 2, "two renderers")
            renderers = _renderers(parent.pid)
        finally:
            parent.kill()
    wait_until(lambda: not any(process.is_running() for process in renderers), "their end")


def _renderers(pid: int) -> list[psutil.Process]:
    children = psutil.Process(pid).children()
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]
