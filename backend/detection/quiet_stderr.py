"""Keeps what native libraries print past Python's logging off the console."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from backend.runtime.guard import Guard

_STDERR = 2
# The descriptor belongs to the whole process: two threads that swap it at once could leave it swapped for good.
_one_at_a_time = Guard()


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """What is written to stderr inside is lost, also what other threads write: keep it short."""
    with _one_at_a_time:
        try:
            kept = os.dup(_STDERR)
        except OSError:
            # The process has no stderr at all, so nothing can be seen on it.
            yield
            return
        try:
            if sys.stderr is not None:
                sys.stderr.flush()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, _STDERR)
            os.close(nowhere)
            yield
        finally:
            os.dup2(kept, _STDERR)
            os.close(kept)
