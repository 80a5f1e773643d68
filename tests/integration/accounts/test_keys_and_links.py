"""Personal API keys, the key of this machine, and signed links to one clip."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from backend.accounts.desk import Accounts
from backend.accounts.local_key import LocalKey, read_local_key
from backend.domain.account import Permission, Role
from backend.domain.errors import Forbidden, InvalidInput, NotFound
from backend.runtime.clock import ManualClock
from database.engine import Store
from tests.support.accounts import add_user, cheap_accounts, first_administrator
from tests.support.store import add_camera

READ, ADMIN = frozenset({Permission.READ}), frozenset({Permission.ADMIN})


def test_a_key_speaks_for_its_owner_within_its_scopes(desk: Accounts, store: Store, clock: ManualClock) -> None:
    first_administrator(desk)
    lan = add_user(desk, "lan", cameras=frozenset({add_camera(store)}))
    made = desk.keys.make(lan, " report ", READ, 30)
    assert (made.key.name, made.secret[:10]) == ("report", made.key.prefix)
    caller = desk.keys.caller(made.secret)
    assert caller is not None
    assert (caller.user_id, caller.cameras) == (lan.id, lan.cameras)
    assert caller.permissions == {Permission.OPEN, Permission.READ}
    assert desk.keys.of_user(lan.id)[0].used_ms == clock.now_ms()


def test_a_key_ends_by_time_by_revoking_and_with_its_owner(desk: Accounts, clock: ManualClock) -> None:
    first_administrator(desk)
    lan = add_user(desk, "lan")
    short, long, revoked = (desk.keys.make(lan, "k", READ, days) for days in (1, None, None))
    desk.keys.revoke(lan.id, revoked.key.id)
    clock.advance(86_400)
    assert [desk.keys.caller(one.secret) is not None for one in (short, long, revoked)] == [False, True, False]
    desk.people.change(lan.id, {"enabled": False})
    assert desk.keys.caller(long.secret) is None
    assert desk.keys.caller("epk_made-up") is None


def test_a_key_is_revoked_by_its_owner_only(desk: Accounts) -> None:
    owner = first_administrator(desk)
    made = desk.keys.make(owner, "k", ADMIN, None)
    with pytest.raises(NotFound):
        desk.keys.revoke(owner.id + 1, made.key.id)


def test_no_key_goes_beyond_its_owner(desk: Accounts) -> None:
    first_administrator(desk)
    lan = add_user(desk, "lan", Role.OPERATOR)
    with pytest.raises(Forbidden):
        desk.keys.make(lan, "k", ADMIN, None)
    for name, scopes, days in (("", READ, 1), ("k", frozenset(), 1), ("k", {Permission.ACCOUNT}, 1), ("k", READ, 0)):
        with pytest.raises(InvalidInput):
            desk.keys.make(lan, name, scopes, days)


def test_the_key_of_this_machine(tmp_path: Path) -> None:
    path = tmp_path / "local.key"
    local = LocalKey(path)
    assert local.caller("", "127.0.0.1") is None
    local.renew()
    key = read_local_key(path)
    assert key is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    caller = local.caller(key, "127.0.0.1")
    assert caller is not None
    assert caller.role is Role.ADMIN
    assert local.caller(key, "::1") == caller
    assert [local.caller(key, address) for address in ("192.168.1.2", "", "127.0.0.1.evil")] == [None] * 3
    assert local.caller(key + "x", "127.0.0.1") is None
    local.renew()
    assert local.caller(key, "127.0.0.1") is None
    local.forget()
    assert read_local_key(path) is None


@pytest.fixture
def clip(store: Store) -> str:
    camera = add_camera(store)
    with store.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO events (id, public_id, camera_id, start_ms, end_ms, created_ms, updated_ms) "
            f"VALUES (1, 'e', {camera}, 0, 1, 0, 0)"
        )
        for number in (1, 2):
            connection.exec_driver_sql(
                "INSERT INTO clips (public_id, event_id, mode, from_ms, to_ms, created_ms) "
                f"VALUES ('c{number}', 1, 'fast', 0, 1, 0)"
            )
    return "c1"


def test_a_link_opens_its_clip_until_it_ends(desk: Accounts, clock: ManualClock, clip: str) -> None:
    owner = first_administrator(desk)
    link = desk.links.make(clip, owner.id, 2)
    token = desk.links.token(link)
    assert desk.links.open(token).clip_id == clip
    desk.links.open(token)
    assert desk.links.of_clip(clip)[0].opened == 1
    clock.advance(7200)
    with pytest.raises(NotFound) as told:
        desk.links.open(token)
    assert told.value.code == "link_over"


def test_an_altered_link_opens_nothing(desk: Accounts, clip: str) -> None:
    owner = first_administrator(desk)
    link = desk.links.make(clip, owner.id, 2)
    number, ends, signature = desk.links.token(link).split(".")
    other = desk.links.make("c2", owner.id, 2)
    for token in (
        f"{number}.{int(ends) + 1}.{signature}", f"{other.public_id}.{ends}.{signature}", f"{number}.{ends}.",
        number, "", "\ud800", f"{number}.{ends}.{signature}x", f"{number}.{ends}.{signature[:-1]}",
    ):  # fmt: skip
        with pytest.raises(NotFound):
            desk.links.open(token)


def test_a_link_ends_when_it_is_taken_back_and_with_its_maker_and_with_its_clip(
    desk: Accounts, store: Store, clip: str
) -> None:
    first_administrator(desk)
    lan = add_user(desk, "lan")
    back, stays = (desk.links.make(clip, lan.id, 2) for _ in range(2))
    desk.links.revoke(clip, back.public_id)
    with pytest.raises(NotFound):
        desk.links.open(desk.links.token(back))
    desk.links.open(desk.links.token(stays))
    desk.people.change(lan.id, {"enabled": False})
    with pytest.raises(NotFound):
        desk.links.open(desk.links.token(stays))
    with pytest.raises(NotFound):
        desk.links.make("no such clip", lan.id, 2)


def test_a_link_ends_when_its_maker_loses_the_camera_of_its_clip(desk: Accounts, store: Store, clip: str) -> None:
    first_administrator(desk)
    with store.read() as connection:
        ours = connection.exec_driver_sql("SELECT camera_id FROM events").scalar_one()
    other, lan = add_camera(store, "other"), add_user(desk, "lan")
    token = desk.links.token(desk.links.make(clip, lan.id, 2))
    for cameras, opens in (({ours}, True), ({other}, False), (set(), False), ({ours, other}, True), (None, True)):
        desk.people.change(lan.id, {"cameras": None if cameras is None else frozenset(cameras)})
        if opens:
            assert desk.links.open(token).clip_id == clip
            continue
        with pytest.raises(NotFound) as told:
            desk.links.open(token)
        assert told.value.code == "link_over"


def test_another_key_file_ends_all_links(
    desk: Accounts, store: Store, clock: ManualClock, clip: str, tmp_path: Path
) -> None:
    owner = first_administrator(desk)
    token = desk.links.token(desk.links.make(clip, owner.id, 2))
    with pytest.raises(NotFound):
        cheap_accounts(store, clock, tmp_path).links.open(token)
