"""Which passwords are taken, and why others are not."""

from __future__ import annotations

import pytest

from backend.accounts import password_rules
from backend.domain.errors import InvalidInput


def refused(password: str, name: str = "Nguyen Lan") -> str:
    """The rule that refuses it; empty when it is taken."""
    try:
        password_rules.check(password, name=name, shortest=10)
    except InvalidInput as error:
        return str(error.details["rule"]) if password not in error.message else "it says the password"
    return ""


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("short", "too_short"),
        ("x" * 9, "too_short"),
        ("abc def gh" * 21, "too_long"),
        ("nguyen lan", "like_name"),
        ("NGUYEN LAN1", "like_name"),
        ("1111111111", "too_common"),
        ("abababababab", "too_common"),
        ("1234567890", "too_common"),
        ("0987654321", "too_common"),
        ("qwertyuiop", "too_common"),
        ("password2024!", "too_common"),
        ("Matkhau123456", "too_common"),
        ("vietnam@2026", "too_common"),
        ("qwerty123456", "too_common"),
    ],
)
def test_refused(password: str, rule: str) -> None:
    assert refused(password) == rule


@pytest.mark.parametrize(
    "password", ["đóng hàng mỗi ngày", "7391048265", "correct horse battery", "Lan bán áo dài", "kệ số 7 bên trái"]
)
def test_taken(password: str) -> None:
    assert refused(password) == ""


@pytest.mark.parametrize(("length", "rule"), [(9, "too_short"), (10, ""), (64, ""), (200, ""), (201, "too_long")])
def test_length(length: int, rule: str) -> None:
    assert refused(("đóng hàng 7 " * 17)[:length]) == rule


def test_the_same_sign_typed_in_two_ways_is_the_same_password() -> None:
    assert password_rules.normal("mật khẩu") == password_rules.normal("mật khẩu")
