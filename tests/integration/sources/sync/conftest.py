from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from database.engine import memory_store
from tests.support.archive import Archive, archive_type
from tests.support.sync_world import SyncWorld, sync_world


@pytest.fixture
def archive() -> Iterator[Archive]:
    one = Archive()
    yield one
    one.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[SyncWorld]:
    with memory_store() as store, sync_world(store, tmp_path / "downloads", [archive_type()]) as one:
        yield one
