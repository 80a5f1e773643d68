"""Sessions of signed-in browsers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from backend.accounts.tokens import new_id, new_token, token_hash
from backend.domain.account import Caller, User
from backend.domain.errors import StoreError
from backend.runtime.clock import Clock
from database.repositories.sessions import Session, SessionRepository

log = logging.getLogger(__name__)

TOUCH_EVERY_MS = 5 * 60 * 1000
"""How old "last seen" may be before it is written again, so that reading stays reading."""
FACTOR_PATIENCE_MS = 5 * 60 * 1000
"""How long the second factor may take."""
_LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class Limits:
    idle_ms: int
    absolute_ms: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from."""

    address: str
    user_agent: str = ""
    device: str | None = None
    """The token of a browser that somebody signed in with before."""
    language: str | None = None
    """In which the dashboard is shown there: `en`, `vi`."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just made or rotated; `token` goes to the browser and is kept nowhere else."""

    token: str
    session: Session


class Sessions:
    def __init__(self, sessions: SessionRepository, limits: Callable[[], Limits], clock: Clock) -> None:
        self._sessions = sessions
        self._limits = limits
        self._clock = clock

    def open(self, user: User, provider: str, origin: Origin, *, factor_due: bool) -> Opened:
        now_ms, token = self._clock.now_ms(), new_token()
        life_ms = FACTOR_PATIENCE_MS if factor_due else self._limits().absolute_ms
        session = Session(
            0, new_id(), user.id, provider, factor_due, now_ms, now_ms, now_ms + life_ms,
            origin.user_agent[:_LONGEST_AGENT], origin.address,
        )  # fmt: skip
        self.purge()
        return Opened(token, self._sessions.add(session, token_hash(token)))

    def find(self, token: str) -> tuple[Session, User] | None:
        """The session of this token while it lasts."""
        now_ms = self._clock.now_ms()
        return self._sessions.by_token(token_hash(token), now_ms=now_ms, seen_after_ms=now_ms - self._limits().idle_ms)

    def seen(self, session: Session, address: str) -> None:
        """Note that it is in use; seldom written, and never a reason to refuse a request."""
        now_ms = self._clock.now_ms()
        if abs(now_ms - session.seen_ms) < min(TOUCH_EVERY_MS, self._limits().idle_ms // 4):
            return
        try:
            self._sessions.touch(session.id, now_ms=now_ms, address=address)
        except StoreError as error:
            log.warning("could not note the use of a session: %s", error.message)

    def rotate(self, session: Session) -> Opened:
        """The same session under a new token: after its rights changed the old one opens nothing. Raises NotFound."""
        token = new_token()
        now_ms = self._clock.now_ms()
        self._sessions.rotate(session.public_id, token_hash(token), now_ms=now_ms)
        return Opened(token, replace(session, seen_ms=now_ms))

    def of_user(self, user_id: int) -> list[Session]:
        now_ms = self._clock.now_ms()
        return self._sessions.of_user(user_id, now_ms=now_ms, seen_after_ms=now_ms - self._limits().idle_ms)

    def purge(self) -> int:
        """Forget those that are over; how many."""
        now_ms = self._clock.now_ms()
        return self._sessions.purge(now_ms=now_ms, seen_after_ms=now_ms - self._limits().idle_ms)

    def end(self, user_id: int, public_id: str) -> None:
        """Raises NotFound."""
        self._sessions.end(user_id, public_id)

    def end_all(self, user_id: int, *, but: str | None = None) -> int:
        return self._sessions.end_all(user_id, but=but)


def caller_of(session: Session, user: User) -> Caller:
    return Caller(user.id, user.name, user.role, user.cameras, None, session.public_id)
