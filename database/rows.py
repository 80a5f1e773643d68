"""Small helpers that turn rows into the typed records of the repositories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a sorted list. `page` counts from 1; `total` counts all rows that fit the filter."""

    items: list[T]
    total: int
    page: int
    page_size: int
    more: bool = False
    """`total` is where the counting stopped; there are more."""


def batches(values: Iterable[T], size: int = 500) -> Iterator[Sequence[T]]:
    """`values` in runs of at most `size`, so that no statement carries too many parameters."""
    run: list[T] = []
    for value in values:
        run.append(value)
        if len(run) == size:
            yield run
            run = []
    if run:
        yield run
