"""People who may sign in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from backend.domain.account import Role, User, UserChanges, check_limit, name_key
from backend.domain.errors import Conflict, InvalidInput, NotFound
from database.engine import Store
from database.tables import cameras, saved_searches, user_cameras, user_profiles

MOST_USERS = 1000


class UserRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[User]:
        """By name."""
        with self._store.read() as connection:
            rows = connection.execute(select(user_profiles).order_by(user_profiles.c.name_key)).all()
            return [_user(connection, row) for row in rows]

    def get(self, user_id: int) -> User:
        """Raises NotFound."""
        with self._store.read() as connection:
            return user_of(connection, user_id)

    def by_name(self, name: str) -> User | None:
        """By the name or the e-mail address they sign in with."""
        key = name_key(name)
        matches = or_(user_profiles.c.name_key == key, user_profiles.c.gmail_address == key)
        # A name goes before an address that reads the same.
        return self._one(select(user_profiles).where(matches).order_by(user_profiles.c.name_key != key))

    def by_google(self, google_id: str, email: str) -> User | None:
        """The account tied to this Google account, or the one invited under its address and not tied to another."""
        tied = self._one(select(user_profiles).where(user_profiles.c.google_id == google_id))
        if tied is not None:
            return tied
        invited = select(user_profiles).where(
            user_profiles.c.gmail_address == email.lower(), user_profiles.c.google_id.is_(None)
        )
        return self._one(invited)

    def has_administrator(self) -> bool:
        with self._store.read() as connection:
            return administrators(connection) > 0

    def anybody_signs_in(self, *, google: bool) -> bool:
        """Whether some account can be signed in to; `google`: an invited address is enough."""
        ways = [user_profiles.c.password_hash.is_not(None), user_profiles.c.google_id.is_not(None)]
        if google:
            ways.append(user_profiles.c.gmail_address.is_not(None))
        with self._store.read() as connection:
            return (
                connection.execute(
                    select(user_profiles.c.id).where(user_profiles.c.enabled, or_(*ways)).limit(1)
                ).first()
                is not None
            )

    def add(
        self,
        user: User,
        *,
        now_ms: int,
        password_hash: str | None = None,
        first: bool = False,
    ) -> User:
        """Raises Conflict for a name or address that is taken, and, with `first`, when there is an administrator."""
        given = UserChanges(
            name=user.name, role=user.role, cameras=user.cameras, display_name=user.display_name, email=user.email,
            enabled=user.enabled,
        )  # fmt: skip
        values = _columns(given) | {"google_id": user.google_id, "created_ms": now_ms, "updated_ms": now_ms}
        values["password_hash"] = password_hash
        if password_hash is not None:
            values["password_ms"] = now_ms
        with self._writing() as connection:
            if first and administrators(connection):
                raise Conflict("There is an administrator already. Sign in.", code="administrator_exists")
            if connection.execute(select(func.count()).select_from(user_profiles)).scalar_one() >= MOST_USERS:
                raise Conflict(f"There are at most {MOST_USERS} accounts. Delete one first.")
            made = connection.execute(insert(user_profiles).values(**values).returning(user_profiles.c.id)).scalar_one()
            _set_cameras(connection, made, user.cameras)
            return user_of(connection, made)

    def change(self, user_id: int, changes: UserChanges, *, now_ms: int) -> tuple[User, User]:
        """Write what is given and nothing else, so that two changes at once undo no part of each other; returns the
        account before and after. Raises NotFound, InvalidInput (no such camera), Conflict (a name or address that is
        taken; the last administrator; one who would see some cameras only)."""
        with self._writing() as connection:
            before = user_of(connection, user_id)
            changed = update(user_profiles).where(user_profiles.c.id == user_id)
            connection.execute(changed.values(**_columns(changes), updated_ms=now_ms))
            if "cameras" in changes:
                _set_cameras(connection, user_id, changes["cameras"])
            after = user_of(connection, user_id)
            check_limit(after)
            _keep_an_administrator(connection)
            return before, after

    def remove(self, user_id: int) -> None:
        """With sessions, keys, links and own searches. Raises NotFound, Conflict for the last administrator."""
        with self._store.write() as connection:
            if not connection.execute(delete(user_profiles).where(user_profiles.c.id == user_id)).rowcount:
                raise _missing()
            _keep_an_administrator(connection)
            connection.execute(delete(saved_searches).where(saved_searches.c.owner_id == user_id))

    def password_hash(self, user_id: int) -> str | None:
        """None: this account has none."""
        chosen = select(user_profiles.c.password_hash).where(user_profiles.c.id == user_id)
        with self._store.read() as connection:
            return connection.execute(chosen).scalar_one_or_none()

    def set_password(self, user_id: int, password_hash: str, *, now_ms: int) -> None:
        self._set(user_id, {"password_hash": password_hash, "password_ms": now_ms, "updated_ms": now_ms})

    def note_sign_in(
        self,
        user_id: int,
        *,
        now_ms: int,
        google_id: str | None = None,
        photo: str | None = None,
        language: str | None = None,
    ) -> None:
        values: dict[str, Any] = {
            "last_login": now_ms, "first_login": func.coalesce(user_profiles.c.first_login, now_ms),
        }  # fmt: skip
        if language is not None:
            values["language"] = language
        if google_id is not None:
            values |= {"google_id": google_id, "photo_url": photo}
        self._set(user_id, values)

    def factor(self, user_id: int) -> tuple[bytes | None, bool]:
        """The sealed secret of the second factor, and whether it is asked for."""
        with self._store.read() as connection:
            chosen = select(user_profiles.c.totp_secret, user_profiles.c.totp_confirmed)
            row = connection.execute(chosen.where(user_profiles.c.id == user_id)).one_or_none()
            return (row.totp_secret, row.totp_confirmed) if row else (None, False)

    def set_factor(self, user_id: int, sealed: bytes | None, *, confirmed: bool, now_ms: int) -> None:
        """`sealed` None: no second factor any more."""
        values = {"totp_secret": sealed, "totp_confirmed": confirmed, "updated_ms": now_ms}
        self._set(user_id, values | ({} if confirmed else {"totp_step": 0}))

    def sealed_factors(self) -> dict[int, bytes]:
        """Every sealed secret by user, for a rotation of the key."""
        with self._store.read() as connection:
            chosen = select(user_profiles.c.id, user_profiles.c.totp_secret)
            rows = connection.execute(chosen.where(user_profiles.c.totp_secret.is_not(None)))
            return {row.id: row.totp_secret for row in rows}

    def take_step(self, user_id: int, step: int) -> bool:
        """Accept a code of this time step; False when this or a later one was accepted before."""
        newer = update(user_profiles).where(user_profiles.c.id == user_id, user_profiles.c.totp_step < step)
        with self._store.write() as connection:
            return connection.execute(newer.values(totp_step=step)).rowcount == 1

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._store.write() as connection:
            try:
                yield connection
            except IntegrityError as error:
                raise _refusal(error) from error

    def _one(self, chosen: Select[Any]) -> User | None:
        with self._store.read() as connection:
            row = connection.execute(chosen).first()
            return None if row is None else _user(connection, row)

    def _set(self, user_id: int, values: Mapping[str, Any]) -> None:
        with self._store.write() as connection:
            if not connection.execute(
                update(user_profiles).where(user_profiles.c.id == user_id).values(**values)
            ).rowcount:
                raise _missing()


def user_of(connection: Connection, user_id: int) -> User:
    """Raises NotFound."""
    row = connection.execute(select(user_profiles).where(user_profiles.c.id == user_id)).one_or_none()
    if row is None:
        raise _missing()
    return _user(connection, row)


def administrators(connection: Connection) -> int:
    """How many could sign in and put things right."""
    chosen = select(func.count()).where(
        user_profiles.c.role == Role.ADMIN.value,
        user_profiles.c.enabled,
        or_(user_profiles.c.password_hash.is_not(None), user_profiles.c.google_id.is_not(None)),
    )
    return int(connection.execute(chosen).scalar_one())


def _keep_an_administrator(connection: Connection) -> None:
    if not administrators(connection):
        raise Conflict(
            "This is the last administrator who can sign in. Make another one first.", code="last_administrator"
        )


def _user(connection: Connection, row: Row[Any]) -> User:
    limit: Iterable[int] | None = None
    if not row.all_cameras:
        limit = connection.execute(select(user_cameras.c.camera_id).where(user_cameras.c.user_id == row.id)).scalars()
    return User(
        row.id,
        row.name,
        Role(row.role),
        None if limit is None else frozenset(limit),
        row.display_name,
        row.gmail_address,
        row.google_id,
        row.photo_url,
        row.enabled,
        row.password_hash is not None,
        row.totp_confirmed,
        row.created_ms,
        row.last_login,
        row.language,
    )


def _columns(changes: UserChanges) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if "name" in changes:
        columns |= {"name": changes["name"], "name_key": name_key(changes["name"])}
    if "display_name" in changes:
        columns["display_name"] = changes["display_name"]
    if "email" in changes:
        columns["gmail_address"] = changes["email"].lower() if changes["email"] else None
    if "role" in changes:
        columns["role"] = changes["role"].value
    if "cameras" in changes:
        columns["all_cameras"] = changes["cameras"] is None
    if "enabled" in changes:
        columns["enabled"] = changes["enabled"]
    return columns


def _set_cameras(connection: Connection, user_id: int, limit: frozenset[int] | None) -> None:
    connection.execute(delete(user_cameras).where(user_cameras.c.user_id == user_id))
    wanted = sorted(limit or ())
    known = set(connection.execute(select(cameras.c.id).where(cameras.c.id.in_(wanted))).scalars())
    for camera_id in wanted:
        if camera_id not in known:
            raise InvalidInput(f"There is no camera {camera_id}.")
        connection.execute(insert(user_cameras).values(user_id=user_id, camera_id=camera_id))


def _missing() -> NotFound:
    return NotFound("There is no such account (any more).")


def _refusal(error: IntegrityError) -> Conflict:
    taken = "e-mail address" if "gmail_address" in str(error.orig) else "name"
    return Conflict(f"Another account has this {taken}.", code="account_taken", details={"field": taken})
