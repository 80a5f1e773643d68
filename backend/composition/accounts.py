"""Accounts put together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from backend.accounts.desk import Accounts
from backend.accounts.google_sign_in import GoogleConfig, GoogleSignIn
from backend.accounts.guessing import Guessing
from backend.accounts.keys import Keys
from backend.accounts.links import ClipLinks
from backend.accounts.local_key import LocalKey
from backend.accounts.notices import Notices
from backend.accounts.passwords import HashCost, Passwords
from backend.accounts.people import People
from backend.accounts.second_factor import SecondFactor
from backend.accounts.sessions import Limits, Sessions
from backend.accounts.sign_in import SignIn
from backend.config.secret_box import SecretBox
from backend.config.settings import Settings
from backend.domain.mail import Mail
from backend.runtime.clock import Clock
from database.engine import Store
from database.repositories.api_keys import ApiKeyRepository
from database.repositories.clip_links import ClipLinkRepository
from database.repositories.one_time_addresses import OneTimeAddressRepository
from database.repositories.recovery_codes import RecoveryCodeRepository
from database.repositories.sessions import SessionRepository
from database.repositories.sign_in_pauses import PauseRepository
from database.repositories.stored_secrets import SecretRepository
from database.repositories.users import UserRepository

_HOUR_MS = 3600 * 1000


def accounts(
    store: Store,
    settings: Callable[[], Settings],
    box: SecretBox,
    clock: Clock,
    *,
    local_key: Path,
    cost: HashCost | None = None,
    queue: Callable[[Mail], None] = lambda _mail: None,
) -> Accounts:
    """`cost`: of password hashes, in place of the settings'. `queue`: takes mails to the owners of accounts."""
    users, rows = UserRepository(store), SessionRepository(store)
    passwords = Passwords(lambda: cost or hash_cost(settings()))
    guessing = Guessing(PauseRepository(store), clock)
    sessions = Sessions(rows, lambda: _limits(settings()), clock)
    notices = Notices(users, queue, lambda: (settings().language, settings().timezone), clock)
    factor = SecondFactor(users, RecoveryCodeRepository(store), guessing, box, notices, clock)
    return Accounts(
        users=users,
        people=People(
            users,
            OneTimeAddressRepository(store),
            passwords,
            sessions,
            factor,
            guessing,
            notices,
            lambda: settings().password_min_length,
            clock,
        ),
        sign_in=SignIn(users, rows, passwords, guessing, sessions, factor, notices, clock),
        sessions=sessions,
        guessing=guessing,
        factor=factor,
        google=GoogleSignIn(lambda: _google(settings()), users, SecretRepository(store), box, clock),
        keys=Keys(ApiKeyRepository(store), notices, clock),
        links=ClipLinks(ClipLinkRepository(store), box, clock),
        local_key=LocalKey(local_key),
        notices=notices,
    )


def hash_cost(settings: Settings) -> HashCost:
    return HashCost(settings.argon2_memory_mib, settings.argon2_passes, settings.argon2_lanes)


def _limits(settings: Settings) -> Limits:
    return Limits(round(settings.session_idle_h * _HOUR_MS), settings.session_absolute_days * 24 * _HOUR_MS)


def _google(settings: Settings) -> GoogleConfig:
    return GoogleConfig(settings.google_client_id, settings.google_domain, settings.google_issuer.rstrip("/"))
