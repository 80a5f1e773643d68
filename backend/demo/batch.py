"""Renders many scenarios in several processes."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from pathlib import Path

from backend.demo.render import render, truth_path
from backend.demo.scenario import Scenario
from backend.demo.truth import Truth


def render_all(
    scenarios: Sequence[Scenario],
    folder: Path,
    *,
    workers: int = 2,
    by_camera: bool = True,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[Truth]:
    """Render all, in the order given; with `by_camera` each camera gets its folder, as recorders lay it out.

    What is there already (its truth file is written last) is not rendered again. `progress(done, total, name)`.
    """
    jobs = [(s, folder / s.camera if by_camera else folder) for s in scenarios]
    missing = [(s, f) for s, f in jobs if not truth_path(s, f).is_file()]
    # Fresh processes: forking one that already runs threads can deadlock.
    context = multiprocessing.get_context("spawn")
    if workers > 1 and len(missing) > 1:
        with ProcessPoolExecutor(min(workers, len(missing)), mp_context=context, initializer=_end_with_parent) as pool:
            waiting = [pool.submit(render, s, f) for s, f in missing]
            for done, ((s, _), future) in enumerate(zip(missing, waiting, strict=True), start=1):
                future.result()
                if progress is not None:
                    progress(done, len(missing), s.name)
    else:
        for done, (s, f) in enumerate(missing, start=1):
            render(s, f)
            if progress is not None:
                progress(done, len(missing), s.name)
    return [Truth.load(truth_path(s, f)) for s, f in jobs]


def _end_with_parent() -> None:
    """End this process when the one that started it is gone.

    The processes of a pool hold the writing end of the queue they read from, so the death of their parent never
    reaches them as an end of file: a killed demo would leave them waiting for ever.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_exit, args=(parent.sentinel,), name="parent-watch", daemon=True).start()


def _wait_and_exit(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)  # nothing to tidy: a half-written file is found by its missing truth
