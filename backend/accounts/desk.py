"""Everything about accounts in one object: what the API and the command line work with."""

from __future__ import annotations

from dataclasses import dataclass

from backend.accounts.google_sign_in import GoogleSignIn
from backend.accounts.guessing import Guessing
from backend.accounts.keys import Keys
from backend.accounts.links import ClipLinks
from backend.accounts.local_key import LocalKey
from backend.accounts.notices import Notices
from backend.accounts.people import People
from backend.accounts.second_factor import SecondFactor
from backend.accounts.sessions import Sessions
from backend.accounts.sign_in import SignIn
from database.repositories.users import UserRepository


@dataclass(frozen=True, slots=True)
class Accounts:
    users: UserRepository
    people: People
    sign_in: SignIn
    sessions: Sessions
    guessing: Guessing
    factor: SecondFactor
    google: GoogleSignIn
    keys: Keys
    links: ClipLinks
    local_key: LocalKey
    notices: Notices

    def forget(self) -> None:
        """Let go of sessions that are over, and of pauses nobody is under any more."""
        self.sessions.purge()
        self.guessing.purge()
