from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from backend.runtime.clock import SystemClock
from backend.sources.drive import asking
from backend.sources.drive.farewell import farewell
from backend.sources.drive.sign_in import SignIns
from backend.sources.drive.source import drive_type
from backend.sources.protocol import SourceType
from backend.sources.sync import backoff, book
from database.engine import memory_store
from tests.support.google_drive import GoogleDriveServer, google_drive
from tests.support.sync_world import SyncWorld, sync_world

google = pytest.fixture(google_drive)


@pytest.fixture
def sign_ins(google: GoogleDriveServer) -> SignIns:
    return SignIns(google.endpoints, SystemClock())


@pytest.fixture
def kind(google: GoogleDriveServer, sign_ins: SignIns) -> SourceType:
    return drive_type(google.endpoints, SystemClock(), sign_ins.settled, partial(farewell, sign_ins))


@pytest.fixture
def world(tmp_path: Path, kind: SourceType, monkeypatch: pytest.MonkeyPatch) -> Iterator[SyncWorld]:
    monkeypatch.setattr(asking, "FIRST_PAUSE_S", 0.02)
    monkeypatch.setattr(backoff, "FIRST_TRY_PAUSE_S", 0.05)
    monkeypatch.setattr(backoff, "FIRST_RUN_PAUSE_S", 0.2)
    monkeypatch.setattr(backoff, "FIRST_FILE_PAUSE_S", 0.2)
    monkeypatch.setattr(book, "SOONEST_MS", 100)
    with memory_store() as store, sync_world(store, tmp_path / "downloads", [kind]) as one:
        yield one
