"""Accounts: the first administrator, invitations, changes, resets. Whatever takes rights away ends sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from backend.accounts import password_rules
from backend.accounts.guessing import Guessing, account_key, factor_key
from backend.accounts.notices import Notices
from backend.accounts.passwords import Passwords
from backend.accounts.second_factor import SecondFactor
from backend.accounts.sessions import Sessions
from backend.accounts.tokens import new_token, token_hash
from backend.domain.account import Role, User, UserChanges, check_limit, name_key
from backend.domain.errors import InvalidInput, NotFound
from backend.runtime.clock import Clock
from database.repositories.one_time_addresses import AddressKind, OneTimeAddress, OneTimeAddressRepository
from database.repositories.users import UserRepository

SETUP: AddressKind = "setup"
INVITATION: AddressKind = "invitation"
RESET: AddressKind = "reset"
_HOUR_MS = 3600 * 1000
LIFETIME_MS = {SETUP: 24 * _HOUR_MS, INVITATION: 7 * 24 * _HOUR_MS, RESET: 24 * _HOUR_MS}
_LONGEST_NAME = 254
"""An e-mail address may be one, and is no longer (RFC 5321)."""


@dataclass(frozen=True, slots=True)
class Issued:
    """An address just made; `token` is its secret part and kept nowhere."""

    user: User | None
    kind: AddressKind
    token: str
    expires_ms: int


class People:
    def __init__(
        self,
        users: UserRepository,
        addresses: OneTimeAddressRepository,
        passwords: Passwords,
        sessions: Sessions,
        factor: SecondFactor,
        guessing: Guessing,
        notices: Notices,
        shortest_password: Callable[[], int],
        clock: Clock,
    ) -> None:
        self._users = users
        self._addresses = addresses
        self._passwords = passwords
        self._sessions = sessions
        self._factor = factor
        self._guessing = guessing
        self._notices = notices
        self._shortest = shortest_password
        self._clock = clock

    def setup_needed(self) -> bool:
        return not self._users.has_administrator()

    def renew_setup(self) -> Issued | None:
        """A new address that makes the administrator; the former one ends. None when there is an administrator."""
        return self._issue(SETUP, None) if self.setup_needed() else None

    def invite(self, user: User) -> Issued:
        """Add an account without a password, and the address where its owner sets one.

        Raises InvalidInput, Conflict for a name or address that is taken.
        """
        made = self._users.add(replace(checked(user), id=0, enabled=True), now_ms=self._clock.now_ms())
        return self._issue(INVITATION, made)

    def reset(self, user_id: int) -> Issued:
        """The address where this account's password is set anew; the present one holds until then. Raises NotFound."""
        user = self._users.get(user_id)
        return self._issue(RESET if user.has_password else INVITATION, user)

    def change(self, user_id: int, changes: UserChanges) -> User:
        """Raises NotFound, InvalidInput, Conflict. Sessions end when what the account may do became something else."""
        before, after = self._users.change(user_id, _checked(changes), now_ms=self._clock.now_ms())
        if (before.role, before.cameras, before.enabled) != (after.role, after.cameras, after.enabled):
            self._sessions.end_all(user_id)
        return after

    def remove(self, user_id: int) -> None:
        """Raises NotFound, Conflict for the last administrator."""
        self._users.remove(user_id)

    def drop_factor(self, user_id: int) -> None:
        """Somebody lost the second factor and the recovery codes. Raises NotFound."""
        user = self._users.get(user_id)
        self._factor.switch_off(user.id)
        self._guessing.forgive(factor_key(user.id))
        self._sessions.end_all(user.id)

    def look(self, token: str) -> tuple[OneTimeAddress, User | None]:
        """What an address is for. Raises NotFound when it was used, has ended or never was, or its account is switched
        off."""
        found = self._addresses.find(token_hash(token), now_ms=self._clock.now_ms())
        if found is None or (found.kind == SETUP and not self.setup_needed()):
            raise _gone()
        user = None if found.user_id is None else self._users.get(found.user_id)
        if user is not None and not user.enabled:
            raise _gone()
        return found, user

    def accept(self, token: str, password: str, name: str | None = None) -> User:
        """Set the password; the address ends. `name` is wanted for the first administrator only.

        Raises NotFound, InvalidInput (what is wrong with the password), Conflict.
        """
        found, user = self.look(token)
        wanted = user or checked(User(0, (name or "").strip(), Role.ADMIN))
        password_rules.check(password, name=wanted.name, shortest=self._shortest())
        made = self._passwords.hash(password)
        now_ms = self._clock.now_ms()
        if user is None:
            # Made first: whoever chose a name that is taken chooses another one at the same address.
            administrator = self._users.add(wanted, now_ms=now_ms, password_hash=made, first=True)
            self._addresses.use_up(token_hash(token))
            return administrator
        if not self._addresses.use_up(token_hash(token)):
            raise _gone()
        self._users.set_password(user.id, made, now_ms=now_ms)
        self._sessions.end_all(user.id)
        self._guessing.forgive(account_key(name_key(user.name)))
        if found.kind == RESET:
            self._notices.tell("password_reset", user.id)
        return self._users.get(found.user_id or user.id)

    def set_password(self, user: User, password: str, *, keep_session: str | None) -> None:
        """The person's own choice: all sessions but `keep_session` end. Raises InvalidInput."""
        password_rules.check(password, name=user.name, shortest=self._shortest())
        self._users.set_password(user.id, self._passwords.hash(password), now_ms=self._clock.now_ms())
        self._sessions.end_all(user.id, but=keep_session)
        self._notices.tell("password", user.id)

    def waiting(self) -> dict[int, int]:
        """When the open address of each user ends, by user id."""
        return self._addresses.waiting(now_ms=self._clock.now_ms())

    def _issue(self, kind: AddressKind, user: User | None) -> Issued:
        now_ms, token = self._clock.now_ms(), new_token()
        expires_ms = now_ms + LIFETIME_MS[kind]
        address = OneTimeAddress(kind, user.id if user else None, expires_ms)
        self._addresses.put(address, token_hash(token), now_ms=now_ms)
        return Issued(user, kind, token, expires_ms)


def checked(user: User) -> User:
    """Raises InvalidInput for a name, e-mail address or combination that makes no sense."""
    said = _checked({"name": user.name, "email": user.email, "display_name": user.display_name})
    check_limit(user)
    return replace(user, **said)


def _checked(changes: UserChanges) -> UserChanges:
    made = changes.copy()
    if "name" in made:
        made["name"] = name = made["name"].strip()
        if not name or len(name) > _LONGEST_NAME or not all(sign.isprintable() for sign in name):
            raise InvalidInput(f"A sign-in name has 1 to {_LONGEST_NAME} characters.", code="name_refused")
    if "email" in made:
        made["email"] = email = (made["email"] or "").strip().lower() or None
        if email is not None and not _looks_like_email(email):
            raise InvalidInput("This is no e-mail address.", code="email_refused")
    if "display_name" in made:
        made["display_name"] = made["display_name"].strip()
    return made


def _looks_like_email(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(local and at and "." in domain and len(text) <= 254 and not any(sign.isspace() for sign in text))


def _gone() -> NotFound:
    return NotFound("This address was used already or has ended. Ask for a new one.", code="address_used_up")
