"""What the scheduler decides, without doing it: how many workers, what goes first, what is tried again, when it ends.

Claim order: priority first (a custom run goes before everything), then the newest recording. Disputes are about recent
parcels, so a shop that starts with thirty days of footage can answer yesterday's question after minutes, not days.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from backend.domain.errors import InvalidInput
from backend.domain.recording import RecordingFailure

PRIORITY_BACKGROUND = 0
PRIORITY_CUSTOM = 100

FIRST_RUN_DAYS = (1, 365)

AGREEING_TO_SHRINK = 2
AGREEING_TO_GROW = 3
"""Readings in a row: one spike of a virus scanner changes nothing, and giving way is quicker than taking."""

WORKER_MEMORY_BYTES = 700 * 1024 * 1024
"""What one more worker may need at most."""

PASSING = frozenset({RecordingFailure.PERMISSION, RecordingFailure.CHANGED, RecordingFailure.INTERNAL})
"""Failures that may be gone next time. The others are facts about the file; a time-out would cost as long again, and
a file that brought the process down is looked at by a person first."""


class Program(StrEnum):
    FIRST = "first"
    DEFAULT = "default"
    CUSTOM = "custom"


# What clients of the reference call the programs, in lower case.
PROGRAM_NAMES = {
    "first": Program.FIRST,
    "first run": Program.FIRST,
    "lần đầu": Program.FIRST,
    "default": Program.DEFAULT,
    "mặc định": Program.DEFAULT,
    "custom": Program.CUSTOM,
    "chỉ định": Program.CUSTOM,
}


def program_named(name: str) -> Program:
    """The program called `name` in English or Vietnamese, any case. Raises InvalidInput."""
    found = PROGRAM_NAMES.get(name.strip().lower())
    if found is None:
        raise InvalidInput(
            f"There is no program called {name!r}; use first, default or custom.", details={"name": name}
        )
    return found


def checked_days(days: int | None) -> int:
    """How many days back a first run looks. Raises InvalidInput when it is missing or out of bounds."""
    low, high = FIRST_RUN_DAYS
    if days is None or isinstance(days, bool) or not low <= days <= high:
        raise InvalidInput(f"The first run needs days from {low} to {high}, not {days!r}.", details={"days": days})
    return days


@dataclass(frozen=True, slots=True)
class Load:
    """How busy the machine is; per cent of the whole machine."""

    cpu_percent: float
    own_cpu_percent: float
    """This process's part of `cpu_percent`."""
    memory_percent: float
    memory_free_bytes: int


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    lowest: int
    highest: int
    """0: one per core, at most 6."""
    cores: int
    cpu_low: float
    cpu_high: float
    mem_low: float
    mem_high: float

    @property
    def top(self) -> int:
        return max(self.lowest, self.highest or min(6, self.cores))


def starting_workers(limits: WorkerLimits, memory_free_bytes: int) -> int:
    """As many as allowed and as the memory holds: giving one back takes seconds, growing one by one takes minutes."""
    return max(limits.lowest, min(limits.top, limits.cores, memory_free_bytes // WORKER_MEMORY_BYTES))


class WorkerGovernor:
    """How many workers there should be, reading by reading.

    Our own workers are meant to use the processors: only what *others* use makes us give way. Otherwise two workers
    filling two cores would look like overload, one would go, the load would sink, and it would come back for ever.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._shrink = 0
        self._grow = 0

    def update(self, load: Load, limits: WorkerLimits) -> int:
        """Take one reading in; returns the count wanted now, at most one away from the last."""
        wish = _wish(self.count, load, limits)
        self._shrink = self._shrink + 1 if wish < 0 else 0
        self._grow = self._grow + 1 if wish > 0 else 0
        if self._shrink >= AGREEING_TO_SHRINK or self._grow >= AGREEING_TO_GROW:
            self.count += wish
            self._shrink = self._grow = 0
        self.count = min(max(self.count, limits.lowest), limits.top)
        return self.count


def _wish(count: int, load: Load, limits: WorkerLimits) -> int:
    others = max(0.0, load.cpu_percent - load.own_cpu_percent)
    crowded = load.cpu_percent > limits.cpu_high and others > 100 - limits.cpu_low
    if load.memory_percent > limits.mem_high or crowded:
        return -1
    machine_is_ours = others < 100 - limits.cpu_high and count < limits.cores
    has_memory = load.memory_percent < limits.mem_low and load.memory_free_bytes > WORKER_MEMORY_BYTES
    return 1 if has_memory and (load.cpu_percent < limits.cpu_low or machine_is_ours) else 0


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses after errors in a row: `first_s`, doubled each time, at most `longest_s`."""

    first_s: float = 1.0
    longest_s: float = 60.0

    def pause_s(self, errors_in_a_row: int) -> float:
        if errors_in_a_row <= 0:
            return 0.0
        return min(self.longest_s, self.first_s * 2.0 ** min(errors_in_a_row - 1, 30))


RETRY_PAUSE = Backoff(first_s=60.0, longest_s=3600.0)
"""Between attempts at one recording: a disk that was away needs minutes, and the queue has other work."""


def retry_after_s(code: str, attempts: int, max_attempts: int) -> float | None:
    """Seconds until a recording that failed with `code` at its `attempts`-th try is tried again; None: never."""
    if code not in PASSING or attempts >= max_attempts:
        return None
    return RETRY_PAUSE.pause_s(attempts)


SECOND_LOOK_TRIES = 3
SECOND_LOOK_PAUSE_S = 3600.0
"""Nobody waits for it, and a disk that is away comes back in hours."""


def look_again_after_s(code: str, attempts: int) -> float | None:
    """Seconds until a second look that failed with `code` at its `attempts`-th try is tried again; None: never. A file
    that is away may come back; it was there when it was analysed."""
    passing = code in PASSING or code == RecordingFailure.NOT_FOUND
    return SECOND_LOOK_PAUSE_S if passing and attempts < SECOND_LOOK_TRIES else None


class RunFacts(Protocol):
    """What the store knows of a run's recordings. Durations in ms of footage."""

    @property
    def files_total(self) -> int: ...
    @property
    def files_done(self) -> int:
        """Analysed, skipped or missing: nothing is left to do."""
        ...

    @property
    def files_failed(self) -> int: ...
    @property
    def files_before(self) -> int:
        """Of `files_done`: those that were analysed before the run."""
        ...

    @property
    def media_total_ms(self) -> int: ...
    @property
    def media_looked_at_ms(self) -> int:
        """Of what is done or failed, and of what is running as far as it is."""
        ...

    @property
    def media_before_ms(self) -> int:
        """The footage of `files_before`."""
        ...


@dataclass(frozen=True, slots=True)
class RunProgress:
    files_total: int
    files_done: int
    files_failed: int
    fraction: float | None
    """0..1 of the footage; None while nothing was found."""
    eta_ms: int | None
    """None while the speed is not known."""

    @property
    def over(self) -> bool:
        return self.files_done + self.files_failed >= self.files_total


def run_progress(facts: RunFacts, speed: float | None) -> RunProgress:
    """`speed`: ms of footage per ms of wall time, all workers together."""
    settled = facts.files_done + facts.files_failed
    if settled >= facts.files_total:
        fraction = 1.0 if facts.files_total else None
        return RunProgress(facts.files_total, facts.files_done, facts.files_failed, fraction, 0)
    if facts.media_total_ms > 0:
        fraction = min(0.999, facts.media_looked_at_ms / facts.media_total_ms)
    else:
        fraction = settled / facts.files_total
    left_ms = max(0, facts.media_total_ms - facts.media_looked_at_ms)
    eta_ms = round(left_ms / speed) if speed and facts.media_total_ms > 0 else None
    return RunProgress(facts.files_total, facts.files_done, facts.files_failed, fraction, eta_ms)


def file_eta_ms(elapsed_s: float, progress: float) -> int | None:
    """Milliseconds left for one recording that is at `progress` (0..1) after `elapsed_s`; None when it is too early."""
    if progress < 0.01 or elapsed_s <= 0:
        return None
    return round(elapsed_s * (1.0 - progress) / progress * 1000)
