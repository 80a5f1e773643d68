"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for the day it is lost."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import pyotp
import segno

from backend.accounts.guessing import Guessing, factor_key
from backend.accounts.notices import Notices
from backend.accounts.pauses import FACTOR
from backend.accounts.tokens import token_hash
from backend.config.secret_box import SecretBox
from backend.domain.account import User
from backend.domain.errors import Conflict, SignInNeeded
from backend.runtime.clock import Clock
from database.repositories.recovery_codes import RecoveryCodeRepository
from database.repositories.users import UserRepository

RECOVERY_CODES = 10
STEP_S = 30
DRIFT_STEPS = 1
"""A code of the step before or after is taken too: clocks differ, and typing takes time."""
_ISSUER = "ePACK"
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_CODE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the authenticator app is given: as text, as the address a QR code holds, and as that code."""

    secret: str
    address: str
    picture: str
    """That QR code: an SVG as a data address."""


class SecondFactor:
    def __init__(
        self,
        users: UserRepository,
        codes: RecoveryCodeRepository,
        guessing: Guessing,
        box: SecretBox,
        notices: Notices,
        clock: Clock,
    ) -> None:
        self._users = users
        self._codes = codes
        self._guessing = guessing
        self._box = box
        self._notices = notices
        self._clock = clock

    def begin(self, user: User) -> Enrolment:
        """A new secret; it is asked for once a code of it was given. Raises Conflict when there is one already."""
        if user.second_factor:
            raise Conflict("The second factor is on already. Switch it off first.", code="factor_on")
        secret = pyotp.random_base32()
        self._users.set_factor(user.id, self._seal(secret), confirmed=False, now_ms=self._clock.now_ms())
        address = pyotp.TOTP(secret, name=user.name, issuer=_ISSUER).provisioning_uri()
        return Enrolment(secret, address, segno.make(address, error="m").svg_data_uri(border=2))

    def confirm(self, user: User, code: str) -> list[str]:
        """Switch it on; returns the recovery codes, which are shown once. Raises SignInNeeded, TooSoon, Conflict."""
        sealed, confirmed = self._users.factor(user.id)
        if sealed is None or confirmed:
            raise Conflict("Begin with a new secret.", code="factor_not_begun")
        self._checked(user.id, code, recovery=False)
        self._users.set_factor(user.id, sealed, confirmed=True, now_ms=self._clock.now_ms())
        self._notices.tell("factor_on", user.id)
        return self.new_recovery_codes(user.id)

    def new_recovery_codes(self, user_id: int) -> list[str]:
        """New ones; the former are void."""
        codes = ["".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH)) for _ in range(RECOVERY_CODES)]
        self._codes.replace(user_id, [token_hash(code) for code in codes])
        return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]

    def check(self, user_id: int, code: str) -> None:
        """A code of the app or a recovery code; either is taken once. Raises SignInNeeded, TooSoon."""
        self._checked(user_id, code, recovery=True)

    def switch_off(self, user_id: int) -> None:
        _, was_on = self._users.factor(user_id)
        self._users.set_factor(user_id, None, confirmed=False, now_ms=self._clock.now_ms())
        self._codes.replace(user_id, [])
        if was_on:
            self._notices.tell("factor_off", user_id)

    def recovery_codes_left(self, user_id: int) -> int:
        return self._codes.left(user_id)

    def _checked(self, user_id: int, code: str, *, recovery: bool) -> None:
        keys = {factor_key(user_id): FACTOR}
        self._guessing.attempt(keys)
        typed = "".join(sign for sign in code.lower() if sign.isascii() and sign.isalnum())
        right = self._is_current(user_id, typed) if typed.isdecimal() and len(typed) == 6 else False
        if not right and recovery and len(typed) == _CODE_LENGTH:
            right = self._codes.use_up(user_id, token_hash(typed))
        if not right:
            raise SignInNeeded(
                "This code is not right, or was used already. Wait for the next one.", code="factor_refused"
            )
        self._guessing.succeeded(keys, refunded={})

    def _is_current(self, user_id: int, code: str) -> bool:
        sealed, _ = self._users.factor(user_id)
        if sealed is None:
            return False
        totp = pyotp.TOTP(str(self._box.open(sealed)["secret"]))
        now_step = self._clock.now_ms() // (1000 * STEP_S)
        for step in range(now_step - DRIFT_STEPS, now_step + DRIFT_STEPS + 1):
            if secrets.compare_digest(totp.generate_otp(step), code):
                # Whoever looked over the shoulder must not use the same code again.
                return self._users.take_step(user_id, step)
        return False

    def _seal(self, secret: str) -> bytes:
        return self._box.seal({"secret": secret})
