"""The kinds of work a sampler worker takes: first looks at recordings, and second looks when there are none."""

from __future__ import annotations

from dataclasses import dataclass

from backend.scheduling.ports import Analyse, Claims, PutOff


@dataclass(frozen=True, slots=True)
class Work:
    """A queue, and what is done with what is taken from it."""

    claims: Claims
    analyse: Analyse
    put_off: PutOff | None = None
    """Second looks only: leave one that cannot be made now until later."""

    @property
    def second_look(self) -> bool:
        return self.put_off is not None
