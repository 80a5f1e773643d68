"""Roles, scopes and limits: what a caller may do."""

from __future__ import annotations

import pytest

from backend.domain.account import NOBODY, PERMITTED, Caller, Need, Permission, Role, name_key


def may(caller: Caller) -> set[str]:
    return {permission.value for permission in Permission if caller.may(Need(permission))}


def test_nobody_may_what_is_open() -> None:
    assert may(NOBODY) == {"open"}


def test_roles_grow() -> None:
    assert PERMITTED[Role.VIEWER] < PERMITTED[Role.OPERATOR] < PERMITTED[Role.ADMIN] == set(Permission)


@pytest.mark.parametrize("role", Role)
def test_a_key_never_manages_its_owners_account(role: Role) -> None:
    key = Caller(1, "lan", role, None, frozenset(Permission))
    assert Permission.ACCOUNT not in key.permissions


def test_a_key_may_what_both_its_scopes_and_its_owner_may() -> None:
    assert may(Caller(1, "lan", Role.VIEWER, None, frozenset({Permission.SEARCH, Permission.ADMIN}))) == {
        "open",
        "search",
    }


def test_whoever_sees_some_cameras_does_nothing_for_the_whole_site() -> None:
    limited = Caller(1, "lan", Role.OPERATOR, frozenset({1}), None, "s")
    assert limited.may(Need(Permission.OPERATE))
    assert not limited.may(Need(Permission.OPERATE, whole_site=True))


def test_names_are_compared_without_case_and_variants() -> None:
    assert name_key(" LAN ") == name_key("lan") == name_key("ｌａｎ")
