"""Pauses against guessing: free attempts, doubling, a cap, and a clock that jumps."""

from __future__ import annotations

import pytest

from backend.accounts.guessing import address_key
from backend.accounts.pauses import ACCOUNT, ADDRESS, DAY_MS, FACTOR, PauseRule

RULE = PauseRule(free=3, cap_ms=60_000)


def test_mistyping_costs_nothing_and_then_pauses_double() -> None:
    assert [RULE.pause_ms(failures) for failures in range(9)] == [0, 0, 0, 1000, 2000, 4000, 8000, 16_000, 32_000]


def test_no_pause_is_longer_than_the_cap() -> None:
    assert RULE.pause_ms(10) == RULE.pause_ms(10_000) == 60_000


def test_failures_are_forgotten_after_a_quiet_day() -> None:
    assert RULE.after(7, 0, DAY_MS - 1)[0] == 8
    assert RULE.after(7, 0, DAY_MS) == (1, DAY_MS)


def test_a_clock_put_back_locks_nobody_out() -> None:
    until_ms = RULE.after(2, 1_000_000, 1_000_000)[1]
    assert RULE.left_ms(until_ms, 1_000_500) == 500
    assert RULE.left_ms(until_ms, 1_001_000) == 0
    assert RULE.left_ms(until_ms, 0) == 0
    assert RULE.after(9, 1_000_000, 5) == (1, 5)


def test_what_a_minute_a_day_and_a_year_of_guessing_gain() -> None:
    assert ACCOUNT.attempts_within(60_000) == 10
    assert ACCOUNT.attempts_within(DAY_MS) < 310
    # Six digits, three of which fit at a time: a year of guessing has less than one chance in thirty.
    assert FACTOR.attempts_within(365 * DAY_MS) * 3 < 1_000_000 / 30


def test_an_address_pauses_longer_than_an_account() -> None:
    assert ADDRESS.cap_ms > ACCOUNT.cap_ms


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.168.1.7", "address 192.168.1.7"),
        ("::ffff:192.168.1.7", "address 192.168.1.7"),
        ("2001:db8:1:2:3:4:5:6", "address 2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "address 2001:db8:1:2::/64"),
        ("fe80::1%eth0", "address fe80::/64"),
        ("nonsense", "address nonsense"),
    ],
)
def test_an_ipv6_site_counts_as_one_address(address: str, key: str) -> None:
    assert address_key(address) == key
