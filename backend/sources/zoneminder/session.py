"""Signed in at one ZoneMinder: by tokens (1.34 and newer), by a hash in every request, or by the form of its page.

Signing in again in the middle of work happens here, unseen by the rest. The password is sent only after the server has
shown that it is a ZoneMinder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl

import requests

from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.sources.addresses import Address, AddressGuard
from backend.sources.http_client import HttpClient
from backend.sources.zoneminder import answers
from backend.sources.zoneminder.answers import SignedOut

USUAL_PATHS = ("/zm", "")
"""Where installations have it: Debian and Ubuntu below /zm, containers and own host names at the root."""
_OF_ONE_PATH = (Trouble.REDIRECTED, Trouble.NOT_ALLOWED, Trouble.SERVER)
"""The server may well say something else below another path."""
_RENEW_EARLY_S = 120.0
_MISSING_API = (
    "No ZoneMinder answers under {where}. Give the address that you open in the browser, for example "
    "http://192.168.1.10/zm. If it is right, the web server does not pass on ZoneMinder's API (/api): see "
    '"API" in ZoneMinder\'s documentation.'
)
_PRIVACY = (
    "ZoneMinder shows its privacy page instead of the recordings. Sign in to ZoneMinder once in a browser as this user "
    "and accept the privacy page, or enter a user here who has no right to edit the system."
)


class Session:
    """One server. Not thread safe. All methods raise SourceTrouble, and Cancelled when stopped."""

    def __init__(
        self,
        address: Address,
        guard: AddressGuard,
        clock: Clock,
        *,
        user: str,
        password: str,
        fingerprint: str | None,
    ) -> None:
        self._address = address
        self._guard = guard
        self._clock = clock
        self._user = user
        self._password = password
        self._fingerprint = fingerprint
        self._http: HttpClient | None = None
        self._sign: dict[str, str] | None = None
        """Parameters that every request carries; None: not signed in."""
        self._refresh: str | None = None
        self._renew_at = float("inf")
        self.version: tuple[int, ...] = ()
        self.clock_ahead_ms: int | None = None
        """By how much the server's clock is ahead of ours; None: not told yet. True to about a second."""

    def close(self) -> None:
        if self._http is not None:
            self._http.close()

    @property
    def has_old_times(self) -> bool:
        return bool(self.version) and self.version < answers.RENAMED_TIMES

    def find(self, stop: StopSignal) -> None:
        """Look for the API below the address given and below the usual ones."""
        if self._http is not None:
            return
        refused: SourceTrouble | None = None
        for path in dict.fromkeys((self._address.path, *USUAL_PATHS)):
            stop.check()
            http = HttpClient(
                Address(self._address.scheme, self._address.host, self._address.port, path).url,
                self._guard,
                fingerprint=self._fingerprint,
            )
            try:
                if self._is_zoneminder(http, stop):
                    self._http = http
                    return
            except SourceTrouble as trouble:
                if trouble.trouble not in _OF_ONE_PATH:
                    raise
                refused = refused or trouble
            finally:
                if self._http is not http:
                    http.close()
        raise refused or SourceTrouble(Trouble.NOT_FOUND, _MISSING_API.format(where=self._address.url))

    def sign_in(self, stop: StopSignal) -> None:
        self.find(stop)
        if self._sign is not None and self._clock.monotonic() < self._renew_at:
            return
        self._sign = None
        if self._refresh is not None and self._renewed(stop):
            return
        if not self._user:
            self._without_user(stop)
            return
        reply = self._post("api/host/login.json", {"user": self._user, "pass": self._password}, stop)
        if reply.status_code == 404:
            self._by_form(stop)
            return
        told = _json(reply)
        if reply.status_code != 200 or told is None:
            raise self._refused(told)
        self._take(told)

    def ask(self, path: str, stop: StopSignal, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The answer of `api/PATH`, signed in; once more after signing in again when the server has forgotten us."""
        for again in (False, True):
            self.sign_in(stop)
            try:
                return self._ask_once(path, stop, params or {})
            except SignedOut:
                if again:
                    raise
                self._forget(soft=True)
        raise AssertionError("unreachable")

    def content(self, path: str, params: Mapping[str, Any], stop: StopSignal, most_bytes: int) -> bytes:
        """What a page of it gives, signed in. Raises SourceTrouble."""
        self.sign_in(stop)
        signed = {**params, **(self._sign or {})}
        reply = self._client.get(path, params=signed, answers=(401, 403), stop=stop, most_bytes=most_bytes)
        if reply.status_code != 200:
            raise SourceTrouble(Trouble.NOT_FOUND, "ZoneMinder does not have this (any more).")
        return reply.content

    def video(self, event_id: int, offset: int, stop: StopSignal) -> Iterator[bytes]:
        """The video file of an event from byte `offset` on. Raises ValueError("no ranges") as HttpClient does."""
        for again in (False, True):
            self.sign_in(stop)
            blocks = self._client.download(
                "index.php",
                stop,
                offset=offset,
                params={"view": "view_video", "eid": event_id, **(self._sign or {})},
                look=_look_at_video,
                follow=False,
            )
            try:
                first = next(blocks, b"")
            except SignedOut:
                if again:
                    raise SourceTrouble(Trouble.NOT_ALLOWED, answers.NO_RIGHTS) from None
                self._forget(soft=False)
                continue
            if first:
                yield first
            yield from blocks
            return

    # Signing in

    def _is_zoneminder(self, http: HttpClient, stop: StopSignal) -> bool:
        reply = http.get("api/host/getVersion.json", answers=(401,), stop=stop)
        self._note_clock(reply)
        told = _json(reply)
        return told is not None and ("version" in told or isinstance(told.get("data"), Mapping))

    def _without_user(self, stop: StopSignal) -> None:
        """ZoneMinder can be run without users (OPT_USE_AUTH off)."""
        self._sign = {}
        self.version = answers.version(self._ask_once("host/getVersion.json", stop, {}))

    def _renewed(self, stop: StopSignal) -> bool:
        """A new access token for the refresh token; False when that one is not good any more."""
        token, self._refresh = self._refresh, None
        reply = self._post("api/host/login.json", {"token": token}, stop)
        told = _json(reply)
        if reply.status_code != 200 or not told or not told.get("access_token"):
            return False
        self._refresh = token
        self._take(told)
        return True

    def _take(self, told: Mapping[str, Any]) -> None:
        """Keep what a sign-in gave: tokens, else the old `auth=...`, else nothing (no users in use)."""
        self.version = answers.version(told)
        self._renew_at = float("inf")
        if told.get("access_token"):
            self._sign = {"token": str(told["access_token"])}
            lasts_s = answers.number(told, "access_token_expires", 3600)
            self._renew_at = self._clock.monotonic() + max(_RENEW_EARLY_S, lasts_s - _RENEW_EARLY_S)
            if told.get("refresh_token"):
                self._refresh = str(told["refresh_token"])
            return
        self._sign = dict(parse_qsl(str(told.get("credentials") or ""), keep_blank_values=True))
        if str(told.get("append_password") or "0") != "0":
            self._sign["pass"] = self._password

    def _by_form(self, stop: StopSignal) -> None:
        """Before there was a login for programs: sign in as a browser does; a cookie stands for us from then on."""
        form = {"username": self._user, "password": self._password, "action": "login", "view": "console"}
        self._post("index.php", form, stop)
        try:
            told = self._ask_once("host/getVersion.json", stop, {})
        except SignedOut:
            raise SourceTrouble(Trouble.CREDENTIALS, "ZoneMinder refuses the user name or the password.") from None
        self._sign = {}
        self.version = answers.version(told)

    def _forget(self, *, soft: bool) -> None:
        """`soft`: the refresh token may still do."""
        self._sign = None
        if not soft:
            self._refresh = None

    # Talking

    @property
    def _client(self) -> HttpClient:
        assert self._http is not None, "find() comes first"
        return self._http

    def _post(self, path: str, form: Mapping[str, Any], stop: StopSignal) -> requests.Response:
        reply = self._client.request("POST", path, data=form, answers=(401,), stop=stop)
        self._note_clock(reply)
        return reply

    def _ask_once(self, path: str, stop: StopSignal, params: Mapping[str, Any]) -> dict[str, Any]:
        reply = self._client.get(f"api/{path}", params={**params, **(self._sign or {})}, answers=(401,), stop=stop)
        self._note_clock(reply)
        told = _json(reply)
        if reply.status_code == 401:
            raise self._refused(told)
        if reply.status_code == 404:
            raise SourceTrouble(Trouble.NOT_FOUND, "ZoneMinder does not have this (any more).")
        if reply.status_code != 200 or told is None:
            raise answers.strange()
        return told

    def _refused(self, told: Mapping[str, Any] | None) -> SourceTrouble:
        return answers.refusal(told, self._user)

    def _note_clock(self, reply: requests.Response) -> None:
        now_ms = self._clock.now_ms() - reply.elapsed.total_seconds() * 500
        try:
            told = parsedate_to_datetime(reply.headers["Date"]).timestamp() * 1000
        except (KeyError, TypeError, ValueError, OverflowError):
            return
        self.clock_ahead_ms = round(told + 500 - now_ms)  # the header tells whole seconds


def _json(reply: requests.Response) -> dict[str, Any] | None:
    """The object that an answer holds; None when it is none. PHP may put a warning in front of it."""
    text = reply.content.decode("utf-8", "replace")
    try:
        told = json.loads(text[max(0, text.find("{")) :])
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _look_at_video(reply: requests.Response) -> None:
    """ZoneMinder says "200 OK" whatever happens: its sign-in page, its error page, a file that is not there."""
    sent_to = reply.headers.get("Location", "")
    if "view=privacy" in sent_to:
        raise SourceTrouble(Trouble.NOT_ALLOWED, _PRIVACY)
    kind = reply.headers.get("Content-Type", "")
    # Asked for the rest of a file, the web server gives the rest of the page (206).
    if "view=login" in sent_to or (reply.status_code in (200, 206) and "text/html" in kind):
        raise SignedOut
    if reply.status_code not in (200, 206):
        return
    if 'filename=""' in reply.headers.get("Content-Disposition", ""):
        raise SourceTrouble(Trouble.NOT_FOUND, "ZoneMinder has no video file for this event (any more).")
    if not kind.startswith(("video/", "application/octet-stream")):
        raise answers.strange()
