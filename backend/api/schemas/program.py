"""Programs, their runs, and the state of the whole."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from backend.api.schemas.base import Loose, Output, PageOut

ProgramName = Literal["first", "default", "custom"]
CARDS: dict[str, ProgramName] = {
    "lần đầu": "first",
    "first run": "first",
    "first": "first",
    "mặc định": "default",
    "default": "default",
    "chỉ định": "custom",
    "custom": "custom",
}
"""What clients call the programs, in lower case: our names, and those of the reference."""
CARD_LABELS: dict[str, str] = {"first": "Lần đầu", "default": "Mặc định", "custom": "Chỉ định"}


class ProgramIn(Loose):
    """Takes our names (`program`) and the reference's (`card`, with its Vietnamese names)."""

    program: str | None = Field(None, max_length=40)
    card: str | None = Field(None, max_length=40)
    action: Literal["run", "stop"]
    days: int | None = Field(None, ge=1, le=3650)
    custom_path: str | None = Field(None, max_length=4096)

    @model_validator(mode="after")
    def known_program(self) -> ProgramIn:
        if self.program_name() is None and self.action == "run":
            raise ValueError("program must be first, default or custom")
        return self

    def program_name(self) -> ProgramName | None:
        return CARDS.get((self.program or self.card or "").strip().lower())


class ProgramOut(Output):
    """The first nine fields are ours; the last three keep the reference's names."""

    program: ProgramName | None
    status: str
    run: dict[str, Any] | None
    progress: float | None
    eta_ms: int | None
    files_total: int
    files_done: int
    files_failed: int
    started_ms: int | None
    current_running: str | None
    days: int | None
    custom_path: str | None


class RunOut(Output):
    id: int
    program: str
    days: int | None
    custom_path: str | None
    status: str
    started_ms: int
    finished_ms: int | None


class RunList(PageOut):
    items: list[RunOut]


class HealthOut(Output):
    status: str
    version: str
    memory_usage_mb: float
    model_manager_initialized: bool


class CountsOut(Output):
    pending: int = 0
    claimed: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = 0
    missing: int = 0


class CpuOut(Output):
    percent: float
    cores: int


class MemoryOut(Output):
    percent: float
    used_bytes: int
    total_bytes: int


class DiskOut(Output):
    free_bytes: int
    total_bytes: int


class StatusOut(Output):
    version: str
    program: ProgramOut
    counts: CountsOut
    workers: int
    cpu: CpuOut
    memory: MemoryOut
    disk: DiskOut
