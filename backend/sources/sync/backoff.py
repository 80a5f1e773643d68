"""How long to wait after troubles. PURE: chance comes in as `spread`, 0 to 1."""

from __future__ import annotations

FIRST_RUN_PAUSE_S = 30.0
LONGEST_RUN_PAUSE_S = 1800.0
FIRST_FILE_PAUSE_S = 60.0
LONGEST_FILE_PAUSE_S = 6 * 3600.0
FIRST_TRY_PAUSE_S = 1.0
LONGEST_TRY_PAUSE_S = 30.0
FULL_DISK_PAUSE_S = 60.0
"""Whether there is room again costs nothing to find out."""
JITTER = 0.4
"""Pauses differ by up to this part, so that many sources do not come back at the same moment."""


def run_pause_s(failures: int, spread: float, retry_after_s: float | None = None) -> float:
    """Until a source that failed `failures` times in a row is tried again; never before it wishes."""
    return max(_pause(FIRST_RUN_PAUSE_S, LONGEST_RUN_PAUSE_S, failures, spread), retry_after_s or 0.0)


def file_pause_s(attempts: int, spread: float, retry_after_s: float | None = None) -> float:
    """Until one file that could not be fetched `attempts` times is tried again in a later run."""
    return max(_pause(FIRST_FILE_PAUSE_S, LONGEST_FILE_PAUSE_S, attempts, spread), retry_after_s or 0.0)


def try_pause_s(tries: int, spread: float, retry_after_s: float | None = None) -> float:
    """Within a run, before a broken fetch goes on."""
    return max(_pause(FIRST_TRY_PAUSE_S, LONGEST_TRY_PAUSE_S, tries, spread), retry_after_s or 0.0)


def _pause(first_s: float, longest_s: float, times: int, spread: float) -> float:
    plain = min(longest_s, first_s * 2.0 ** min(max(times, 1) - 1, 30))
    return plain * (1.0 - JITTER / 2 + JITTER * spread)
