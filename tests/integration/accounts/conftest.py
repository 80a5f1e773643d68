from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.accounts.desk import Accounts
from backend.runtime.clock import ManualClock
from database.engine import Store, memory_store
from tests.support.accounts import cheap_accounts


@pytest.fixture
def store() -> Iterator[Store]:
    with memory_store() as made:
        yield made


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def desk(store: Store, clock: ManualClock, tmp_path: Path) -> Accounts:
    return cheap_accounts(store, clock, tmp_path)
