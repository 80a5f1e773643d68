"""Schemathesis over the whole OpenAPI document, as everybody who may come: see tests/support/api_fuzz.py."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from typing import Any

import pytest

from backend.domain.account import Role
from tests.conftest import is_loopback
from tests.support.accounts import add_user
from tests.support.api_fuzz import Fuzz, Person, Run
from tests.support.two_cameras import LOUD, two_cameras

PEOPLE = {
    "anonymous": Person("anonymous", None, words=LOUD),
    "viewer": Person("all-seeing viewer", Role.VIEWER),
    "viewer of one camera": Person("viewer", Role.VIEWER, sees_all=False, words=LOUD),
    "operator": Person("all-seeing operator", Role.OPERATOR),
    "operator of one camera": Person("operator", Role.OPERATOR, sees_all=False, words=LOUD),
    "admin": Person("owner", Role.ADMIN),
}
ANSWERED = {
    "anonymous": 6, "viewer": 60, "viewer of one camera": 55, "operator": 95, "operator of one camera": 65,
    "admin": 115,
}  # fmt: skip
"""How many routes give at least one of them what was asked for."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine is on no network: addresses that are made up lead nowhere, as they would where there is none."""
    real_lookup, real_connect, real_send = socket.getaddrinfo, socket.socket.connect, socket.socket.sendto

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_loopback(host):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real_lookup(host, *args, **kwargs)

    def connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        real_connect(self, address)

    def sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        if isinstance(rest[-1], tuple) and not is_loopback(rest[-1][0]):
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return real_send(self, data, *rest)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "sendto", sendto)


def run(folder: Path, name: str, examples: int) -> Run:
    person = PEOPLE[name]
    with two_cameras(folder) as two:
        desk = two.world.services.accounts
        if person.sees_all and person.role in (Role.VIEWER, Role.OPERATOR):
            add_user(desk, person.name, person.role)
        return Fuzz(two, person).ask_everything(examples)


def check(found: Run, at_least: int) -> None:
    assert not found.wrong, f"{len(found.wrong)} of {found.asked} requests:\n" + "\n".join(
        f"* {what}\n    {example}" for what, example in found.wrong.items()
    )
    assert len(found.answered) > 240
    # Not only refusals were looked at.
    done = [where for where, statuses in found.answered.items() if statuses & {200, 201, 202, 204, 206}]
    assert len(done) >= at_least, done


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_gets_more_than_is_theirs_and_nothing_breaks(tmp_path: Path, name: str) -> None:
    check(run(tmp_path, name, examples=4), ANSWERED[name])


@pytest.mark.slow
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", PEOPLE)
def test_for_long(tmp_path: Path, name: str) -> None:
    """`pytest -m slow tests/integration/api/test_schemathesis.py`"""
    check(run(tmp_path, name, examples=60), ANSWERED[name])
