"""Talking HTTP to somebody else's server: bounded in time and size, to allowed addresses only, redirects not followed
to other hosts, every failure one of the known troubles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.auth import AuthBase

from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.guarded_adapter import CONNECT_S, GuardedAdapter, presented_fingerprint, read_refusal
from backend.sources.paced_socket import SILENT_S, Pace

CALL_S = 60.0
"""A whole call that is not a download may take this long."""
ANSWER_BYTES = 16 * 1024 * 1024
BLOCK_BYTES = 256 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 3
_LONGEST_RETRY_S = 86_400.0


class HttpClient:
    """One server, one thread.

    `fingerprint`: SHA-256 (hex) of the one certificate to trust, for devices that signed their own; None: certificates
    are checked as usual. `explain`: what a kind of device means by a refusal (its body, at most 64 KiB, is read); None
    for the usual meaning of the status.
    """

    def __init__(
        self,
        base_url: str,
        guard: AddressGuard,
        *,
        auth: AuthBase | None = None,
        fingerprint: str | None = None,
        call_s: float = CALL_S,
        silent_s: float = SILENT_S,
        explain: Callable[[requests.Response], SourceTrouble | None] | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/") + "/"
        self._origin = _origin(base_url)
        self._guard = guard
        self._call_s = call_s
        self._explain = explain
        self._pace = Pace(self._origin, silent_s)
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy, no .netrc: what a person entered decides
        self._session.auth = auth
        self._session.headers["Accept-Encoding"] = "identity"  # video does not shrink, and nothing swells on arrival
        adapter = GuardedAdapter(guard, fingerprint, self._pace)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        if fingerprint is not None:
            self._session.verify = False  # the fingerprint is stronger than any chain

    def close(self) -> None:
        self._session.close()

    def get(self, path: str, *, params: Mapping[str, Any] | None = None, **more: Any) -> requests.Response:
        return self.request("GET", path, params=params, **more)

    def request(
        self,
        method: str,
        path: str,
        *,
        most_bytes: int = ANSWER_BYTES,
        answers: Collection[int] = (),
        stop: StopSignal | None = None,
        **more: Any,
    ) -> requests.Response:
        """The whole answer, at most `most_bytes`, whatever its status below 500 but for 401, 403 and 429; those and
        higher ones only when they are among `answers`.

        Raises SourceTrouble, Cancelled.
        """
        reply = self._open(method, path, more, self._call_s, stop, answers)
        try:
            body = bytearray()
            for block in reply.iter_content(BLOCK_BYTES):
                body += block
                if len(body) > most_bytes:
                    raise SourceTrouble(Trouble.TOO_LARGE, f"{self._origin} answers with more than any real device.")
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise self._trouble(error) from error
        finally:
            reply.close()
        reply._content = bytes(body)
        return reply

    def download(
        self,
        path: str,
        stop: StopSignal,
        *,
        offset: int = 0,
        method: str = "GET",
        look: Callable[[requests.Response], None] | None = None,
        follow: bool = True,
        **more: Any,
    ) -> Iterator[bytes]:
        """Blocks of the body from byte `offset` on; the status is 200 or 206. Raises SourceTrouble (LOST when it ends
        before the announced length), Cancelled, and ValueError("no ranges") when `offset` is more than 0 and the server
        begins at 0 all the same. `look` sees the head of the answer first and may raise a SourceTrouble: for servers
        that say 200 to everything. `follow`: whether it goes on where the same server sends it."""
        headers = dict(more.pop("headers", {}))
        if offset:
            headers["Range"] = f"bytes={offset}-"
        reply = self._open(method, path, {**more, "headers": headers}, None, stop, () if follow else _REDIRECTS)
        try:
            if look is not None:
                look(reply)
            if reply.status_code not in (200, 206):
                raise self._refused(reply)
            if offset and not _begins_at(reply, offset):
                raise ValueError("no ranges")
            for block in reply.iter_content(BLOCK_BYTES):
                stop.check()
                yield block
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise self._trouble(error) from error
        finally:
            reply.close()

    def _open(
        self,
        method: str,
        path: str,
        more: dict[str, Any],
        call_s: float | None,
        stop: StopSignal | None,
        answers: Collection[int],
    ) -> requests.Response:
        url = urljoin(self.base_url, path)
        if _origin(url) != self._origin:
            raise SourceTrouble(Trouble.REDIRECTED, f"{self._origin} points to another host, {_origin(url)}.")
        self._pace.begin(call_s, stop)
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                reply = self._session.request(
                    method, url, stream=True, allow_redirects=False, timeout=(CONNECT_S, SILENT_S), **more
                )
            except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
                raise self._trouble(error) from error
            goes_on = reply.status_code in _REDIRECTS and "Location" in reply.headers
            if not goes_on or reply.status_code in answers:
                refuses = reply.status_code in (401, 403, 429) or reply.status_code >= 500
                if refuses and reply.status_code not in answers:
                    raise self._refused(reply)
                return reply
            reply.close()
            url = urljoin(url, reply.headers["Location"])
            more.pop("params", None)
            if _origin(url) != self._origin:
                raise SourceTrouble(
                    Trouble.REDIRECTED,
                    f"{self._origin} sends on to {_origin(url)}, which is not followed. Enter that one if it is right.",
                    details={"to": _origin(url)},
                )
        raise SourceTrouble(Trouble.REDIRECTED, f"{self._origin} sends round in circles.")

    def _refused(self, reply: requests.Response) -> SourceTrouble:
        try:
            if self._explain is not None:
                read_refusal(reply)
                meant = self._explain(reply)
                if meant is not None:
                    return meant
            return refused(reply.status_code, self._origin, reply.headers.get("Retry-After"))
        finally:
            reply.close()

    def _trouble(self, error: Exception) -> SourceTrouble:
        for cause in _causes(error):
            if isinstance(cause, SourceTrouble):
                return cause
        if isinstance(error, requests.exceptions.SSLError):
            return self._not_trusted()
        if isinstance(error, requests.exceptions.Timeout):
            return SourceTrouble(Trouble.TIMEOUT, f"{self._origin} does not answer in time.")
        if isinstance(error, requests.exceptions.ConnectionError):
            return SourceTrouble(
                Trouble.UNREACHABLE, f"Nothing answers at {self._origin}. Is the device on and the address right?"
            )
        if isinstance(error, requests.exceptions.ContentDecodingError | requests.exceptions.InvalidHeader):
            return SourceTrouble(Trouble.ANSWER, f"{self._origin} answers with something that is not HTTP.")
        return SourceTrouble(Trouble.LOST, f"The connection to {self._origin} broke.")

    def _not_trusted(self) -> SourceTrouble:
        host = urlsplit(self.base_url)
        shown = presented_fingerprint(host.hostname or "", host.port or 443, self._guard)
        if shown is None:
            return SourceTrouble(Trouble.TLS, f"{self._origin} does not speak TLS. Try the address with http://.")
        return SourceTrouble(
            Trouble.TLS,
            f"The certificate of {self._origin} is not trusted. Compare its fingerprint, then accept it.",
            details={"fingerprint": shown},
        )


def refused(status: int, origin: str, retry_after: str | None = None) -> SourceTrouble:
    """The trouble that a status of 400 and above stands for."""
    after = min(float(retry_after), _LONGEST_RETRY_S) if retry_after and retry_after.isdecimal() else None
    if status == 401:
        return SourceTrouble(Trouble.CREDENTIALS, f"{origin} refuses the user name or the password.")
    if status == 403:
        return SourceTrouble(Trouble.NOT_ALLOWED, f"{origin} does not allow this user to do that.")
    if status == 404:
        return SourceTrouble(Trouble.NOT_FOUND, f"{origin} does not have this.")
    if status == 429:
        return SourceTrouble(Trouble.QUOTA, f"{origin} asks to wait: too many requests.", retry_after_s=after)
    if status >= 500:
        return SourceTrouble(Trouble.SERVER, f"{origin} reports a failure of its own ({status}).", retry_after_s=after)
    return SourceTrouble(Trouble.ANSWER, f"{origin} answers with status {status}, which was not expected.")


def _begins_at(reply: requests.Response, offset: int) -> bool:
    return reply.status_code == 206 and reply.headers.get("Content-Range", "").startswith(f"bytes {offset}-")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        port = 0
    host = parts.hostname or ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    pending: list[BaseException | None] = [error]
    while pending:
        one = pending.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        pending += [one.__cause__, one.__context__, *(a for a in one.args if isinstance(a, BaseException))]
        pending.append(
            getattr(one, "reason", None) if isinstance(getattr(one, "reason", None), BaseException) else None
        )
