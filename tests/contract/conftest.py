"""One camera with a real recording of one order, and its event, for the tests of the reference's addresses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.api_world import NOW_MS, ApiWorld, api_world
from tests.support.footage import CODE, small_order_clip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiWorld]:
    with api_world(tmp_path_factory.mktemp("reference")) as made:
        folder = made.input_dir / "Table 1"
        path = small_order_clip(folder).path
        source = made.services.sources.add("Shop", str(made.input_dir), now_ms=NOW_MS)
        camera = made.camera("Table 1")
        made.services.cameras.update(camera, now_ms=NOW_MS, source_id=source)
        recording = made.recording(camera, path)
        made.event(camera, recording, path, codes=(CODE,))
        made.clock.advance(3600)
        yield made


@pytest.fixture
def video(world: ApiWorld) -> str:
    return str(next((world.input_dir / "Table 1").glob("*.mp4")))
