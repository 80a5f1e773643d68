"""Every start of a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from sqlalchemy import Row, func, insert, select, update

from backend.domain.errors import NotFound
from database.engine import Store
from database.rows import Page
from database.tables import program_runs

Program = Literal["first", "default", "custom"]
RunStatus = Literal["running", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class ProgramRun:
    id: int
    program: Program
    days: int | None
    custom_path: str | None
    status: RunStatus
    started_ms: int
    finished_ms: int | None
    again: bool = False
    """Custom: what was analysed before was analysed once more."""
    files_total: int | None = None
    """The figures are those at the end of the run; None while it runs, and for runs of earlier versions."""
    files_done: int | None = None
    """Analysed, skipped or missing."""
    files_failed: int | None = None
    files_before: int | None = None
    """Of `files_done`: those that were analysed before the run."""
    media_ms: int | None = None
    """Footage looked at by the run."""


class Figures(Protocol):
    """What came of a run: files, and ms of footage (see `database.queries.run_facts.RunFacts`)."""

    @property
    def files_total(self) -> int: ...
    @property
    def files_done(self) -> int: ...
    @property
    def files_failed(self) -> int: ...
    @property
    def files_before(self) -> int: ...
    @property
    def media_looked_at_ms(self) -> int: ...
    @property
    def media_before_ms(self) -> int: ...


class RunRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def start(
        self,
        program: Program,
        *,
        now_ms: int,
        days: int | None = None,
        custom_path: str | None = None,
        again: bool = False,
    ) -> ProgramRun:
        values = {"program": program, "days": days, "custom_path": custom_path, "again": again, "started_ms": now_ms}
        with self._store.write() as connection:
            row = connection.execute(insert(program_runs).values(values).returning(*program_runs.c)).one()
        return _run(row)

    def finish(self, run_id: int, status: RunStatus, *, now_ms: int, facts: Figures | None = None) -> None:
        """Close a run, with its figures; one that is closed already keeps its first end."""
        values: dict[str, Any] = {"status": status, "finished_ms": now_ms}
        if facts is not None:
            values |= {
                "files_total": facts.files_total,
                "files_done": facts.files_done,
                "files_failed": facts.files_failed,
                "files_before": facts.files_before,
                "media_ms": max(0, facts.media_looked_at_ms - facts.media_before_ms),
            }
        ended = update(program_runs).where(program_runs.c.id == run_id, program_runs.c.status == "running")
        with self._store.write() as connection:
            connection.execute(ended.values(values))

    def running(self) -> list[ProgramRun]:
        """Runs that are not over, oldest first; after a crash, what the programs go on with."""
        open_runs = select(program_runs).where(program_runs.c.status == "running").order_by(program_runs.c.id)
        with self._store.read() as connection:
            return [_run(row) for row in connection.execute(open_runs)]

    def get(self, run_id: int) -> ProgramRun:
        """Raises NotFound."""
        with self._store.read() as connection:
            row = connection.execute(select(program_runs).where(program_runs.c.id == run_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no run {run_id}.")
        return _run(row)

    def list_page(self, *, page: int = 1, page_size: int = 50) -> Page[ProgramRun]:
        """Newest first."""
        listed = select(program_runs).order_by(program_runs.c.id.desc())
        with self._store.read() as connection:
            total = connection.execute(select(func.count()).select_from(program_runs)).scalar_one()
            rows = connection.execute(listed.limit(page_size).offset((page - 1) * page_size)).all()
        return Page([_run(row) for row in rows], total, page, page_size)


def _run(row: Row[Any]) -> ProgramRun:
    return ProgramRun(**row._mapping)
