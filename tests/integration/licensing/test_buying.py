"""The order of an installation while others open, ask about and put it away at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from backend.config.secret_box import SecretBox
from backend.domain.errors import NotFound
from backend.licensing.buying import Buying
from backend.licensing.keeper import LicenceKeeper
from backend.licensing.server import LicenceServer
from backend.runtime.clock import ManualClock
from database.engine import memory_store
from database.repositories.licence_facts import LicenceFactsRepository
from tests.support.vendor import MARKS, NOW_MS, licence, vendor_key

RETURN = "http://localhost:8080/plan/"


class Desk:
    """A vendor's desk whose answers take a while: `meanwhile` is what happens here in that time."""

    is_open = True

    def __init__(self) -> None:
        self.opened = 0
        self.paid: set[int] = set()
        self.meanwhile: Callable[[], object] = lambda: None

    def packages(self) -> list[dict[str, Any]]:
        return []

    def order(
        self, package: str, customer: str, email: str, machine: tuple[str, ...], return_to: str
    ) -> dict[str, Any]:
        self.opened += 1
        return {
            "order_code": self.opened, "token": f"token {self.opened}", "amount": 1, "checkout_url": "x",
            "expires_ms": NOW_MS + 1,
        }  # fmt: skip

    def standing(self, order_code: int, token: str) -> dict[str, Any]:
        assert token == f"token {order_code}"
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return {"status": "paid", "licence": licence()} if order_code in self.paid else {"status": "pending"}

    def cancel(self, order_code: int, token: str) -> None:
        return None

    def activate(self, key: str, machine: tuple[str, ...]) -> str:
        return licence()

    def release(self, licence_id: str, machine: tuple[str, ...]) -> None:
        return None


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def buying(desk: Desk, tmp_path: Path) -> Iterator[Buying]:
    with memory_store() as store:
        box, clock = SecretBox([Fernet.generate_key()]), ManualClock(NOW_MS)
        facts = LicenceFactsRepository(store, box)
        key = vendor_key().public_key()
        keeper = LicenceKeeper(facts, box, tmp_path / "licence.seal", key, lambda: MARKS, clock)
        server = LicenceServer(lambda: "", keeper, "1.0")
        yield Buying(keeper, desk, server, facts, lambda: None, clock)


def order(buying: Buying) -> None:
    buying.order("year", "Hoa", "hoa@shop.vn", RETURN)


def test_an_order_opened_while_another_is_asked_about_is_not_lost(buying: Buying, desk: Desk) -> None:
    order(buying)
    desk.meanwhile = lambda: order(buying)
    assert buying.refresh().order_code == 2
    assert (buying.current().order_code, buying.current().status) == (2, "pending")
    desk.paid.add(2)
    refreshed = buying.refresh()
    assert (refreshed.order_code, refreshed.status, refreshed.installed) == (2, "paid", True)


def test_an_order_put_away_while_it_is_asked_about_stays_away(buying: Buying, desk: Desk) -> None:
    order(buying)
    desk.meanwhile = buying.forget
    with pytest.raises(NotFound):
        buying.refresh()
    with pytest.raises(NotFound):
        buying.current()


def test_the_licence_of_an_order_that_another_took_the_place_of_is_taken_all_the_same(
    buying: Buying, desk: Desk
) -> None:
    order(buying)
    desk.paid.add(1)
    desk.meanwhile = lambda: order(buying)
    assert (buying.refresh().order_code, buying.current().installed) == (2, False)
    assert buying._keeper.licence() is not None
