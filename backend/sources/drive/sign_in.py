"""Signing in to a Drive: the consent page of Google, and what comes back from it (OAuth 2 with PKCE, RFC 7636).

A sign-in is known by its state: random, good for one answer, within ten minutes, from the browser that began it. The
tokens wait here for half an hour, until the source they are for is stored; the browser never sees them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from backend.domain.errors import Conflict, EpackError, InvalidInput, NotFound
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.sources.drive import troubles
from backend.sources.drive.endpoints import DRIVE_SCOPE, SCOPES, DriveEndpoints
from backend.sources.drive.login import Token, checked_client_id

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 600.0
KEPT_FOR_S = 1800.0
MOST = 50
"""Sign-ins at the same time; the oldest go first."""
TIMEOUT_S = (5.0, 20.0)
ANSWER_BYTES = 256 * 1024


@dataclass(slots=True)
class SignIn:
    """One sign-in. `status`: waiting, done or failed."""

    state: str
    browser: str = field(repr=False)
    """Known to the browser that began it, in a cookie that scripts cannot read."""
    verifier: str = field(repr=False)
    client_id: str
    client_secret: str = field(repr=False)
    redirect: str
    began_s: float
    status: str = "waiting"
    account: str = ""
    code: str = ""
    message: str = ""
    token: Token | None = field(default=None, repr=False)
    answered: bool = False


class SignIns:
    """Kept in memory only: a restart ends what was under way. Safe to share between threads."""

    def __init__(self, endpoints: DriveEndpoints, clock: Clock) -> None:
        self._endpoints = endpoints
        self._clock = clock
        self._guard = Guard()
        self._open: dict[str, SignIn] = {}

    def begin(self, client_id: str, client_secret: str, redirect: str, *, account: str = "") -> tuple[SignIn, str]:
        """A new sign-in and the address of the consent page. Raises InvalidInput."""
        client_id = checked_client_id(client_id)
        if not client_secret.strip() or len(client_secret) > 400:
            raise InvalidInput(
                "Enter the client secret that stands beside the client ID in the Google Cloud console.",
                code="bad_source_setting", details={"field": "client_secret"},
            )  # fmt: skip
        one = SignIn(
            secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(64), client_id,
            client_secret.strip(), redirect, self._clock.monotonic(),
        )  # fmt: skip
        with self._guard:
            self._forget_old()
            while len(self._open) >= MOST:
                del self._open[next(iter(self._open))]
            self._open[one.state] = one
        challenge = base64.urlsafe_b64encode(hashlib.sha256(one.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code", "client_id": client_id, "redirect_uri": redirect, "scope": " ".join(SCOPES),
            "state": one.state, "code_challenge": challenge, "code_challenge_method": "S256",
            "access_type": "offline", "prompt": "consent",
        }  # fmt: skip
        if account:
            asked["login_hint"] = account
        return one, f"{self._endpoints.consent}?{urlencode(asked)}"

    def get(self, state: str) -> SignIn:
        """Raises NotFound when there is none, or no more."""
        with self._guard:
            self._forget_old()
            one = self._open.get(state)
        if one is None:
            raise NotFound("This sign-in has expired. Begin it once more.", code="sign_in_expired")
        return one

    def answer(self, state: str, browser: str, *, code: str | None, error: str | None) -> SignIn:
        """What the consent page sent the browser back with. Raises NotFound (expired), Conflict (answered before, or
        begun by another browser); what Google refuses is in the sign-in that is returned."""
        one = self.get(state)
        with self._guard:
            if one.answered or self._clock.monotonic() - one.began_s > ANSWER_WITHIN_S:
                raise Conflict("This sign-in was answered already. Begin it once more.", code="sign_in_used")
            if not hmac.compare_digest(one.browser.encode(), browser.encode()):
                raise Conflict(
                    "This sign-in was begun in another browser. Finish it there, or begin it here.",
                    code="sign_in_elsewhere",
                )
            one.answered = True
        try:
            if error or not code:
                raise troubles.refused(error or "access_denied", "")
            self._exchange(one, code)
            one.status = "done"
        except EpackError as trouble:
            one.status, one.code, one.message = "failed", trouble.code, trouble.message
            log.info("a sign-in to Google Drive failed: %s", trouble.code)
        one.verifier = ""
        return one

    def answer_of_address(self, state: str, browser: str, address: str) -> SignIn:
        """The same, from the address that the browser was sent to and could not open. Raises InvalidInput too."""
        found = {name: values[-1] for name, values in parse_qs(urlsplit(address.strip()).query).items()}
        if found.get("state") != state or not (found.get("code") or found.get("error")):
            raise InvalidInput(
                "This is not the address that Google sent the browser to. Copy all of it from the address bar.",
                code="bad_sign_in_address",
            )
        return self.answer(state, browser, code=found.get("code"), error=found.get("error"))

    def settled(self, config: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
        """Secrets as they are stored: a completed sign-in becomes its tokens. Raises InvalidInput, NotFound."""
        kept = {name: value for name, value in given.items() if name != "sign_in"}
        if "sign_in" not in given:
            return kept
        one = self.get(str(given["sign_in"]))
        if one.token is None:
            raise InvalidInput(
                one.message or "The sign-in with Google is not finished yet. Finish it in the other window.",
                code="sign_in_unfinished",
            )
        if config.get("client_id") != one.client_id:
            raise InvalidInput(
                "The client ID is not the one of this sign-in. Sign in once more.", code="sign_in_unfinished"
            )
        return {**kept, "client_secret": one.client_secret, "token": one.token.as_secret()}

    def revoke(self, token: Token) -> bool:
        """Give the consent back; True when Google took it, or had forgotten it already. Never raises."""
        try:
            reply = requests.post(self._endpoints.revoke, data={"token": token.refresh}, timeout=TIMEOUT_S)
        except requests.RequestException:
            log.warning("the consent could not be given back: Google cannot be reached")
            return False
        return reply.status_code in (200, 400)

    def _exchange(self, one: SignIn, code: str) -> None:
        """Raises SourceTrouble."""
        asked = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": one.redirect,
            "client_id": one.client_id, "client_secret": one.client_secret, "code_verifier": one.verifier,
        }  # fmt: skip
        answer = self._ask(asked)
        granted = str(answer.get("scope", "")).split()
        if DRIVE_SCOPE not in granted:
            raise troubles.refused("invalid_scope", "")
        account = _email(str(answer.get("id_token", "")), one.client_id)
        if not (account and answer.get("refresh_token") and answer.get("access_token")):
            # Without them nobody would know whose Drive it is, and in an hour it could not be read any more.
            raise troubles.refused("incomplete", "")
        expires_ms = self._clock.now_ms() + round(float(answer.get("expires_in", 3600)) * 1000)
        one.account = account
        one.token = Token(str(answer["access_token"]), str(answer["refresh_token"]), expires_ms, account)

    def _ask(self, asked: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            with requests.post(
                self._endpoints.token, data=asked, timeout=TIMEOUT_S, allow_redirects=False, stream=True
            ) as reply:
                body = reply.raw.read(ANSWER_BYTES, decode_content=True)
            answer = json.loads(body)
        except (requests.RequestException, OSError) as error:
            raise troubles.unreachable() from error
        except ValueError as error:
            raise troubles.answered(502, "") from error
        if not isinstance(answer, dict):
            raise troubles.answered(502, "")
        if reply.status_code >= 500 or reply.status_code == 429:
            raise troubles.answered(reply.status_code, "")
        if reply.status_code != 200:
            raise troubles.refused(str(answer.get("error", "")), str(answer.get("error_description", "")))
        return answer

    def _forget_old(self) -> None:
        now_s = self._clock.monotonic()
        for state, one in list(self._open.items()):
            if now_s - one.began_s > (KEPT_FOR_S if one.answered else ANSWER_WITHIN_S):
                del self._open[state]


def _email(id_token: str, client_id: str) -> str:
    """The account of a sign-in. The token came straight from Google over TLS, so its signature adds nothing (OpenID
    Connect Core, 3.1.3.7)."""
    try:
        body = id_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return str(claims["email"]) if claims.get("aud") == client_id else ""
    except (IndexError, ValueError, KeyError, TypeError):
        return ""
