"""A ZoneMinder made from recorded answers, and a conversation with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.runtime.stop import StopSignal
from backend.sources.zoneminder.source import ZoneMinderSource
from tests.support.zoneminder.recorded import RecordedZoneMinder
from tests.support.zoneminder.world import connect


@pytest.fixture
def stop() -> StopSignal:
    return StopSignal()


@pytest.fixture
def there() -> RecordedZoneMinder:
    return RecordedZoneMinder()


@pytest.fixture
def source(there: RecordedZoneMinder) -> Iterator[ZoneMinderSource]:
    with there.running() as server:
        found = connect(server.url)
        yield found
        found.close()
