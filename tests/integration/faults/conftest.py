"""A shop with one camera and one order, analysed once; each test gets a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.footage import small_order_clip
from tests.support.shop import Shop, inside, open_shop, put, run_custom, stored_events


@pytest.fixture(scope="session")
def one_order(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    made = small_order_clip()
    shop = open_shop(tmp_path_factory.mktemp("one-order"), {"Small": made.truth.profile})
    put(made, shop)
    with inside(shop) as application:
        run_custom(application, shop.recordings)
    assert len(stored_events(shop)) == 1
    return shop


@pytest.fixture
def shop(one_order: Shop, tmp_path: Path) -> Shop:
    copy = Shop(tmp_path / "shop")
    copy.data_dir.mkdir(parents=True)
    shutil.copy2(one_order.data_dir / "epack.db", copy.data_dir / "epack.db")
    return copy
