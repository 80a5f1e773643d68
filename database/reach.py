"""What overlaps a stretch of time, read as a range of an index instead of all history before it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from backend.domain.recording import LONGEST_MS


def overlaps(
    start_ms: ColumnElement[int],
    end_ms: ColumnElement[int],
    from_ms: int | ColumnElement[int],
    to_ms: int | ColumnElement[int],
) -> ColumnElement[bool]:
    """Whether `start_ms..end_ms` and `from_ms..to_ms` share an instant. Needs an index on the start."""
    return and_(began_in_reach(start_ms, from_ms), start_ms < to_ms, end_ms > from_ms)


def began_in_reach(start_ms: ColumnElement[int], at_ms: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Whether what began then may still have gone on at `at_ms`; without a limit each look would read all history."""
    return start_ms > at_ms - LONGEST_MS
