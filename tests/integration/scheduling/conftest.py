from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from database.engine import Store, memory_store
from tests.support.program_bench import ProgramBench


@pytest.fixture
def store() -> Iterator[Store]:
    with memory_store() as opened:
        yield opened


@pytest.fixture
def make(store: Store) -> Iterator[Callable[..., ProgramBench]]:
    made: list[ProgramBench] = []

    def create(**more: Any) -> ProgramBench:
        made.append(ProgramBench(store, **more))
        return made[-1]

    yield create
    for one in made:
        assert one.bench.close()
