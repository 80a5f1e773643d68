"""A small HTTP server on the loopback for tests that need the other side of a conversation: a device, a service.

One function answers; it sees the whole request and may answer slowly, endlessly, or wrongly on purpose.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    method: str
    target: str
    """Path and query as they came."""
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.target).query, True).items()}


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes | Iterable[bytes] = b""
    """Pieces are written one by one; the connection ends after them unless `length` is announced."""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "text/plain"
    length: int | None = None
    """Announced length when it is not that of `body`."""
    raw_head: Iterable[bytes] | None = None
    """Written instead of a status line and headers."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    outer: DeviceServer

    def setup(self) -> None:
        super().setup()
        self.outer.connections += 1
        self.outer.open_sockets.add(self.connection)

    def finish(self) -> None:
        self.outer.open_sockets.discard(self.connection)
        try:
            super().finish()
        except OSError:
            pass

    def log_message(self, *_: Any) -> None:
        pass

    def do_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Asked(self.command, self.path, self.headers, body)
        self.outer.asked.append(asked)
        try:
            self._write(self.outer.answer(asked))
        except OSError:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_any  # noqa: N815

    def _write(self, reply: Reply) -> None:
        pieces = [reply.body] if isinstance(reply.body, bytes) else reply.body
        length = len(reply.body) if reply.length is None and isinstance(reply.body, bytes) else reply.length
        if reply.raw_head is None:
            self._write_head(reply, length)
        else:
            for piece in reply.raw_head:
                self.wfile.write(piece)
        sent = 0
        for piece in pieces:
            if self.outer.closing.is_set():
                break
            self.wfile.write(piece)
            sent += len(piece)
        if length is None or sent != length:
            self.close_connection = True

    def _write_head(self, reply: Reply, length: int | None) -> None:
        if "Date" in reply.headers:  # a device whose clock is wrong
            self.send_response_only(reply.status)
        else:
            self.send_response(reply.status)
        headers = {"Content-Type": reply.content_type, **reply.headers}
        if length is not None:
            headers["Content-Length"] = str(length)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        pass  # a client that goes in the middle is what many of these tests are about


class DeviceServer:
    def __init__(self, answer: Callable[[Asked], Reply], tls: tuple[Path, Path] | None = None) -> None:
        """`tls`: certificate and key, PEM."""
        self.answer = answer
        self.asked: list[Asked] = []
        self.connections = 0
        self.closing = threading.Event()
        self.open_sockets: set[socket.socket] = set()
        self._server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"outer": self}))
        if tls is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = int(self._server.server_address[1])
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name=f"device-{self.port}")
        self._thread.start()

    def hang(self, piece: bytes = b"", pause_s: float = 0.05) -> Iterator[bytes]:
        """Pieces without end, `pause_s` apart, until the server is closed; b"" sends nothing."""
        while not self.closing.wait(pause_s):
            yield piece

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        for one in list(self.open_sockets):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self._server.server_close()
        self._thread.join()


@contextmanager
def device_server(answer: Callable[[Asked], Reply], tls: tuple[Path, Path] | None = None) -> Iterator[DeviceServer]:
    server = DeviceServer(answer, tls)
    try:
        yield server
    finally:
        server.close()
