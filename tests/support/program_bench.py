"""The programs on a real store, with folders in which recordings only pretend to lie."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from backend.domain.errors import Forbidden
from backend.runtime.stop import StopSignal
from backend.scheduling.ports import ScanProgress, ScanRequest, ScanResult
from backend.scheduling.programs import Programs
from database.engine import Store
from database.queries.run_facts import RunFactsQuery
from database.repositories.runs import RunRepository
from database.repositories.settings import ProgramStatusRepository
from tests.support.scheduler_bench import SchedulerBench


class FakeFolders:
    """Stands for the sources: recordings appear in the store when a scan comes by. `folders` maps path to count."""

    def __init__(self, bench: SchedulerBench) -> None:
        self.bench = bench
        self.folders: dict[str, int] = {}
        self.requests: list[ScanRequest] = []
        self.error: Exception | None = None
        self.block: threading.Event | None = None

    def __call__(self, request: ScanRequest, stop: StopSignal, tell: Callable[[ScanProgress], None]) -> ScanResult:
        self.requests.append(request)
        tell(ScanProgress(seen=sum(self.folders.values())))
        while self.block is not None and not self.block.wait(0.01):
            if stop.is_set():
                return ScanResult()
        if self.error is not None:
            raise self.error
        ids: list[int] = []
        for camera, number in self.folders.items():
            if request.path in (None, f"/in/{camera}"):
                paths = self.bench.add(number, camera=camera, priority=request.priority, run_id=request.run_id)
                ids += [self.bench.recordings.find(path)[0].id for path in paths]
        return ScanResult(tuple(ids), new=len(ids))


class ProgramBench:
    def __init__(self, store: Store, **more: Any) -> None:
        self.store = store
        self.bench = SchedulerBench(store, **more)
        self.scan = FakeFolders(self.bench)
        self.runs = RunRepository(store)
        self.memory = ProgramStatusRepository(store)
        self.programs = Programs(
            scheduler=self.bench.scheduler,
            scan=self.scan,
            runs=self.runs,
            recordings=self.bench.recordings,
            statistics=RunFactsQuery(store),
            memory=self.memory,
            check_custom_path=self.check_path,
            settings=lambda: self.bench.settings,
            clock=self.bench.clock,
            broadcast=self.bench.broadcast,
        )

    @staticmethod
    def check_path(path: str) -> str:
        if not path.startswith("/in/"):
            raise Forbidden("This path lies outside the allowed folders.")
        return path

    def serve(self) -> None:
        """What bootstrap does when the server starts."""
        self.programs.resume()
        self.bench.scheduler.start()
        self.bench.scheduler.add_worker("programs", self.programs.run)

    def program(self) -> str | None:
        return self.programs.status().program

    def rows(self) -> list[tuple[str, str]]:
        """Program and status of every run, oldest first."""
        return [(run.program, run.status) for run in reversed(self.runs.list_page().items)]
