"""Connections of the HTTP client: to allowed addresses only, trusted by chain or by fingerprint, read at a pace."""

from __future__ import annotations

import hashlib
import socket
import ssl
from typing import Any

import urllib3
from requests import Response
from requests.adapters import HTTPAdapter
from requests.auth import HTTPDigestAuth
from urllib3.connection import HTTPConnection, HTTPSConnection

from backend.sources.addresses import AddressGuard
from backend.sources.paced_socket import Pace, PacedSocket

CONNECT_S = 5.0
REFUSAL_BYTES = 64 * 1024
"""No more is read of an answer that says no."""


class GuardedAdapter(HTTPAdapter):
    """Looks a host up itself and connects to the address that was checked; the libraries see the name only."""

    def __init__(self, guard: AddressGuard, fingerprint: str | None, pace: Pace) -> None:
        self._guard = guard
        self._fingerprint = fingerprint
        self._pace = pace
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        if self._fingerprint is not None:
            more["assert_fingerprint"] = self._fingerprint
        super().init_poolmanager(connections, maxsize, block, **more)
        guard, pace = self._guard, self._pace

        class Plain(HTTPConnection):
            def _new_conn(self) -> Any:
                return _connected(self, guard)

            def connect(self) -> None:
                super().connect()
                self.sock: Any = PacedSocket(self.sock, pace)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> Any:
                return _connected(self, guard)

            def connect(self) -> None:
                super().connect()
                self.sock: Any = PacedSocket(self.sock, pace)

        class PlainPool(urllib3.HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(urllib3.HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


class DigestAuth(HTTPDigestAuth):
    """HTTP digest that does not read an endless page of refusal to its end before it signs in."""

    def handle_401(self, r: Response, **more: Any) -> Response:
        if r.status_code == 401:  # it is called for every answer
            read_refusal(r)
        answer: Response = super().handle_401(r, **more)  # type: ignore[no-untyped-call]
        return answer


def read_refusal(reply: Response) -> None:
    """Put at most REFUSAL_BYTES of the body into `reply.content`; the connection goes back only when that was all."""
    if getattr(reply, "_content", None) is not False:
        return  # it was read before
    try:
        body = reply.raw.read(REFUSAL_BYTES + 1, decode_content=True) or b""
        reply._content_consumed = len(body) <= REFUSAL_BYTES  # type: ignore[attr-defined]
    except (urllib3.exceptions.HTTPError, OSError):
        body = b""
    reply._content = body[:REFUSAL_BYTES]


def presented_fingerprint(host: str, port: int, guard: AddressGuard) -> str | None:
    """SHA-256 (hex) of the certificate that a server shows, for a person to compare; None when it shows none.

    Raises SourceTrouble ADDRESS_REFUSED."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with guard.connect(host, port, CONNECT_S) as plain, context.wrap_socket(plain, server_hostname=host) as secure:
            certificate = secure.getpeercert(binary_form=True)
    except OSError:
        return None
    return hashlib.sha256(certificate).hexdigest() if certificate else None


def _connected(connection: HTTPConnection, guard: AddressGuard) -> socket.socket:
    """What urllib3 does here, but for the look-up. Raises SourceTrouble, and urllib3's own errors."""
    who, limit_s = connection.host, connection.timeout
    try:
        sock = guard.connect(who, connection.port, limit_s if isinstance(limit_s, int | float) else CONNECT_S)
    except TimeoutError as error:
        raise urllib3.exceptions.ConnectTimeoutError(connection, f"{who} does not answer in time") from error
    except OSError as error:
        raise urllib3.exceptions.NewConnectionError(connection, f"{who} cannot be reached: {error}") from error
    for option in connection.socket_options or ():
        sock.setsockopt(*option)
    return sock
