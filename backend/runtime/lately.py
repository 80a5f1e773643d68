"""What was asked for lately, so that the first of many requests for the same thing can be told from the rest."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from backend.runtime.clock import Clock


class Lately:
    """Safe to share between threads. Beyond `most_keys` the one that was quiet longest is forgotten."""

    def __init__(self, quiet_s: float, *, most_keys: int = 20_000) -> None:
        """`quiet_s`: whoever was quiet for so long counts as new."""
        self._quiet_s = quiet_s
        self._most_keys = most_keys
        self._lock = threading.Lock()
        self._seen_s: OrderedDict[Hashable, float] = OrderedDict()

    def is_new(self, key: Hashable, clock: Clock) -> bool:
        """Whether `key` was not there lately; it is from now on."""
        now_s = clock.monotonic()
        with self._lock:
            before_s = self._seen_s.pop(key, None)
            self._seen_s[key] = now_s
            while len(self._seen_s) > self._most_keys:
                self._seen_s.popitem(last=False)
        return before_s is None or now_s - before_s > self._quiet_s
