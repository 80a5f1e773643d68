"""The threads of the server besides those of the scheduler, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backend.api.services import Services
from backend.runtime.memory import hand_back
from backend.runtime.stop import StopSignal


def background_work(ours: Services) -> Iterator[tuple[str, Callable[[StopSignal], None]]]:
    """Loops that run until the server stops; each is watched and restarted when it dies."""
    yield "programs", ours.programs.run
    for number in range(ours.settings.current().parallel_cuts):
        yield f"cutter-{number + 1}", ours.cutter.run
    yield "renditions", ours.renditions.run
    yield "previews", ours.previews.run
    yield "region-checks", ours.desk.quick.run
    yield "region-trials", ours.desk.long.run
    yield "backups", ours.backups.run
    yield "device-searches", ours.device_searches.jobs.run
    yield "synchronisation", ours.sync.run
    yield "live", ours.live.run
    yield "vendor-desk", ours.selling.run
    yield "mail", ours.post.run
    yield "licence", ours.buying.run
    yield "memory", hand_back
