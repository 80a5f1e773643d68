"""Signing in with a password, and what slows guessing down without locking the owner out."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from backend.accounts.desk import Accounts
from backend.accounts.passwords import HashCost
from backend.accounts.pauses import ACCOUNT
from backend.accounts.sessions import Origin
from backend.domain.account import Role, User
from backend.domain.errors import EpackError, SignInNeeded, TooSoon
from backend.runtime.clock import ManualClock, SystemClock
from backend.runtime.pool import Pool
from database.engine import Store
from tests.support.accounts import PASSWORD, add_user, cheap_accounts, first_administrator

HERE = Origin("192.168.1.5", "Firefox")
ELSEWHERE = Origin("192.168.1.66", "curl")


def outcome(desk: Accounts, name: str, password: str, origin: Origin) -> str:
    try:
        desk.sign_in.with_password(name, password, origin)
    except EpackError as error:
        return error.code
    return "in"


def fail(desk: Accounts, times: int, name: str = "owner", origin: Origin = ELSEWHERE) -> None:
    for _ in range(times):
        with pytest.raises(SignInNeeded):
            desk.sign_in.with_password(name, "wrong", origin)


def test_name_in_any_case_or_address_and_the_right_password(desk: Accounts) -> None:
    first_administrator(desk)
    add_user(desk, "lan", email="Lan@Shop.vn")
    assert desk.sign_in.with_password("LAN", PASSWORD, HERE).user.last_login_ms is None
    second = desk.sign_in.with_password("lan@shop.vn", PASSWORD, HERE).user
    assert second.name == "lan"
    assert second.last_login_ms is not None


def test_the_answer_is_the_same_whatever_is_wrong(desk: Accounts) -> None:
    first_administrator(desk)
    lan = add_user(desk, "lan")
    messages = set()
    for name, password in (("lan", "wrong"), ("nobody", "wrong"), ("", ""), ("x" * 9000, "\0")):
        with pytest.raises(SignInNeeded) as told:
            desk.sign_in.with_password(name, password, HERE)
        messages.add((told.value.code, told.value.message))
    desk.people.change(lan.id, {"enabled": False})
    with pytest.raises(SignInNeeded) as told:
        desk.sign_in.with_password("lan", PASSWORD, HERE)
    messages.add((told.value.code, told.value.message))
    assert len(messages) == 1


def test_unknown_names_take_as_long_as_known_ones(store: Store, tmp_path: Path) -> None:
    desk = cheap_accounts(store, SystemClock(), tmp_path, cost=HashCost(19, 2, 1))
    first_administrator(desk)
    outcome(desk, "warm", "up", Origin("10.0.0.1"))

    def seconds(name: str) -> float:
        begun = time.thread_time()
        outcome(desk, name, "wrong", Origin("10.0.0.2"))
        return time.thread_time() - begun

    known = min(seconds("owner") for _ in range(4))
    unknown = min(seconds(f"nobody{number}") for number in range(4))
    # The hash is what takes the time, and it is made for both.
    assert unknown > known / 3
    assert known > unknown / 3


def test_wrong_ones_are_slowed_down_and_the_pause_passes(desk: Accounts, clock: ManualClock) -> None:
    first_administrator(desk)
    fail(desk, 5)
    with pytest.raises(TooSoon) as told:
        desk.sign_in.with_password("owner", PASSWORD, ELSEWHERE)
    assert (told.value.code, told.value.details) == ("sign_in_paused", {"retry_after_s": 1})
    clock.advance(1)
    assert outcome(desk, "owner", PASSWORD, ELSEWHERE) == "in"
    fail(desk, 5)  # the count began anew


def test_a_browser_that_signed_in_before_is_not_slowed_down_by_others(desk: Accounts) -> None:
    first_administrator(desk)
    device = desk.sign_in.with_password("owner", PASSWORD, HERE).device
    for _ in range(40):
        outcome(desk, "owner", "wrong", HERE)
    assert outcome(desk, "owner", PASSWORD, HERE) == "sign_in_paused"
    assert outcome(desk, "owner", PASSWORD, Origin(HERE.address, "Firefox", device)) == "in"
    # Neither a made-up token nor somebody else's opens that way.
    add_user(desk, "lan")
    other = desk.sign_in.with_password("lan", PASSWORD, Origin("10.1.1.1")).device
    for token in ("made up", other):
        assert outcome(desk, "owner", PASSWORD, Origin(HERE.address, "", token)) == "sign_in_paused"


def test_a_known_browser_is_slowed_down_by_its_own_mistakes(desk: Accounts) -> None:
    first_administrator(desk)
    device = desk.sign_in.with_password("owner", PASSWORD, HERE).device
    known = Origin(HERE.address, "", device)
    fail(desk, 5, origin=known)
    assert outcome(desk, "owner", PASSWORD, known) == "sign_in_paused"


def test_one_address_cannot_try_many_names(desk: Accounts) -> None:
    outcomes = [outcome(desk, f"name{number}", "wrong", ELSEWHERE) for number in range(30)]
    assert outcomes.count("sign_in_refused") == 20
    assert outcome(desk, "another", "wrong", HERE) == "sign_in_refused"


def test_pauses_outlive_a_restart(store: Store, desk: Accounts, clock: ManualClock, tmp_path: Path) -> None:
    first_administrator(desk)
    fail(desk, 5)
    again = cheap_accounts(store, clock, tmp_path)
    assert outcome(again, "owner", PASSWORD, ELSEWHERE) == "sign_in_paused"


def test_many_at_once_gain_no_more_than_the_limit_and_the_owner_comes_in(desk: Accounts, clock: ManualClock) -> None:
    first_administrator(desk)
    device = desk.sign_in.with_password("owner", PASSWORD, HERE).device
    looked_at = 0
    with Pool("guess", 10, lambda: None) as guessers:
        for _ in range(10):
            # A second goes by for all; within it ten try at once, from ten addresses.
            outcomes = guessers.map(
                lambda _, number: outcome(desk, "owner", f"guess{number}", Origin(f"10.0.0.{number % 10}")), range(30)
            )
            looked_at += outcomes.count("sign_in_refused")
            assert set(outcomes) <= {"sign_in_refused", "sign_in_paused", "too_many"}
            clock.advance(1)
    assert 5 <= looked_at <= ACCOUNT.attempts_within(10_000)
    assert outcome(desk, "owner", PASSWORD, Origin(HERE.address, "", device)) == "in"
    clock.advance(ACCOUNT.cap_ms / 1000)
    assert outcome(desk, "owner", PASSWORD, Origin("10.9.9.9")) == "in"


def test_a_long_password_counts_to_its_last_sign(desk: Accounts) -> None:
    long = ("một hai ba bốn năm " * 11)[:199]
    add_user(desk, "long", password=long + "x")
    for wrong in (long, long + "y", (long + "x")[:72]):
        with pytest.raises(SignInNeeded):
            desk.sign_in.with_password("long", wrong, HERE)
    assert desk.sign_in.with_password("long", long + "x", HERE).user.name == "long"


def test_hashes_follow_the_settings(store: Store, clock: ManualClock, tmp_path: Path) -> None:
    desk = cheap_accounts(store, clock, tmp_path)
    owner = first_administrator(desk)
    before = desk.users.password_hash(owner.id)
    dearer = cheap_accounts(store, clock, tmp_path, cost=HashCost(0.02, 2, 1))
    assert outcome(dearer, "owner", PASSWORD, HERE) == "in"
    after = desk.users.password_hash(owner.id)
    assert before != after
    assert after is not None
    assert after.startswith("$argon2id$v=19$m=20,t=2,p=1$")
    assert outcome(dearer, "owner", PASSWORD, HERE) == "in"
    assert desk.users.password_hash(owner.id) == after


def test_someone_without_a_password_cannot_sign_in(desk: Accounts) -> None:
    first_administrator(desk)
    desk.people.invite(User(0, "new", Role.VIEWER))
    assert outcome(desk, "new", "", HERE) == "sign_in_refused"
