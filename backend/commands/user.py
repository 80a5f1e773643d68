"""`epack user`: accounts from the console, for an owner who is locked out. Works with and without a running server."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from backend.accounts.desk import Accounts
from backend.api.account_views import issued_out, user_out
from backend.commands.installation import Installation, add_data_dir, installation_of, shown_certificate
from backend.commands.server_client import ServerClient
from backend.composition.accounts import accounts
from backend.config.paths import Paths
from backend.config.secret_box import open_secret_box
from backend.config.settings import Settings
from backend.domain.account import Role, User, name_key
from backend.domain.errors import InvalidInput, NotFound, StoreError
from backend.runtime.clock import SystemClock
from backend.sources.walk import printable
from database.engine import open_store
from database.repositories.cameras import CameraRepository


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "user",
        help="list, invite and reset accounts from the console",
        description="Accounts from the console of this machine, also while the server runs. `add` and `reset` print an "
        "address that sets the password once.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="all accounts")
    adding = actions.add_parser("add", help="invite somebody")
    adding.add_argument("name", help="name to sign in with")
    adding.add_argument("--role", choices=[role.value for role in Role], default=Role.VIEWER.value)
    adding.add_argument("--email", help="with it, signing in with Google is possible")
    adding.add_argument("--camera", action="append", default=[], metavar="NAME", help="only this camera; repeatable")
    resetting = actions.add_parser("reset", help="let somebody set a new password")
    resetting.add_argument("name")
    resetting.add_argument("--second-factor", action="store_true", help="also switch a lost second factor off")
    for one in (listing, adding, resetting):
        one.add_argument("--port", type=int, help="port of the server that holds the data folder (default: found out)")
        add_data_dir(one)
    parser.set_defaults(run=run)


class Desk(Protocol):
    """The accounts, whoever holds the store. Users and addresses come as the API shows them."""

    def users(self) -> list[dict[str, Any]]: ...
    def cameras(self) -> dict[str, int]: ...
    def invite(self, user: User) -> dict[str, Any]: ...
    def reset(self, user_id: int, drop_factor: bool) -> dict[str, Any]: ...


def run(args: argparse.Namespace) -> int:
    """Raises InvalidInput, NotFound, Conflict, StoreError."""
    here = installation_of(args)
    if not here.db.is_file():
        raise StoreError(f"There is no store at {here.db}. Start the server once, or name another --data-dir.")
    with _desk(here, args.port) as (desk, address):
        if args.action == "list":
            print("\n".join(lines(desk.users())))
            return 0
        if args.action == "add":
            issued = desk.invite(User(0, args.name, Role(args.role), _limit(desk, args.camera), email=args.email))
        else:
            issued = desk.reset(_found(desk.users(), args.name), args.second_factor)
    print(f"{printable(issued['user']['name'])} sets the password here, until {_time(issued['expires_ms'])}:")
    print(f"  {address}{issued['address']}")
    return 0


def lines(users: Sequence[dict[str, Any]]) -> list[str]:
    rows = [("NAME", "ROLE", "CAMERAS", "SIGNS IN WITH", "LAST SIGN-IN")]
    for user in users:
        ways = [word for word, has in (("password", user["has_password"]), ("Google", user["google"])) if has]
        with_what = " and ".join(ways) or "nothing yet"
        rows.append(
            (
                printable(user["name"]),
                user["role"],
                "all" if user["cameras"] is None else str(len(user["cameras"])),
                "switched off" if not user["enabled"] else with_what + (", code" if user["second_factor"] else ""),
                _time(user["last_login_ms"]) if user["last_login_ms"] else "never",
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


class _OwnDesk:
    """No server runs: the store is ours meanwhile."""

    def __init__(self, desk: Accounts, cameras: CameraRepository) -> None:
        self._desk = desk
        self._cameras = cameras

    def users(self) -> list[dict[str, Any]]:
        return [user_out(user).model_dump() for user in self._desk.users.all()]

    def cameras(self) -> dict[str, int]:
        return {camera.name: camera.id for camera in self._cameras.all()}

    def invite(self, user: User) -> dict[str, Any]:
        issued = self._desk.people.invite(user)
        return issued_out(issued, issued.user or user).model_dump()

    def reset(self, user_id: int, drop_factor: bool) -> dict[str, Any]:
        if drop_factor:
            self._desk.people.drop_factor(user_id)
        issued = self._desk.people.reset(user_id)
        return issued_out(issued, self._desk.users.get(user_id)).model_dump()


class _ServersDesk:
    """The server holds the store and does it for us."""

    def __init__(self, client: ServerClient) -> None:
        self._client = client

    def users(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._client.call("GET", "/api/users")["items"]
        return found

    def cameras(self) -> dict[str, int]:
        return {one["name"]: one["id"] for one in self._client.call("GET", "/api/cameras")["items"]}

    def invite(self, user: User) -> dict[str, Any]:
        limit = None if user.cameras is None else sorted(user.cameras)
        body = {"name": user.name, "role": user.role.value, "email": user.email, "cameras": limit}
        issued: dict[str, Any] = self._client.post("/api/users", body)
        return issued

    def reset(self, user_id: int, drop_factor: bool) -> dict[str, Any]:
        if drop_factor:
            self._client.call("DELETE", f"/api/users/{user_id}/factor")
        issued: dict[str, Any] = self._client.post(f"/api/users/{user_id}/address", {})
        return issued


@contextmanager
def _desk(here: Installation, port: int | None) -> Iterator[tuple[Desk, str]]:
    """The accounts, and the address of the dashboard."""
    try:
        store = open_store(here.db)
    except StoreError as error:
        if error.code != "store_in_use":
            raise
        with here.reading() as reading:
            settings, paths = here.settings(reading), Paths(here.data_dir)
        shown = shown_certificate(settings, paths)
        client = ServerClient.find(here.server(), port, settings.port, paths.local_key, shown)
        yield _ServersDesk(client), client.address
        return
    with store:
        settings, paths = here.settings(store), Paths(here.data_dir)

        def present() -> Settings:
            return settings

        box = open_secret_box(paths.key_file)
        desk = accounts(store, present, box, SystemClock(), local_key=paths.local_key)
        yield _OwnDesk(desk, CameraRepository(store)), f"http://127.0.0.1:{port or settings.port}"


def _limit(desk: Desk, names: Sequence[str]) -> frozenset[int] | None:
    if not names:
        return None
    known = {name.casefold(): camera_id for name, camera_id in desk.cameras().items()}
    for name in names:
        if name.casefold() not in known:
            raise InvalidInput(f"There is no camera {name!r}.")
    return frozenset(known[name.casefold()] for name in names)


def _found(users: Sequence[dict[str, Any]], name: str) -> int:
    for user in users:
        if name_key(name) in (name_key(user["name"]), user["email"]):
            return int(user["id"])
    raise NotFound(f"There is no account {name!r}. `epack user list` shows all.")


def _time(at_ms: int) -> str:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
