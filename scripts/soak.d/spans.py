"""Stretches of time, `(from_ms, to_ms)`. PURE."""

from __future__ import annotations

from collections.abc import Iterable

Span = tuple[int, int]


def union(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for from_ms, to_ms in sorted(spans):
        if found and from_ms <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], to_ms))
        else:
            found.append((from_ms, to_ms))
    return found


def without(whole: Span, spans: Iterable[Span]) -> list[Span]:
    """What of `whole` none of `spans` covers."""
    left, at_ms = [], whole[0]
    for from_ms, to_ms in union(spans):
        if from_ms > at_ms:
            left.append((at_ms, min(from_ms, whole[1])))
        at_ms = max(at_ms, to_ms)
    left.append((at_ms, whole[1]))
    return [(from_ms, to_ms) for from_ms, to_ms in left if to_ms > from_ms]


def overlap_ms(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
