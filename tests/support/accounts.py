"""Accounts on a real store, with hashes that cost next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient

from backend.accounts.desk import Accounts
from backend.accounts.passwords import HashCost
from backend.api.services import Services
from backend.app import create_app
from backend.composition.accounts import accounts
from backend.config.secret_box import SecretBox
from backend.config.settings import Settings
from backend.domain.account import Role, User
from backend.domain.mail import Mail
from backend.runtime.clock import Clock
from database.engine import Store

PASSWORD = "đóng hàng mỗi ngày"
CHEAP = HashCost(0.01, 1, 1)
"""Memory for one hash: 10 KiB. The program itself takes no less than 19 MiB."""


def cheap_accounts(
    store: Store,
    clock: Clock,
    folder: Path,
    settings: Callable[[], Settings] = Settings,
    cost: HashCost = CHEAP,
    queue: Callable[[Mail], None] = lambda _mail: None,
) -> Accounts:
    box = SecretBox([Fernet.generate_key()])
    return accounts(store, settings, box, clock, local_key=folder / "local.key", cost=cost, queue=queue)


def add_user(
    desk: Accounts,
    name: str,
    role: Role = Role.VIEWER,
    *,
    cameras: frozenset[int] | None = None,
    password: str = PASSWORD,
    email: str | None = None,
) -> User:
    """Invited, and came."""
    issued = desk.people.invite(User(0, name, role, cameras, email=email))
    return desk.people.accept(issued.token, password)


def first_administrator(desk: Accounts, name: str = "owner", password: str = PASSWORD) -> User:
    issued = desk.people.renew_setup()
    assert issued is not None
    return desk.people.accept(issued.token, password, name)


def browser(app: Flask) -> FlaskClient:
    """A browser with a page of ours open, and nobody signed in."""
    client = app.test_client()
    client.environ_base["HTTP_X_EPACK"] = "1"
    return client


def owner_browser(services: Services) -> FlaskClient:
    """A browser at the whole program, the owner signed in; made the administrator first where there is none."""
    if services.accounts.people.setup_needed():
        first_administrator(services.accounts)
    client = browser(create_app(services))
    assert client.post("/api/session", json={"name": "owner", "password": PASSWORD}).status_code == 200
    return client


def lasting(settings: Settings) -> Settings:
    """Sessions that outlive whatever a test makes of the clock."""
    return settings.with_changes({"session_idle_h": 720, "session_absolute_days": 365})
