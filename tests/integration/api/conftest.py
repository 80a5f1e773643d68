from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.api_world import ApiWorld, api_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ApiWorld]:
    with api_world(tmp_path) as made:
        yield made


@pytest.fixture
def fake_file(world: ApiWorld) -> Path:
    path = world.input_dir / "Table 1" / "a.mp4"
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes(range(256)) * 40)
    return path
