"""Two people change one account in the same moment: each change stays."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from database.repositories.users import UserRepository
from tests.support.accounts import add_user
from tests.support.api_world import ApiWorld, api_world


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiWorld]:
    with api_world(tmp_path_factory.mktemp("world")) as made:
        yield made


@pytest.fixture(autouse=True)
def at_once(world: ApiWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither request writes before the other, too, has read what it goes by."""
    both, change = Barrier(2, timeout=20), UserRepository.change

    def wait_and_change(*given: Any, **named: Any) -> Any:
        both.wait()
        return change(*given, **named)

    monkeypatch.setattr(UserRepository, "change", wait_and_change)


def test_a_role_taken_away_stays_so_while_the_person_changes_their_name(world: ApiWorld) -> None:
    lan = add_user(world.services.accounts, "lan", cameras=None)
    hers = world.sign_in("lan")
    camera = world.camera()
    with ThreadPoolExecutor(2) as both:
        limited = both.submit(world.client.patch, f"/api/users/{lan.id}", json={"cameras": [camera], "enabled": False})
        renamed = both.submit(hers.patch, "/api/account", json={"display_name": "Lan"})
        assert [one.result().status_code for one in (limited, renamed)] == [200, 200]
    after = world.services.accounts.users.get(lan.id)
    assert (after.cameras, after.enabled, after.display_name) == ({camera}, False, "Lan")


def test_two_administrators_change_different_things(world: ApiWorld) -> None:
    lan = add_user(world.services.accounts, "lan", email="lan@shop.vn")
    first, second = world.client, world.sign_in("owner")
    with ThreadPoolExecutor(2) as both:
        sent = [
            both.submit(first.patch, f"/api/users/{lan.id}", json={"role": "operator", "name": "Lan Anh"}),
            both.submit(second.patch, f"/api/users/{lan.id}", json={"email": None, "display_name": "Lan"}),
        ]
        assert [one.result().status_code for one in sent] == [200, 200]
    after = world.services.accounts.users.get(lan.id)
    assert (after.role, after.name, after.email, after.display_name) == ("operator", "Lan Anh", None, "Lan")
    assert world.services.accounts.users.by_name("lan anh") == after


def test_no_two_changes_make_an_administrator_with_a_limit(world: ApiWorld) -> None:
    lan, camera = add_user(world.services.accounts, "lan"), world.camera()
    first, second = world.client, world.sign_in("owner")
    with ThreadPoolExecutor(2) as both:
        sent = [
            both.submit(first.patch, f"/api/users/{lan.id}", json={"role": "admin"}),
            both.submit(second.patch, f"/api/users/{lan.id}", json={"cameras": [camera]}),
        ]
        replies = sorted((one.result() for one in sent), key=lambda one: one.status_code)
    assert [one.status_code for one in replies] == [200, 409]
    assert (replies[1].json or {})["error"]["code"] == "administrator_sees_all"
    after = world.services.accounts.users.get(lan.id)
    assert (after.role == "admin") != (after.cameras == {camera})
