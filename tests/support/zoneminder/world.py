"""What the tests of ZoneMinder share: a server that replays a real one, a conversation with it."""

from __future__ import annotations

from typing import Any

import pytest

from backend.domain.source import RemoteRecording, SourceTrouble, Trouble
from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.protocol import NextCursor, SourceLogin
from backend.sources.zoneminder.kind import zoneminder_type
from backend.sources.zoneminder.source import ZoneMinderSource
from tests.support.zoneminder.recorded import PASSWORD, USER

NOW_MS = 1_767_600_000_000  # 2026-01-05 08:00:00 UTC, 15:00:00 in Hanoi
HOUR_MS = 3_600_000


def connect(url: str, user: str = USER, password: str = PASSWORD, **config: Any) -> ZoneMinderSource:
    kind = zoneminder_type(lambda: AddressGuard(["127.0.0.0/8"]), ManualClock(NOW_MS))
    found = kind.connect(SourceLogin(0, {"address": url, "user": user, **config}, {"password": password}))
    assert isinstance(found, ZoneMinderSource)
    return found


def listed(
    source: ZoneMinderSource, stop: StopSignal, cursor: Any = None, since_ms: int = 0, keys: tuple[str, ...] = ("1",)
) -> tuple[list[RemoteRecording], Any]:
    *found, last = source.recordings(keys, since_ms, cursor, stop)
    assert isinstance(last, NextCursor)
    assert all(isinstance(one, RemoteRecording) for one in found)
    return found, last.value  # type: ignore[return-value]


def trouble_of(call: Any) -> SourceTrouble:
    with pytest.raises(SourceTrouble) as caught:
        call()
    assert PASSWORD not in caught.value.message
    return caught.value


def failed(source: ZoneMinderSource, stop: StopSignal) -> tuple[str, Trouble | None, str]:
    *_, last = source.check(stop)
    assert not last.ok
    return last.step, last.trouble, last.message
