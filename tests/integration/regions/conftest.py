from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.api_world import ApiWorld, api_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiWorld]:
    with api_world(tmp_path_factory.mktemp("regions")) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pictures"
