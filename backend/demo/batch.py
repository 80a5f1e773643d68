"""Renders many scenarios in several processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from backend.demo.render import render, truth_path
from backend.demo.scenario import Scenario
from backend.demo.truth import Truth
from backend.runtime.parent import end_with_parent


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
        with ProcessPoolExecutor(min(workers, len(missing)), mp_context=context, initializer=end_with_parent) as pool:
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
