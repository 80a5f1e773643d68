"""The first administrator, invitations, resets, changes, and what they do to sessions."""

from __future__ import annotations

import pytest

from backend.accounts.desk import Accounts
from backend.accounts.people import LIFETIME_MS
from backend.accounts.sessions import Origin
from backend.domain.account import Permission, Role, User
from backend.domain.errors import Conflict, InvalidInput, NotFound
from backend.runtime.clock import ManualClock
from database.engine import Store
from tests.support.accounts import PASSWORD, add_user, first_administrator
from tests.support.store import add_camera

HERE = Origin("127.0.0.1")
OTHER = "kệ số 7 bên trái"


def test_the_set_up_address_makes_one_administrator_once(desk: Accounts) -> None:
    issued = desk.people.renew_setup()
    assert issued is not None
    assert desk.people.look(issued.token)[0].kind == "setup"
    made = desk.people.accept(issued.token, PASSWORD, " Chủ shop ")
    assert (made.name, made.role, made.cameras) == ("Chủ shop", Role.ADMIN, None)
    for use in (lambda: desk.people.accept(issued.token, PASSWORD, "second"), lambda: desk.people.look(issued.token)):
        with pytest.raises(NotFound, match="used already"):
            use()
    assert desk.people.renew_setup() is None


def test_a_renewed_set_up_address_ends_the_former_one(desk: Accounts) -> None:
    first, second = desk.people.renew_setup(), desk.people.renew_setup()
    assert first is not None
    assert second is not None
    with pytest.raises(NotFound):
        desk.people.look(first.token)
    desk.people.look(second.token)


def test_addresses_end(desk: Accounts, clock: ManualClock) -> None:
    issued = desk.people.renew_setup()
    assert issued is not None
    clock.advance(LIFETIME_MS["setup"] / 1000)
    with pytest.raises(NotFound):
        desk.people.accept(issued.token, PASSWORD, "owner")


def test_a_refused_password_leaves_the_address_usable(desk: Accounts) -> None:
    issued = desk.people.renew_setup()
    assert issued is not None
    for name, password in (("owner", "short"), ("", PASSWORD), ("owner", "owner owner")):
        with pytest.raises(InvalidInput):
            desk.people.accept(issued.token, password, name)
    desk.people.accept(issued.token, PASSWORD, "owner")


def test_tokens_are_stored_as_hashes_only(desk: Accounts, store: Store) -> None:
    issued = desk.people.renew_setup()
    assert issued is not None
    owner = desk.people.accept(issued.token, PASSWORD, "owner")
    signed_in = desk.sign_in.with_password("owner", PASSWORD, HERE)
    reset = desk.people.reset(owner.id)
    enrolled = desk.factor.begin(owner)
    desk.google.set_secret("GOCSPX-client-secret")
    key = desk.keys.make(owner, "k", SCOPES, None)
    secrets = (reset.token, signed_in.opened.token, signed_in.device, enrolled.secret, key.secret, "GOCSPX", PASSWORD)
    with store.read() as connection:
        tables = (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'code_grams'")
            .scalars()
            .all()
        )
        stored = "\n".join(str(connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()) for name in tables)
    assert "owner" in stored
    assert [secret for secret in secrets if secret in stored] == []


SCOPES = [Permission.READ]


def test_an_invitation_sets_the_password_and_a_new_one_ends_the_former(desk: Accounts) -> None:
    first_administrator(desk)
    issued = desk.people.invite(User(0, "lan", Role.OPERATOR, display_name="Lan"))
    assert issued.user is not None
    assert not issued.user.has_password
    assert desk.people.waiting() == {issued.user.id: issued.expires_ms}
    again = desk.people.reset(issued.user.id)
    assert again.kind == "invitation"
    with pytest.raises(NotFound):
        desk.people.look(issued.token)
    assert desk.people.accept(again.token, PASSWORD).has_password
    assert desk.people.waiting() == {}


def test_names_and_addresses_are_unique(desk: Accounts) -> None:
    first_administrator(desk)
    desk.people.invite(User(0, "Lan", Role.VIEWER, email="lan@shop.vn"))
    for user in (User(0, "LAN", Role.VIEWER), User(0, "other", Role.VIEWER, email="LAN@shop.vn")):
        with pytest.raises(Conflict) as told:
            desk.people.invite(user)
        assert told.value.code == "account_taken"


@pytest.mark.parametrize(
    "user",
    [
        User(0, "", Role.VIEWER),
        User(0, "x" * 255, Role.VIEWER),
        User(0, "two\nlines", Role.VIEWER),
        User(0, "lan", Role.VIEWER, email="not an address"),
        User(0, "lan", Role.VIEWER, frozenset({99})),
    ],
)
def test_what_makes_no_sense_is_refused(desk: Accounts, user: User) -> None:
    first_administrator(desk)
    with pytest.raises(InvalidInput):
        desk.people.invite(user)


def test_a_reset_ends_every_session_once_it_is_used(desk: Accounts) -> None:
    owner = first_administrator(desk)
    opened = desk.sign_in.with_password("owner", PASSWORD, HERE).opened
    issued = desk.people.reset(owner.id)
    assert desk.sessions.find(opened.token) is not None
    desk.people.accept(issued.token, OTHER)
    assert desk.sessions.find(opened.token) is None
    desk.sign_in.with_password("owner", OTHER, HERE)


def test_a_new_password_ends_the_other_sessions(desk: Accounts) -> None:
    owner = first_administrator(desk)
    here, there = (desk.sign_in.with_password("owner", PASSWORD, HERE).opened for _ in range(2))
    desk.people.set_password(owner, OTHER, keep_session=here.session.public_id)
    assert desk.sessions.find(here.token) is not None
    assert desk.sessions.find(there.token) is None


def test_other_rights_end_the_sessions_and_other_names_do_not(desk: Accounts, store: Store) -> None:
    first_administrator(desk)
    lan, camera = add_user(desk, "lan"), add_camera(store)

    def session() -> str:
        return desk.sign_in.with_password("lan", PASSWORD, HERE).opened.token

    token = session()
    desk.people.change(lan.id, {"display_name": "Lan", "email": "lan@shop.vn"})
    assert desk.sessions.find(token) is not None
    for change in ({"role": Role.OPERATOR}, {"cameras": frozenset({camera})}, {"enabled": False}):
        token = session()
        lan = desk.people.change(lan.id, change)
        assert desk.sessions.find(token) is None, change


def test_there_is_always_an_administrator_who_can_sign_in(desk: Accounts) -> None:
    owner = first_administrator(desk)
    desk.people.invite(User(0, "never came", Role.ADMIN))
    for act in (
        lambda: desk.people.change(owner.id, {"role": Role.VIEWER}),
        lambda: desk.people.change(owner.id, {"enabled": False}),
        lambda: desk.people.remove(owner.id),
    ):
        with pytest.raises(Conflict) as told:
            act()
        assert told.value.code == "last_administrator"
    assert desk.users.get(owner.id) == owner
    add_user(desk, "second", Role.ADMIN)
    desk.people.remove(owner.id)


def test_an_administrator_sees_all_cameras(desk: Accounts, store: Store) -> None:
    first_administrator(desk)
    with pytest.raises(Conflict):
        desk.people.invite(User(0, "lan", Role.ADMIN, frozenset({add_camera(store)})))


def test_a_deleted_camera_leaves_the_limit(desk: Accounts, store: Store) -> None:
    first_administrator(desk)
    first, second = add_camera(store, "1"), add_camera(store, "2")
    lan = add_user(desk, "lan", cameras=frozenset({first, second}))
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM cameras WHERE id = ?", (first,))
    assert desk.users.get(lan.id).cameras == {second}
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM cameras")
    # No camera left is not all cameras.
    assert desk.users.get(lan.id).cameras == frozenset()


def test_a_name_that_is_taken_leaves_the_set_up_address_as_it_was(desk: Accounts) -> None:
    """People may exist while no administrator can sign in."""
    desk.people.invite(User(0, "anna", Role.OPERATOR))
    issued = desk.people.renew_setup()
    assert issued is not None
    with pytest.raises(Conflict) as refused:
        desk.people.accept(issued.token, PASSWORD, "Anna")
    assert refused.value.code == "account_taken"
    assert desk.people.accept(issued.token, PASSWORD, "berta").role is Role.ADMIN
    with pytest.raises(NotFound):
        desk.people.accept(issued.token, PASSWORD, "carla")


def test_an_account_that_is_switched_off_takes_no_password(desk: Accounts) -> None:
    first_administrator(desk)
    issued = desk.people.invite(User(0, "carl", Role.VIEWER))
    assert issued.user is not None
    off = desk.people.change(issued.user.id, {"enabled": False})
    for use in (lambda: desk.people.look(issued.token), lambda: desk.people.accept(issued.token, PASSWORD)):
        with pytest.raises(NotFound, match="has ended"):
            use()
    desk.people.change(off.id, {"enabled": True})
    assert desk.people.accept(issued.token, PASSWORD).has_password
