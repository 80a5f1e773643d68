"""Codes of an authenticator app, and recovery codes: each is taken once."""

from __future__ import annotations

import pyotp
import pytest

from backend.accounts.desk import Accounts
from backend.accounts.sessions import FACTOR_PATIENCE_MS, Origin
from backend.accounts.sign_in import SignedIn
from backend.domain.account import User
from backend.domain.errors import Conflict, SignInNeeded, TooSoon
from backend.runtime.clock import ManualClock
from tests.support.accounts import PASSWORD, first_administrator

HERE = Origin("127.0.0.1")


class App:
    """The authenticator app."""

    def __init__(self, secret: str, clock: ManualClock) -> None:
        self._totp = pyotp.TOTP(secret)
        self._clock = clock

    def code(self, steps: int = 0) -> str:
        return self._totp.generate_otp(self._clock.now_ms() // 30_000 + steps)


@pytest.fixture
def owner(desk: Accounts) -> User:
    return first_administrator(desk)


def switched_on(desk: Accounts, owner: User, clock: ManualClock) -> tuple[App, list[str]]:
    enrolled = desk.factor.begin(owner)
    app = App(enrolled.secret, clock)
    assert enrolled.address.startswith("otpauth://totp/ePACK:owner?secret=")
    assert enrolled.picture.startswith("data:image/svg+xml")
    codes = desk.factor.confirm(owner, app.code())
    clock.advance(90)
    return app, codes


def first_step(desk: Accounts) -> SignedIn:
    return desk.sign_in.with_password("owner", PASSWORD, HERE)


def test_the_second_step_makes_the_session_a_full_one(desk: Accounts, owner: User, clock: ManualClock) -> None:
    app, _ = switched_on(desk, owner, clock)
    waiting = first_step(desk)
    assert waiting.opened.session.factor_due
    full = desk.sign_in.with_factor(waiting.opened.session, app.code(), HERE)
    assert not full.opened.session.factor_due
    assert desk.sessions.find(waiting.opened.token) is None
    assert desk.sessions.find(full.opened.token) is not None


def test_a_waiting_session_does_not_wait_for_ever(desk: Accounts, owner: User, clock: ManualClock) -> None:
    switched_on(desk, owner, clock)
    waiting = first_step(desk)
    clock.advance(FACTOR_PATIENCE_MS / 1000)
    assert desk.sessions.find(waiting.opened.token) is None


def test_a_code_is_taken_once_and_no_older_one_after_it(desk: Accounts, owner: User, clock: ManualClock) -> None:
    app, _ = switched_on(desk, owner, clock)
    code = app.code()
    desk.sign_in.with_factor(first_step(desk).opened.session, code, HERE)
    for stale in (code, app.code(-1)):
        with pytest.raises(SignInNeeded) as told:
            desk.sign_in.with_factor(first_step(desk).opened.session, stale, HERE)
        assert told.value.code == "factor_refused"
    clock.advance(30)
    desk.sign_in.with_factor(first_step(desk).opened.session, app.code(), HERE)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_differ_by_a_step(desk: Accounts, owner: User, clock: ManualClock, steps: int, taken: bool) -> None:
    app, _ = switched_on(desk, owner, clock)
    waiting = first_step(desk).opened.session
    if taken:
        desk.sign_in.with_factor(waiting, app.code(steps), HERE)
    else:
        with pytest.raises(SignInNeeded):
            desk.sign_in.with_factor(waiting, app.code(steps), HERE)


def test_a_recovery_code_works_once_however_it_is_typed(desk: Accounts, owner: User, clock: ManualClock) -> None:
    _, codes = switched_on(desk, owner, clock)
    assert len(set(codes)) == 10
    desk.sign_in.with_factor(first_step(desk).opened.session, codes[0].upper().replace("-", " "), HERE)
    assert desk.factor.recovery_codes_left(owner.id) == 9
    with pytest.raises(SignInNeeded):
        desk.sign_in.with_factor(first_step(desk).opened.session, codes[0], HERE)


def test_guessing_codes_is_slowed_down(desk: Accounts, owner: User, clock: ManualClock) -> None:
    app, _ = switched_on(desk, owner, clock)
    waiting = first_step(desk).opened.session
    for _ in range(5):
        with pytest.raises(SignInNeeded):
            desk.sign_in.with_factor(waiting, "not one", HERE)
    with pytest.raises(TooSoon):
        desk.sign_in.with_factor(waiting, app.code(), HERE)
    clock.advance(1)
    desk.sign_in.with_factor(waiting, app.code(), HERE)


def test_it_is_not_asked_for_before_it_is_confirmed(desk: Accounts, owner: User, clock: ManualClock) -> None:
    desk.factor.begin(owner)
    assert not first_step(desk).opened.session.factor_due
    with pytest.raises(SignInNeeded):
        desk.factor.confirm(owner, "000000")
    with pytest.raises(Conflict):
        desk.factor.confirm(User(owner.id + 1, "x", owner.role), "000000")


def test_switched_on_it_is_not_replaced_and_switched_off_it_is_gone(
    desk: Accounts, owner: User, clock: ManualClock
) -> None:
    switched_on(desk, owner, clock)
    with pytest.raises(Conflict):
        desk.factor.begin(desk.users.get(owner.id))
    desk.people.drop_factor(owner.id)
    assert not first_step(desk).opened.session.factor_due
    assert desk.factor.recovery_codes_left(owner.id) == 0
