"""Searches for devices in the network, as jobs that are watched and cancelled."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from backend.runtime.guard import Guard
from backend.runtime.jobs import Job, Jobs
from backend.runtime.stop import StopSignal
from backend.sources.onvif.finding import SECONDS, DeviceFinder, FoundDevice

_KEPT = 20


@dataclass(frozen=True, slots=True)
class SearchView:
    job: Job
    devices: tuple[FoundDevice, ...]
    """Those found so far."""


class DeviceSearches:
    """Thread safe. `jobs.run` is the thread's target; one search at a time, since each asks the whole network."""

    def __init__(self, finder: DeviceFinder) -> None:
        self.jobs = Jobs(waiting=5, kept=_KEPT)
        self._finder = finder
        self._guard = Guard()
        self._found: OrderedDict[str, list[FoundDevice]] = OrderedDict()

    def start(self, address: str | None, seconds: float = SECONDS) -> SearchView:
        """Look in all networks of this machine, or at one address. Raises Conflict (too many are waiting)."""
        devices: list[FoundDevice] = []

        def work(stop: StopSignal, tell: Callable[[float], None]) -> None:
            devices.extend(self._finder.find(address, seconds, stop, tell))

        job = self.jobs.submit("discover", work)
        with self._guard:
            self._found[job.id] = devices
            while len(self._found) > 2 * _KEPT:
                self._found.popitem(last=False)
        return SearchView(job, ())

    def get(self, job_id: str) -> SearchView:
        """Raises NotFound."""
        return self._view(self.jobs.get(job_id))

    def cancel(self, job_id: str) -> SearchView:
        """Stop it; what was found so far stays. Raises NotFound."""
        return self._view(self.jobs.cancel(job_id))

    def _view(self, job: Job) -> SearchView:
        with self._guard:
            return SearchView(job, tuple(self._found.get(job.id, ())))
