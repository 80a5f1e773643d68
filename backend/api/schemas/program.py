"""Programs, their runs, and the state of the whole."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from backend.api.schemas.base import CautionOut, Loose, Output, PageOut

ProgramName = Literal["first", "default", "custom"]
CARD_LABELS: dict[str, str] = {"first": "Lần đầu", "default": "Mặc định", "custom": "Chỉ định"}
"""What the reference calls the programs."""


class ProgramIn(Loose):
    """Takes our names (`program`) and the reference's (`card`, with its Vietnamese names)."""

    program: str | None = Field(None, max_length=40)
    card: str | None = Field(None, max_length=40)
    action: Literal["run", "stop"]
    days: int | None = Field(None, ge=1, le=3650)
    custom_path: str | None = Field(None, max_length=4096)
    again: bool = Field(False, description="custom: also what was analysed before")


class RunLineOut(Output):
    id: int
    program: ProgramName
    days: int | None
    custom_path: str | None
    started_ms: int


class ScanOut(Output):
    """A scan under way, in files."""

    seen: int = Field(description="listed so far")
    to_open: int = Field(description="new or changed ones among them")
    opened: int


class ProgramOut(Output):
    program: ProgramName | None
    status: str = Field(description="stopped, stopping, scanning, running or idle")
    run: RunLineOut | None
    waiting: RunLineOut | None = Field(description="what goes on after a custom run")
    progress: float | None = Field(description="0..1 of the footage")
    eta_ms: int | None
    files_total: int
    files_done: int
    files_failed: int
    scan: ScanOut | None = Field(description="how far the scan under way is, also one without a program")
    started_ms: int | None
    days: int | None
    custom_path: str | None
    first_run_completed: bool
    problems: list[CautionOut]
    current_running: str | None = Field(description="the program under the name that the 2.1.1 reference gives it")


class RunOut(Output):
    id: int
    program: ProgramName
    days: int | None
    custom_path: str | None
    status: str
    started_ms: int
    finished_ms: int | None
    again: bool
    files_total: int | None = Field(description="figures at the end of the run; null while it runs")
    files_done: int | None
    files_failed: int | None
    files_before: int | None = Field(description="of files_done: analysed before the run")
    media_ms: int | None = Field(description="footage looked at by the run")


class RunList(PageOut):
    items: list[RunOut]


class HealthOut(Output):
    status: str
    version: str
    memory_usage_mb: float
    model_manager_initialized: bool


class CountsOut(Output):
    pending: int
    claimed: int
    done: int
    failed: int
    skipped: int
    missing: int


class CpuOut(Output):
    percent: float | None
    cores: int


class MemoryOut(Output):
    percent: float
    used_bytes: int
    total_bytes: int
    own_bytes: int


class DiskOut(Output):
    free_bytes: int
    total_bytes: int


class ActiveOut(Output):
    recording_id: int
    camera_id: int
    path: str
    worker: str
    progress: float
    elapsed_ms: int
    eta_ms: int | None
    second_look: bool = Field(description="an analysed recording is looked through once more for every code")


class StatusOut(Output):
    version: str
    program: ProgramOut
    counts: CountsOut
    workers: int
    active: list[ActiveOut]
    speed: float | None = Field(description="ms of footage per ms of wall time, all workers together")
    second_looks_waiting: int = Field(description="to be looked through once more when nothing else is to do")
    cpu: CpuOut
    memory: MemoryOut
    disk: DiskOut
    unhealthy: list[str]
