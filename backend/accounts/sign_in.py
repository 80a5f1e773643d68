"""Signing in: with a password, then with the second factor where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from backend.accounts.guessing import Guessing, Keys, account_key, address_key, device_key
from backend.accounts.notices import Notices
from backend.accounts.passwords import Passwords
from backend.accounts.pauses import ACCOUNT, ADDRESS, DEVICE
from backend.accounts.second_factor import SecondFactor
from backend.accounts.sessions import Opened, Origin, Sessions
from backend.accounts.tokens import new_token, token_hash
from backend.domain.account import User, name_key
from backend.domain.errors import SignInNeeded
from backend.runtime.clock import Clock
from database.repositories.sessions import Session, SessionRepository
from database.repositories.users import UserRepository


@dataclass(frozen=True, slots=True)
class SignedIn:
    user: User
    opened: Opened
    device: str
    """Token by which this browser is known from now on."""


class SignIn:
    def __init__(
        self,
        users: UserRepository,
        devices: SessionRepository,
        passwords: Passwords,
        guessing: Guessing,
        sessions: Sessions,
        factor: SecondFactor,
        notices: Notices,
        clock: Clock,
    ) -> None:
        self._users = users
        self._devices = devices
        self._passwords = passwords
        self._guessing = guessing
        self._sessions = sessions
        self._factor = factor
        self._notices = notices
        self._clock = clock

    def with_password(self, name: str, password: str, origin: Origin) -> SignedIn:
        """Raises SignInNeeded (`sign_in_refused`; the same for unknown names) and TooSoon."""
        user = self._users.by_name(name)
        own, shared = self._keys(name, user, origin)
        self._guessing.attempt({**own, **shared})
        stored = self._users.password_hash(user.id) if user is not None else None
        if not self._passwords.matches(stored, password) or user is None or stored is None or not user.enabled:
            raise SignInNeeded("Name or password is not right.", code="sign_in_refused")
        self._guessing.succeeded(own, refunded=shared)
        if self._passwords.outdated(stored):
            self._users.set_password(user.id, self._passwords.hash(password), now_ms=self._clock.now_ms())
        return self.open(user, "password", origin)

    def with_factor(self, session: Session, code: str, origin: Origin) -> SignedIn:
        """The second step: the waiting session becomes a full one. Raises SignInNeeded, TooSoon."""
        user = self._users.get(session.user_id)
        self._factor.check(user.id, code)
        self._sessions.end(user.id, session.public_id)
        return self._full(user, session.provider, origin)

    def open(self, user: User, provider: str, origin: Origin) -> SignedIn:
        """A session for somebody whose first factor was right; it waits for the second where there is one."""
        if user.second_factor:
            opened = self._sessions.open(user, provider, origin, factor_due=True)
            return SignedIn(user, opened, origin.device or new_token())
        return self._full(user, provider, origin)

    def knows(self, device: str) -> bool:
        """Whether somebody signed in at this browser before."""
        return self._devices.is_device_of_somebody(token_hash(device))

    def confirm_password(self, user: User, password: str) -> None:
        """The person at this session knows the password still. Raises SignInNeeded (`password_wrong`), TooSoon."""
        keys = {f"confirm {user.id}": DEVICE}
        self._guessing.attempt(keys)
        if not self._passwords.matches(self._users.password_hash(user.id), password):
            raise SignInNeeded("This is not your present password.", code="password_wrong")
        self._guessing.succeeded(keys, refunded={})

    def _full(self, user: User, provider: str, origin: Origin) -> SignedIn:
        opened = self._sessions.open(user, provider, origin, factor_due=False)
        # A token that this server did not give to anybody is not taken over from the browser.
        device = origin.device if origin.device and self.knows(origin.device) else new_token()
        now_ms = self._clock.now_ms()
        unknown = not self._devices.is_known_device(user.id, token_hash(device))
        self._devices.know_device(user.id, token_hash(device), now_ms=now_ms)
        self._users.note_sign_in(user.id, now_ms=now_ms, language=origin.language)
        if unknown and provider != "address":
            # Whoever came by a one-time address set the password just now, and is told of that.
            self._notices.tell("device", user.id, what=origin.user_agent, address=origin.address)
        return SignedIn(user, opened, device)

    def _keys(self, name: str, user: User | None, origin: Origin) -> tuple[Keys, Keys]:
        """What an attempt counts against: of this name only, and of everybody at this address."""
        if user is not None and origin.device:
            device = token_hash(origin.device)
            if self._devices.is_known_device(user.id, device):
                return {device_key(user.id, device): DEVICE}, {}
        return {account_key(name_key(user.name if user else name)): ACCOUNT}, {address_key(origin.address): ADDRESS}
