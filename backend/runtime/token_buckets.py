"""How often somebody may do something: a bucket of tokens for each key, filled again steadily. Bounded in memory."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass

from backend.runtime.clock import Clock


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, `per_minute` in the long run."""

    per_minute: float
    burst: int


class TokenBuckets:
    """Safe to share between threads. Beyond `most_keys` the one that was quiet longest begins anew."""

    def __init__(self, clock: Clock, *, most_keys: int = 20_000) -> None:
        self._clock = clock
        self._most_keys = most_keys
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def take(self, kind: str, key: str, rate: Rate) -> int:
        """0 when a token was there and is taken; else the seconds, rounded up, until there is one."""
        now_s = self._clock.monotonic()
        per_s = rate.per_minute / 60
        with self._lock:
            tokens, then_s = self._buckets.pop((kind, key), (float(rate.burst), now_s))
            tokens = min(float(rate.burst), tokens + max(0.0, now_s - then_s) * per_s)
            granted = tokens >= 1
            self._buckets[(kind, key)] = (tokens - 1 if granted else tokens, now_s)
            while len(self._buckets) > self._most_keys:
                self._buckets.popitem(last=False)
        return 0 if granted else max(1, math.ceil((1 - tokens) / per_s))

    def __len__(self) -> int:
        return len(self._buckets)
