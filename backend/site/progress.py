"""How far the first-time set-up is. Each step is remembered as it is done, so that it can be left and taken up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from backend.domain.errors import NotFound
from backend.runtime.clock import Clock

Step = Literal["brand", "place", "source", "regions", "timing"]
StepStatus = Literal["open", "done", "skipped"]
STEPS: tuple[Step, ...] = get_args(Step)

_PREFIX = "setup."
_FINISHED = "setup.finished_ms"


class Memory(Protocol):
    def values(self) -> dict[str, str]: ...
    def set(self, values: Mapping[str, str], *, now_ms: int) -> None: ...
    def remove(self, keys: Iterable[str]) -> None: ...


@dataclass(frozen=True, slots=True)
class SetupState:
    """`present`: the first open step, None when all were done or skipped."""

    steps: dict[Step, StepStatus]
    present: Step | None
    finished_ms: int | None


class SetupProgress:
    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock

    def state(self) -> SetupState:
        known = self._memory.values()
        steps = {step: _status(known.get(_PREFIX + step)) for step in STEPS}
        present = next((step for step in STEPS if steps[step] == "open"), None)
        finished = known.get(_FINISHED)
        return SetupState(steps, present, int(finished) if finished else None)

    def mark(self, step: str, status: StepStatus) -> SetupState:
        """Raises NotFound for a step there is none of."""
        if step not in STEPS:
            raise NotFound(f"The set-up has no step {step}. Its steps: {', '.join(STEPS)}.", code="no_such_step")
        if status == "open":
            self._memory.remove([_PREFIX + step])
        else:
            self._memory.set({_PREFIX + step: status}, now_ms=self._clock.now_ms())
        return self.state()

    def finish(self) -> SetupState:
        """The dashboard no longer opens with the set-up; what was left open counts as skipped."""
        left = {_PREFIX + step: "skipped" for step, status in self.state().steps.items() if status == "open"}
        now_ms = self._clock.now_ms()
        self._memory.set({**left, _FINISHED: str(now_ms)}, now_ms=now_ms)
        return self.state()


def _status(stored: str | None) -> StepStatus:
    return "done" if stored == "done" else "skipped" if stored == "skipped" else "open"
