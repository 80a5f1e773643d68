"""The sampler threads: as many as wanted, restarted when they die, retired without losing what they have in hand."""

from __future__ import annotations

import logging

from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.runtime.watchdog import Watchdog
from backend.runtime.worker import Worker
from backend.scheduling.sampler_worker import SamplerTools, SamplerWorker

log = logging.getLogger(__name__)


class SamplerPool:
    def __init__(self, tools: SamplerTools, watchdog: Watchdog, parent: StopSignal) -> None:
        self._tools = tools
        self._watchdog = watchdog
        self._parent = parent
        self._guard = Guard()
        self._samplers: dict[str, SamplerWorker] = {}
        self._leaving: list[Worker] = []
        self._made = 0

    @property
    def size(self) -> int:
        """Threads that take recordings; those finishing their last one are not counted."""
        with self._guard:
            return len(self._samplers)

    def resize(self, wanted: int) -> None:
        """Start or retire threads. One that is retired finishes its recording first and counts until then."""
        with self._guard:
            self._leaving = [worker for worker in self._leaving if worker.alive]
            while len(self._samplers) + len(self._leaving) < wanted:
                self._hire()
            while len(self._samplers) > wanted:
                self._let_go(self._least_busy())

    def replace(self, name: str) -> None:
        """Give up on a thread that hangs and put another in its place. It ends by itself if it ever comes back."""
        with self._guard:
            if name not in self._samplers:
                return
            self._samplers.pop(name).retire()
            hung = self._watchdog.unwatch(name)
            self._hire()
        if hung is not None:
            hung.stop()
            log.error("worker %s hangs in a recording and was replaced", name)

    def leaving(self) -> list[Worker]:
        """Retired threads that still work on their last recording."""
        with self._guard:
            return [worker for worker in self._leaving if worker.alive]

    def _hire(self) -> None:
        self._made += 1
        name = f"sampler-{self._made}"
        # The loop is made here and kept by every restart of its thread, so that retiring it reaches the present one.
        sampler = SamplerWorker(name, self._tools)
        self._samplers[name] = sampler
        self._watchdog.watch(name, lambda: Worker(name, sampler.run, parent=self._parent))

    def _let_go(self, name: str) -> None:
        worker = self._watchdog.unwatch(name)
        self._samplers.pop(name).retire()
        if worker is not None:
            self._leaving.append(worker)

    def _least_busy(self) -> str:
        busy = {job.worker: job.progress for job in self._tools.jobs}
        return min(self._samplers, key=lambda name: busy.get(name, -1.0))
