"""What the scheduler needs from others; `bootstrap` hands in the store's repositories and the other stages' services.

The shapes are those of `database/repositories`, so that a repository fits without an adapter and a test needs no store.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from backend.domain.caution import Caution
from backend.domain.observation import Observations
from backend.domain.recording import Recording
from backend.runtime.stop import StopSignal
from backend.scheduling.policy import RunFacts


class Claimed(Protocol):
    """A recording that is ours to analyse until it is finished, failed or released."""

    @property
    def recording(self) -> Recording: ...
    @property
    def attempts(self) -> int: ...


class Claims(Protocol):
    """The recordings as a queue. What returns bool says whether `owner` still held the claim."""

    def claim(
        self,
        owner: str,
        now_ms: int,
        *,
        newest_first: bool = False,
        run_id: int | None = None,
        barred_cameras: Collection[int] = (),
    ) -> Claimed | None: ...
    def waiting(self, barred_cameras: Collection[int] = ()) -> int:
        """How many wait to be taken, those of `barred_cameras` apart."""
        ...

    def heartbeat(self, recording_id: int, owner: str, now_ms: int, progress: float) -> bool: ...
    def finish(self, recording_id: int, owner: str, seen: Observations, now_ms: int) -> None:
        """Raises Conflict when the claim was lost."""
        ...

    def fail(self, recording_id: int, owner: str, reason_code: str, reason: str, now_ms: int) -> bool: ...
    def release(self, recording_id: int, owner: str, now_ms: int) -> bool: ...
    def release_stale(
        self, now_ms: int, older_than_ms: int, *, max_attempts: int = 3, alive: Collection[str] = ()
    ) -> list[int]: ...
    def release_all(self, now_ms: int, *, max_attempts: int = 3) -> list[int]: ...


class PutOff(Protocol):
    def __call__(
        self, recording_id: int, owner: str, reason_code: str, reason: str, now_ms: int, until_ms: int
    ) -> bool:
        """Give a claim back that is not to be taken again before `until_ms`; the attempt counts."""
        ...


class Recordings(Protocol):
    def retry(self, recording_ids: Iterable[int] | None, *, now_ms: int) -> int:
        """Failed recordings back to pending."""
        ...

    def queue_done_again(self, recording_ids: Iterable[int], *, before_ms: int, now_ms: int) -> int:
        """Back to pending: those whose analysis was stored before `before_ms`."""
        ...

    def set_priority(self, recording_ids: Iterable[int], priority: int, *, run_id: int | None, now_ms: int) -> None: ...


class Window(Protocol):
    """A stretch of a camera's timeline whose events have to be derived again."""

    @property
    def camera_id(self) -> int: ...
    @property
    def from_ms(self) -> int: ...
    @property
    def to_ms(self) -> int: ...
    @property
    def ids(self) -> tuple[int, ...]:
        """Names the marks that a derivation of this window clears."""
        ...


class Analyse(Protocol):
    def __call__(self, claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> Observations:
        """Look at the recording. Calls `progress` with 0..1 now and then. Raises Unreadable, Cancelled."""
        ...


class DirtyWindows(Protocol):
    def __call__(self) -> Sequence[Window]:
        """What is dirty now; it stays so until its events are replaced."""
        ...


class DeriveWindow(Protocol):
    def __call__(self, window: Window) -> int:
        """Replace the window's events and clear its marks in one transaction; returns how many events it has now."""
        ...


@dataclass(frozen=True, slots=True)
class ScanRequest:
    lookback_days: int | None = None
    """Files last written longer ago are left alone; None: no limit."""
    path: str | None = None
    """One file or folder instead of all sources; working hours do not apply to it."""
    priority: int = 0
    run_id: int | None = None
    """What is new goes into this run."""


@dataclass(frozen=True, slots=True)
class ScanResult:
    recording_ids: tuple[int, ...] = ()
    """Everything that fits the request, known before or new."""
    new: int = 0
    unsettled: int = 0
    """Files that are still being written: a later scan will find them."""
    problems: tuple[Caution, ...] = ()
    """Folders or files that could not be looked at."""


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """How far a scan is, in files."""

    seen: int = 0
    """Listed so far, known ones included."""
    to_open: int = 0
    """New or changed ones among them."""
    opened: int = 0


class Scan(Protocol):
    def __call__(self, request: ScanRequest, stop: StopSignal, tell: Callable[[ScanProgress], None]) -> ScanResult:
        """Look for recordings and store them; a stopped scan keeps what it has stored."""
        ...


ProgramName = Literal["first", "default", "custom"]
RunStatus = Literal["running", "done", "stopped", "failed"]


class Run(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def program(self) -> ProgramName: ...
    @property
    def days(self) -> int | None: ...
    @property
    def custom_path(self) -> str | None: ...
    @property
    def again(self) -> bool:
        """Custom: what was analysed before is analysed once more."""
        ...

    @property
    def started_ms(self) -> int: ...


class Runs(Protocol):
    def start(
        self,
        program: ProgramName,
        *,
        now_ms: int,
        days: int | None = None,
        custom_path: str | None = None,
        again: bool = False,
    ) -> Run: ...
    def finish(self, run_id: int, status: RunStatus, *, now_ms: int, facts: RunFacts | None = None) -> None:
        """`facts` are kept for the history."""
        ...

    def running(self) -> Sequence[Run]:
        """Runs that are not over, oldest first."""
        ...


class RunStatistics(Protocol):
    def __call__(self, run_id: int | None, since_ms: int) -> RunFacts:
        """Of a run's recordings; None: of all that are queued, or were settled since `since_ms`."""
        ...


class Memory(Protocol):
    """Small facts that survive a restart."""

    def get(self, key: str) -> str | None: ...
    def set(self, values: Mapping[str, str], *, now_ms: int) -> None: ...
