"""Sign-in with Google, or another OpenID provider: authorization code flow with state, PKCE and nonce.

It only says who somebody is. Access to Google Drive is a consent of its own, given elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from google.auth import jwt
from google.auth.exceptions import GoogleAuthError

from backend.accounts.tokens import new_token
from backend.config.account_settings import SAFE_ADDRESS
from backend.config.secret_box import SecretBox
from backend.domain.account import User
from backend.domain.errors import FailedElsewhere, SignInNeeded, StoreError
from backend.runtime.clock import Clock
from database.repositories.stored_secrets import SecretRepository
from database.repositories.users import UserRepository

SECRET = "google sign-in"
PATIENCE_MS = 10 * 60 * 1000
"""How long somebody may take at Google."""
SKEW_S = 60
"""How far the clocks may differ."""
_TIMEOUT_S = (5.0, 10.0)
_LARGEST_ANSWER = 256 * 1024
_SCOPE = "openid email profile"


@dataclass(frozen=True, slots=True)
class GoogleConfig:
    client_id: str
    domain: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What this browser began; comes back sealed in a cookie, so that nobody else's answer fits it."""

    state: str
    nonce: str
    verifier: str
    redirect: str
    next_page: str
    ends_ms: int


class ProviderFailed(FailedElsewhere):
    """The provider does not answer, or not as it should."""

    code = "provider_failed"


class GoogleSignIn:
    def __init__(
        self,
        config: Callable[[], GoogleConfig],
        users: UserRepository,
        stored: SecretRepository,
        box: SecretBox,
        clock: Clock,
    ) -> None:
        self._config = config
        self._users = users
        self._stored = stored
        self._box = box
        self._clock = clock

    def ready(self) -> bool:
        """Whether it is set up."""
        return bool(self._config().client_id) and self.has_secret()

    def has_secret(self) -> bool:
        return self._stored.get(SECRET) is not None

    def set_secret(self, secret: str | None) -> None:
        """The client secret of the provider's console; None: forget it."""
        sealed = self._box.seal({"secret": secret}) if secret else None
        self._stored.put(SECRET, sealed, now_ms=self._clock.now_ms())

    def begin(self, redirect: str, next_page: str) -> tuple[str, str]:
        """(address to send the browser to, what to keep in its cookie). Raises SignInNeeded when it is not set up,
        ProviderFailed."""
        if not self.ready():
            raise SignInNeeded("Signing in with Google is not set up here.", code="google_not_set_up")
        config = self._config()
        attempt = Attempt(
            new_token(), new_token(), new_token(), redirect, next_page, self._clock.now_ms() + PATIENCE_MS
        )
        challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).decode().rstrip("=")
        query = {
            "client_id": config.client_id,
            "redirect_uri": redirect,
            "response_type": "code",
            "scope": _SCOPE,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "prompt": "select_account",
        }
        if config.domain:
            query["hd"] = config.domain
        address = self._endpoints()["authorization_endpoint"]
        return f"{address}?{urlencode(query)}", self._box.seal(asdict(attempt)).decode()

    def finish(self, kept: str | None, state: str, code: str) -> tuple[User, str]:
        """(who it is, the page to go on with). Raises SignInNeeded, ProviderFailed."""
        attempt = self._attempt(kept, state)
        claims = self._claims(code, attempt)
        email = str(claims["email"]).lower()
        domain = self._config().domain.lower()
        if domain and (email.rpartition("@")[2] != domain or str(claims.get("hd", domain)).lower() != domain):
            raise _refused("This Google account does not belong to the domain that may sign in here.")
        user = self._users.by_google(str(claims["sub"]), email)
        if user is None or not user.enabled:
            raise _refused("This Google account has no access here. Ask an administrator for an invitation.")
        photo = str(claims["picture"])[:500] if str(claims.get("picture", "")).startswith("https://") else None
        self._users.note_sign_in(user.id, now_ms=self._clock.now_ms(), google_id=str(claims["sub"]), photo=photo)
        return self._users.get(user.id), attempt.next_page

    def _attempt(self, kept: str | None, state: str) -> Attempt:
        try:
            attempt = Attempt(**self._box.open((kept or "").encode("utf-8", "replace")))
        except (StoreError, TypeError) as error:
            raise _over() from error
        if self._clock.now_ms() > attempt.ends_ms or not secrets.compare_digest(
            attempt.state.encode(), state.encode("utf-8", "replace")
        ):
            raise _over()
        return attempt

    def _claims(self, code: str, attempt: Attempt) -> Mapping[str, Any]:
        """What the provider says of the person, after every check of how it says so."""
        config, endpoints = self._config(), self._endpoints()
        answer = self._exchange(endpoints["token_endpoint"], code, attempt, config.client_id)
        claims = self._verified(str(answer.get("id_token", "")), self._asked("GET", endpoints["jwks_uri"]), config)
        if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), attempt.nonce.encode()):
            raise ProviderFailed("What Google said of this person belongs to something else. Try again.")
        if not claims.get("email") or claims.get("email_verified") is not True:
            raise _refused("This Google account has no verified e-mail address.")
        return claims

    def _verified(self, token: str, keys: Mapping[str, Any], config: GoogleConfig) -> dict[str, Any]:
        """The claims of a token that this issuer signed, for us, a moment ago. Raises ProviderFailed."""
        try:
            certificates = {str(key["kid"]): _pem(key) for key in keys["keys"] if key.get("kty") == "RSA"}
            claims: dict[str, Any] = dict(
                jwt.decode(  # type: ignore[no-untyped-call]
                    token, certificates, audience=config.client_id, clock_skew_in_seconds=SKEW_S
                )
            )
        except (GoogleAuthError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ProviderFailed(
                "What Google said of this person cannot be verified. Is the clock of this computer right? Try again."
            ) from error
        # Google also writes its name without https://.
        if claims.get("iss") not in (config.issuer, config.issuer.removeprefix("https://")) or not claims.get("sub"):
            raise ProviderFailed("Somebody else than the sign-in provider vouches for this person. Begin again.")
        return claims

    def _exchange(self, address: str, code: str, attempt: Attempt, client_id: str) -> dict[str, Any]:
        sealed = self._stored.get(SECRET)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.redirect,
            "client_id": client_id,
            "client_secret": str(self._box.open(sealed)["secret"]) if sealed else "",
            "code_verifier": attempt.verifier,
        }
        return self._asked("POST", address, form)

    def _endpoints(self) -> dict[str, str]:
        """Where the provider is asked what, from its own description. Raises ProviderFailed."""
        issuer = self._config().issuer
        described = self._asked("GET", f"{issuer}/.well-known/openid-configuration")
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        found = {name: str(described.get(name, "")) for name in names}
        for address in found.values():
            parts = urlsplit(address)
            if not SAFE_ADDRESS.fullmatch(f"{parts.scheme}://{parts.netloc}"):
                raise ProviderFailed("The sign-in provider's description is not usable.")
        return found

    def _asked(self, method: str, address: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
        """A JSON object; never follows a redirection, which could lead anywhere. Raises ProviderFailed."""
        try:
            with requests.request(
                method, address, data=form, timeout=_TIMEOUT_S, allow_redirects=False, stream=True
            ) as reply:
                body = reply.raw.read(_LARGEST_ANSWER, decode_content=True)
                found = json.loads(body) if reply.status_code == 200 else None
        except (requests.RequestException, OSError, ValueError) as error:
            raise ProviderFailed("Google does not answer. Check the network, or sign in with a password.") from error
        if not isinstance(found, dict):
            raise ProviderFailed("Google refused the sign-in. Try again; if it stays so, check client ID and secret.")
        return found


def _over() -> SignInNeeded:
    return SignInNeeded("This sign-in was begun elsewhere or took too long. Begin again.", code="google_begin_again")


def _refused(message: str) -> SignInNeeded:
    return SignInNeeded(message, code="google_refused")


def _pem(key: Mapping[str, Any]) -> bytes:
    """An RSA key of a JSON web key set (RFC 7517) in the form the verifier reads."""
    exponent, modulus = (int.from_bytes(base64.urlsafe_b64decode(f"{key[part]}==")) for part in ("e", "n"))
    public = RSAPublicNumbers(exponent, modulus).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
