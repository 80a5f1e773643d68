"""Whatever order messages come in, a payment ends alike."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.payment import OrderStatus, judged, moved

S = OrderStatus
STATUSES = st.sampled_from([one for one in S if one is not S.REFUNDED])


@given(st.lists(STATUSES, max_size=8))
def test_an_order_is_paid_exactly_when_one_message_said_so(seen: list[OrderStatus]) -> None:
    assert (reduce(moved, seen, S.PENDING) is S.PAID) == (S.PAID in seen)


@given(st.lists(STATUSES, max_size=8))
def test_a_refund_is_final(seen: list[OrderStatus]) -> None:
    assert reduce(moved, seen, S.REFUNDED) is S.REFUNDED


@given(st.lists(STATUSES, max_size=8))
def test_repeating_every_message_changes_nothing(seen: list[OrderStatus]) -> None:
    twice = [one for one in seen for _ in range(2)]
    assert reduce(moved, seen, S.PENDING) is reduce(moved, twice, S.PENDING)


@pytest.mark.parametrize(
    ("seen", "amount", "paid", "status"),
    [
        (S.PAID, 1000, 1000, S.PAID),
        (S.PAID, 1000, 1500, S.PAID),
        (S.PAID, 1000, 999, S.UNDERPAID),
        (S.PENDING, 1000, 1000, S.PAID),
        (S.PENDING, 1000, 1, S.UNDERPAID),
        (S.PENDING, 1000, 0, S.PENDING),
        (S.CANCELLED, 1000, 0, S.CANCELLED),
        (S.PAID, 0, 0, S.UNDERPAID),
    ],
)
def test_paid_means_the_whole_amount(seen: OrderStatus, amount: int, paid: int, status: OrderStatus) -> None:
    assert judged(seen, amount, paid) is status
