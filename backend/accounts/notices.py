"""Tells the owner of an account by mail when its password, second factor, keys or devices change (ASVS 2.2.3)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from backend.accounts.letters import Notice, notice, trial
from backend.domain.account import User
from backend.domain.errors import EpackError
from backend.domain.language import Language
from backend.domain.mail import Mail
from backend.runtime.clock import Clock
from database.repositories.users import UserRepository

log = logging.getLogger(__name__)


class Notices:
    """`queue` takes a mail, or drops it where none can be sent. `site`: language (`auto`: not said) and time zone."""

    def __init__(
        self,
        users: UserRepository,
        queue: Callable[[Mail], None],
        site: Callable[[], tuple[str, str]],
        clock: Clock,
    ) -> None:
        self._users = users
        self._queue = queue
        self._site = site
        self._clock = clock

    def tell(self, kind: Notice, user_id: int, *, what: str = "", address: str = "") -> None:
        """Never a reason to refuse what was done: trouble goes to the log."""
        try:
            user = self._users.get(user_id)
            if user.email:
                subject, body = notice(
                    kind, self._languages(user), name=user.name, what=what, address=address, time=self._time()
                )
                self._queue(Mail(user.email, f"account_{kind}", subject, body))
        except EpackError as error:
            log.warning("the owner of an account could not be told: %s", error.message)

    def trial(self, user: User) -> Mail:
        """A mail that tries the mail server out."""
        subject, body = trial(self._languages(user))
        return Mail(user.email or "", "trial", subject, body)

    def _languages(self, user: User) -> tuple[Language, ...]:
        """Of the account, else of the site, else both."""
        for said in (user.language, self._site()[0]):
            if said == "en":
                return ("en",)
            if said == "vi":
                return ("vi",)
        return ("vi", "en")

    def _time(self) -> str:
        at = datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC).astimezone(ZoneInfo(self._site()[1]))
        return f"{at:%Y-%m-%d %H:%M %Z}"
