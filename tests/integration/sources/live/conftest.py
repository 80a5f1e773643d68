"""Tracks made once, and a bench per test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.live_bench import LiveBench, live_bench, track
from tests.support.rtp_track import Track


@dataclass(frozen=True)
class Tracks:
    h264: Track
    h265: Track
    larger: Track


@pytest.fixture(scope="session")
def tracks(tmp_path_factory: pytest.TempPathFactory) -> Tracks:
    folder = tmp_path_factory.mktemp("tracks")
    return Tracks(track(folder), track(folder, codec="libx265"), track(folder, size=(640, 360)))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[LiveBench]:
    with live_bench(tmp_path) as made:
        yield made
