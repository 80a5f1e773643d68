"""What a program shows of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from backend.domain.caution import Caution
from backend.scheduling.policy import RunProgress
from backend.scheduling.ports import ProgramName, Run, ScanProgress

STOPPED = "stopped"
STOPPING = "stopping"
SCANNING = "scanning"
RUNNING = "running"
IDLE = "idle"
"""The program runs, everything found is settled, and it waits for new recordings."""


@dataclass(frozen=True, slots=True)
class RunLine:
    id: int
    program: ProgramName
    days: int | None
    custom_path: str | None
    started_ms: int

    @classmethod
    def of(cls, run: Run) -> RunLine:
        return cls(run.id, run.program, run.days, run.custom_path, run.started_ms)


@dataclass(frozen=True, slots=True)
class ProgramStatus:
    program: ProgramName | None
    status: str
    run: RunLine | None
    waiting: RunLine | None
    """What goes on after a custom run."""
    progress: float | None
    """0..1 of the footage; None while nothing is known."""
    eta_ms: int | None
    files_total: int
    files_done: int
    files_failed: int
    scan: ScanProgress | None
    """How far the scan under way is; None when there is none."""
    started_ms: int | None
    days: int | None
    custom_path: str | None
    first_run_completed: bool
    problems: tuple[Caution, ...]
    """What the last scan could not look at."""

    @property
    def found_all(self) -> bool:
        """It has looked through the folders, or nothing runs that would."""
        return self.status not in (SCANNING, STOPPING)

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        fields = asdict(self)
        return {**fields, "problems": list(fields["problems"])}


def status_of(
    run: Run | None,
    waiting: Run | None,
    progress: RunProgress | None,
    *,
    scanning: bool,
    scan: ScanProgress | None,
    busy: bool,
    first_run_completed: bool,
    problems: Sequence[Caution],
) -> ProgramStatus:
    """`busy`: a recording is in hand."""
    if run is None:
        status = STOPPING if busy else SCANNING if scan is not None else STOPPED
    elif progress is None or not progress.over:
        status = SCANNING if scanning and not busy else RUNNING
    else:
        status = SCANNING if scanning else IDLE
    return ProgramStatus(
        run.program if run else None,
        status,
        RunLine.of(run) if run else None,
        RunLine.of(waiting) if waiting else None,
        progress.fraction if progress else None,
        progress.eta_ms if progress else None,
        progress.files_total if progress else 0,
        progress.files_done if progress else 0,
        progress.files_failed if progress else 0,
        scan,
        run.started_ms if run else None,
        run.days if run else None,
        run.custom_path if run else None,
        first_run_completed,
        tuple(problems),
    )
