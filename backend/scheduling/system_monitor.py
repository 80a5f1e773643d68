"""How busy this machine is, by psutil."""

from __future__ import annotations

import os

import psutil

from backend.scheduling.policy import Load


class SystemMonitor:
    """Readings cover the time since the reading before, so one monitor has one reader (the scheduler)."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._cores = psutil.cpu_count() or os.cpu_count() or 1
        self._last = Load(0.0, 0.0, 0.0, 0)
        psutil.cpu_percent(interval=None)
        self._process.cpu_percent(interval=None)

    @property
    def cores(self) -> int:
        return self._cores

    @property
    def last(self) -> Load:
        """The latest reading, for anybody who only wants to show it."""
        return self._last

    def read(self) -> Load:
        memory = psutil.virtual_memory()
        # A process reports per cent of one core; the policy thinks in per cent of the machine.
        own = self._process.cpu_percent(interval=None) / self._cores
        self._last = Load(psutil.cpu_percent(interval=None), own, memory.percent, memory.available)
        return self._last
