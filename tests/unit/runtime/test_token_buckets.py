"""Buckets of tokens: a burst, then a steady rate, and never more keys than allowed."""

from __future__ import annotations

from backend.runtime.clock import ManualClock
from backend.runtime.token_buckets import Rate, TokenBuckets

RATE = Rate(per_minute=60, burst=3)


def test_a_burst_and_then_one_a_second() -> None:
    clock = ManualClock(0)
    buckets = TokenBuckets(clock)
    assert [buckets.take("a", "x", RATE) for _ in range(5)] == [0, 0, 0, 1, 1]
    clock.advance(1)
    assert [buckets.take("a", "x", RATE) for _ in range(2)] == [0, 1]
    clock.advance(3600)
    assert [buckets.take("a", "x", RATE) for _ in range(4)] == [0, 0, 0, 1]


def test_keys_and_kinds_do_not_share() -> None:
    buckets = TokenBuckets(ManualClock(0))
    for kind, key in (("a", "x"), ("a", "y"), ("b", "x")):
        assert [buckets.take(kind, key, RATE) for _ in range(4)] == [0, 0, 0, 1]


def test_the_wait_is_told() -> None:
    buckets = TokenBuckets(ManualClock(0))
    slow = Rate(per_minute=2, burst=1)
    assert [buckets.take("a", "x", slow) for _ in range(2)] == [0, 30]


def test_memory_is_bounded() -> None:
    buckets = TokenBuckets(ManualClock(0), most_keys=100)
    for number in range(1000):
        buckets.take("a", str(number), RATE)
    assert len(buckets) == 100
    assert [buckets.take("a", "999", RATE) for _ in range(3)] == [0, 0, 1]  # the newest are remembered
