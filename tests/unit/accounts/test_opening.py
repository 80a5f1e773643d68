"""Opening to the network: what may, what is refused, what is warned of."""

from __future__ import annotations

import pytest

from backend.accounts.opening import check_opening, is_loopback
from backend.config.settings import Settings
from backend.domain.account import Role, User
from backend.domain.errors import Conflict

OWNER = User(1, "owner", Role.ADMIN, has_password=True)
OPEN = Settings.load({"host": "0.0.0.0", "tls": True})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "LOCALHOST", "::1", "[::1]"])
def test_this_machine_only(host: str) -> None:
    assert is_loopback(host)
    assert check_opening(Settings.load({"host": host}), []) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "shop.lan", "", "128.0.0.1", "127.0.0.1.evil.com"])
def test_anything_else_is_the_network(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "users",
    [
        [],
        [User(1, "invited", Role.ADMIN)],
        [User(1, "off", Role.ADMIN, has_password=True, enabled=False)],
        [User(1, "operator", Role.OPERATOR, has_password=True)],
    ],
)
def test_nobody_guards_it(users: list[User]) -> None:
    with pytest.raises(Conflict) as refused:
        check_opening(OPEN, users)
    assert refused.value.code == "opening_refused"


def test_guarded_and_under_tls() -> None:
    assert check_opening(OPEN, [OWNER]) is None
    warning = check_opening(Settings.load({"host": "0.0.0.0"}), [OWNER])
    assert warning is not None
    assert "without TLS" in warning
