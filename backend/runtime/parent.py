"""Processes of a pool end with the process that started them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing.connection import wait


def end_with_parent() -> None:
    """End this process when the one that started it is gone; to be called once, in the child.

    The processes of a pool hold the writing end of the queue they read from, so the death of their parent never
    reaches them as an end of file: they would wait for ever.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_exit, args=(parent.sentinel,), name="parent-watch", daemon=True).start()


def _wait_and_exit(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)  # the main thread may sit in a queue that nothing wakes any more
