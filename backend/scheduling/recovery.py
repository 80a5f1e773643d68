"""Before anything is served: what a crash left half done is put back into a state from which work goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backend.scheduling.ports import Claims

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RecoveryStep:
    """`done` says what `run` did, after its number: `clips queued again`."""

    done: str
    run: Callable[[], int]


def recover(claims: Claims, *, now_ms: int, max_attempts: int, steps: Sequence[RecoveryStep] = ()) -> dict[str, int]:
    """Give back every claim, then take the other steps in order; returns how many things each put right.

    Runs while the data folder is ours and nothing is served yet: whatever is claimed then was left by a dead process.
    A recording that was in hand at `max_attempts` crashes is failed instead, or it might bring the server down for
    ever. Raises StoreError; the server must not start then.
    """
    given_back = len(claims.release_all(now_ms, max_attempts=max_attempts))
    report = {"claims given back": given_back}
    for step in steps:
        report[step.done] = step.run()
    for done, number in report.items():
        if number:
            log.warning("after the last run ended unexpectedly: %d %s", number, done)
    return report
