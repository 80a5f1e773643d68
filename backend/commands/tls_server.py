"""The server under TLS: cheroot, with bounds that keep slow and silent clients from holding all its threads.

cheroot alone shakes hands in the thread that takes connections, waits for a request in a thread of the pool, and bounds
only the single read. Here a connection waits without a thread until something comes, shakes hands in the pool, and has
so many seconds for all of its headers and so many for its body.
"""

from __future__ import annotations

import json
import logging
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server

from backend.commands.plain_http import LONGEST_BYTES, https_address
from backend.config.certificate import Certificate

log = logging.getLogger(__name__)

_QUIET_S = 15
"""A connection on which nothing happens is closed."""
_HEADERS_S = 20.0
_BODY_S, _SLOWEST_BODY = 30.0, 50_000
"""Bodies have this time, and one more second for so many bytes."""
_HEADER_BYTES = 64 * 1024
_KEPT_ALIVE = 400
_FROM_ONE_ADDRESS, _FROM_ALL = 100, 800
_BUSY_WITH_ONE_ADDRESS = 40
"""Threads that one address may hold at once."""
_DRAINED_BYTES = 256 * 1024
_REFUSALS = {
    "408": ("timeout", "The request took too long to arrive. Send it again."),
    "411": ("length_required", "Say how long the body is (Content-Length)."),
    "413": ("too_large", "What was sent is too large."),
    "414": ("address_too_long", "The address is too long. Send long lists in the body."),
    "500": ("internal", "Something went wrong inside ePACK. The log has the details."),
}
_NOT_UNDERSTOOD = ("bad_request", "The request could not be understood. Check its address and body.")
_HTTPS_ONLY = ("https_only", "This server speaks HTTPS only. Open it by https://.")

LargestBody = Callable[[str], int]


def tls_server(
    app: Callable[..., Any],
    host: str,
    port: int,
    certificate: Certificate,
    *,
    threads: int,
    largest_body: LargestBody,
    leaving: Callable[[], None],
) -> TlsServer:
    """Bound to its port already. Raises OSError when that cannot be had."""
    server = TlsServer((host, port), app, numthreads=threads, timeout=_QUIET_S, shutdown_timeout=5)
    server.server_name = "ePACK"
    server.largest_body, server.leaving = largest_body, leaving
    server.max_request_header_size = _HEADER_BYTES
    server.keep_alive_conn_limit = _KEPT_ALIVE
    server.request_queue_size = 128
    server.ssl_adapter = _Adapter(str(certificate.certificate), str(certificate.key))
    server.ConnectionClass = _Connection
    server.prepare()
    return server


def _refusal(status: str, told: tuple[str, str], *more: str) -> bytes:
    """A whole answer in the one error shape, for what never reaches the application. `more`: further headers."""
    body = json.dumps({"error": {"code": told[0], "message": told[1], "details": {}}}).encode()
    head = (
        f"HTTP/1.1 {status}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        "Connection: close",
        *more,
    )
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


class _Socket(ssl.SSLSocket):
    """Reads until a moment at most, however little comes each time."""

    until_s: float | None = None

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        if self.until_s is not None:
            left = self.until_s - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            self.settimeout(min(left, _QUIET_S))
        return super().recv_into(buffer, nbytes, flags)


class _Adapter(BuiltinSSLAdapter):
    def __init__(self, certificate: str, key: str) -> None:
        super().__init__(certificate, key)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.sslsocket_class = _Socket
        self.context.set_alpn_protocols(["http/1.1"])

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, str]]:
        # The handshake follows in the pool: here it would keep everybody waiting.
        wrapped = self.context.wrap_socket(sock, do_handshake_on_connect=False, server_side=True)
        return wrapped, {"wsgi.url_scheme": "https", "HTTPS": "on"}


class _Request(HTTPRequest):
    """Bounds in time for headers and body, in bytes for the body of this path."""

    def parse_request(self) -> None:
        self.conn.socket.until_s = time.monotonic() + _HEADERS_S
        super().parse_request()

    def respond(self) -> None:
        length = int(self.inheaders.get(b"Content-Length", 0) or 0)
        if self.chunked_read:
            # cheroot would take a piece of any announced size into memory.
            self.simple_response("411 Length Required")
            return
        if length > self.server.largest_body(bytes(self.path).decode("latin-1")):
            self.simple_response("413 Request Entity Too Large")
            return
        self.conn.socket.until_s = time.monotonic() + _BODY_S + length / _SLOWEST_BODY
        super().respond()

    def simple_response(self, status: Any, msg: str = "") -> None:
        self.close_connection = True
        try:
            self.conn.wfile.write(_refusal(str(status), _REFUSALS.get(str(status)[:3], _NOT_UNDERSTOOD)))
        except OSError:
            pass  # gone already

    def send_headers(self) -> None:
        if getattr(self.rfile, "remaining", 0) > _DRAINED_BYTES:
            # Nobody wants the rest of this body: it is not read into memory only to be thrown away.
            self.close_connection = True
        super().send_headers()


class _Connection(HTTPConnection):
    RequestHandlerClass = _Request
    waited = False
    busy = False
    _shaken = False

    def communicate(self) -> bool:
        self.busy = True
        try:
            kept = (self._shaken or self._shake()) and bool(super().communicate())  # type: ignore[no-untyped-call]
        finally:
            self.busy = False
        # Quiet connections are closed by the server's own watch, not by the last request's bound.
        self.socket.until_s = None
        return kept

    def close(self) -> None:
        self.server.connections_open.discard(self)
        super().close()

    def _shake(self) -> bool:
        try:
            # Below TLS. It does not wait: something has come.
            first = socket.socket.recv(self.socket, LONGEST_BYTES, socket.MSG_PEEK)
            self.socket.do_handshake()
        except ssl.SSLError as error:
            if "HTTP_REQUEST" in str(error):
                self._tell_plainly(first)
            return False
        except OSError:
            return False
        self._shaken = True
        return True

    def _tell_plainly(self, request: bytes) -> None:
        """A browser that opens a page by http:// is led on; everybody else is told why this does not work."""
        address = https_address(request)
        answer = (
            _refusal("400 Bad Request", _HTTPS_ONLY)
            if address is None
            else _refusal("307 Temporary Redirect", _HTTPS_ONLY, f"Location: {address}")
        )
        try:
            # What is left unread would cut the answer off.
            self.socket.setblocking(False)
            socket.socket.recv(self.socket, LONGEST_BYTES)
        except OSError:
            pass  # nothing is left
        try:
            self.socket.settimeout(_QUIET_S)
            socket.socket.send(self.socket, answer)
        except OSError:
            pass  # gone already


def _cut_off(connection: Any) -> None:
    try:
        if connection is not None:
            connection.socket.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # gone already


class TlsServer(Server):
    largest_body: LargestBody
    leaving: Callable[[], None]
    connections_open: set[_Connection]
    _connections: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connections_open = set()
        # cheroot shuts only the reading side, under which a slow reader of a video goes on.
        self.requests._force_close = _cut_off

    def run(self) -> None:
        """Serve until SystemExit or KeyboardInterrupt; what is being answered then has a few seconds to end."""
        try:
            self.serve()
        finally:
            # First what ends the push streams, or each of them would hold its thread until its next message.
            self.leaving()
            self.stop()

    def process_conn(self, conn: Any) -> None:
        """Called for a new connection, and whenever something came on one."""
        if conn.waited:
            if sum(one.busy for one in self._of(conn.remote_addr)) >= _BUSY_WITH_ONE_ADDRESS:
                conn.close()
                return
            super().process_conn(conn)
            return
        conn.waited = True
        if len(self.connections_open) >= _FROM_ALL or len(self._of(conn.remote_addr)) >= _FROM_ONE_ADDRESS:
            conn.close()
            return
        self.connections_open.add(conn)
        # Until something comes it holds no thread; silent for too long, it is closed.
        self._connections.put(conn)

    def _of(self, address: str | None) -> list[_Connection]:
        # One step of the interpreter: workers take connections out meanwhile.
        return [one for one in tuple(self.connections_open) if one.remote_addr == address]

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        """Clients that break off are no news; what our side does wrong is told by the application."""
        if level >= 40:
            log.error(msg, exc_info=traceback)
