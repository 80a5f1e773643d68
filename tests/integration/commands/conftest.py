"""A shop with two cameras and three orders, analysed for real, once for all tests of the commands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.footage import small_order_clip, two_orders_clip
from tests.support.shop import Shop, inside, open_shop, put, run_custom, stored_events


@pytest.fixture(scope="session")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    one, two = small_order_clip(), two_orders_clip()
    shop = open_shop(tmp_path_factory.mktemp("analysed"), {"Small": one.truth.profile, "Bàn 2": two.truth.profile})
    put(one, shop)
    shop.camera("Bàn 2").joinpath(two.path.name).hardlink_to(two.path)
    with inside(shop) as application:
        run_custom(application, shop.recordings)
    assert len(stored_events(shop)) == 3
    return shop


@pytest.fixture
def shop(analysed: Shop, tmp_path: Path) -> Shop:
    """A copy that a test may change; its recordings still lie where they were analysed."""
    copy = Shop(tmp_path / "shop")
    copy.data_dir.mkdir(parents=True)
    shutil.copy2(analysed.data_dir / "epack.db", copy.data_dir / "epack.db")
    return copy
