"""How long a session lasts, what is written meanwhile, and what ends it."""

from __future__ import annotations

import base64

import pytest

from backend.accounts.desk import Accounts
from backend.accounts.sessions import Opened, Origin
from backend.config.settings import Settings
from backend.domain.errors import NotFound
from backend.runtime.clock import ManualClock
from database.engine import Store
from database.repositories.sessions import MOST_DEVICES, MOST_SESSIONS
from tests.support.accounts import PASSWORD, first_administrator

HERE = Origin("127.0.0.1", "Firefox " + "x" * 1000)
IDLE_S = Settings().session_idle_h * 3600
ABSOLUTE_S = Settings().session_absolute_days * 86400


def signed_in(desk: Accounts) -> Opened:
    if desk.people.setup_needed():
        first_administrator(desk)
    return desk.sign_in.with_password("owner", PASSWORD, HERE).opened


def alive(desk: Accounts, opened: Opened) -> bool:
    found = desk.sessions.find(opened.token)
    if found is not None:
        desk.sessions.seen(found[0], "127.0.0.1")
    return found is not None


def test_it_ends_when_nothing_is_done(desk: Accounts, clock: ManualClock) -> None:
    opened = signed_in(desk)
    clock.advance(IDLE_S - 1)
    assert alive(desk, opened)
    clock.advance(IDLE_S - 1)
    assert alive(desk, opened)
    clock.advance(IDLE_S)
    assert not alive(desk, opened)


def test_it_ends_in_the_end_whatever_is_done(desk: Accounts, clock: ManualClock) -> None:
    opened = signed_in(desk)
    left_s = ABSOLUTE_S
    while left_s > IDLE_S / 2:
        clock.advance(IDLE_S / 2)
        left_s -= IDLE_S / 2
        assert alive(desk, opened)
    clock.advance(left_s)
    assert not alive(desk, opened)


def test_reading_writes_seldom(desk: Accounts, clock: ManualClock, store: Store) -> None:
    opened = signed_in(desk)

    def last_seen() -> int:
        with store.read() as connection:
            return int(connection.exec_driver_sql("SELECT last_accessed FROM user_sessions").scalar_one())

    begun = last_seen()
    for _ in range(29):
        clock.advance(10)
        assert alive(desk, opened)
    assert last_seen() == begun
    clock.advance(10)
    alive(desk, opened)
    assert last_seen() == begun + 300_000


def test_a_rotated_token_opens_nothing(desk: Accounts) -> None:
    opened = signed_in(desk)
    fresh = desk.sessions.rotate(opened.session)
    assert not alive(desk, opened)
    assert alive(desk, fresh)
    assert fresh.session.public_id == opened.session.public_id


def test_tokens_are_long_and_random(desk: Accounts) -> None:
    tokens = [signed_in(desk).token for _ in range(5)]
    assert len(set(tokens)) == 5
    for token in tokens:
        assert len(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))) == 32


def test_listed_and_ended_one_by_one(desk: Accounts) -> None:
    first, second = signed_in(desk), signed_in(desk)
    owner = first.session.user_id
    listed = desk.sessions.of_user(owner)
    assert {one.public_id for one in listed} == {first.session.public_id, second.session.public_id}
    assert len(listed[0].user_agent) == 300
    desk.sessions.end(owner, first.session.public_id)
    assert not alive(desk, first)
    assert alive(desk, second)
    with pytest.raises(NotFound):
        desk.sessions.end(owner, first.session.public_id)
    with pytest.raises(NotFound):
        desk.sessions.end(owner + 1, second.session.public_id)


def test_sessions_and_devices_are_bounded(desk: Accounts, clock: ManualClock, store: Store) -> None:
    for _ in range(MOST_SESSIONS + 5):
        clock.advance(1)
        signed_in(desk)
    with store.read() as connection:
        counts = connection.exec_driver_sql(
            "SELECT (SELECT COUNT(*) FROM user_sessions), (SELECT COUNT(*) FROM known_devices)"
        ).one()
    assert tuple(counts) == (MOST_SESSIONS, MOST_DEVICES)


def test_those_that_are_over_are_forgotten(desk: Accounts, clock: ManualClock, store: Store) -> None:
    signed_in(desk)
    clock.advance(ABSOLUTE_S + 1)
    signed_in(desk)
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM user_sessions").scalar_one() == 1
