"""Memory that was used and is free again goes back to the system.

The C library keeps what was freed in case it is wanted again, and it grows scattered: pictures of every size come and
go in many threads, and a server that analyses day and night would slowly take more than it uses.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from backend.runtime.stop import StopSignal

EVERY_S = 30.0


def hand_back(stop: StopSignal) -> None:
    """Now and then, until stopped: the target of a thread. Takes some milliseconds each time."""
    trim = _trim()
    while not stop.wait(EVERY_S):
        trim()


def _trim() -> Callable[[], object]:
    """`malloc_trim` where the C library has it (glibc); elsewhere nothing."""
    try:
        found = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return lambda: None
    found.argtypes, found.restype = [ctypes.c_size_t], ctypes.c_int
    return lambda: found(0)
