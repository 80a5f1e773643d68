"""The server under TLS, over real sockets: its certificate, its bounds against slow clients, its end."""

from __future__ import annotations

import json
import signal
import socket
import ssl
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.commands.server_client import ServerClient
from backend.config.certificate import fingerprint, read_certificate
from backend.config.paths import Paths
from tests.support.accounts import PASSWORD
from tests.support.shop import START_S, Server, Shop, command, open_shop, start_server

PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_shop(tmp_path_factory.mktemp("tls"), {"Table 1": {}}, {"tls": True})


def client_of(server: Server) -> ServerClient:
    paths = Paths(server.data_dir)
    return ServerClient.find(None, server.port, server.port, paths.local_key, paths.own_certificate)


@pytest.fixture(scope="module")
def server(shop: Shop) -> Iterator[Server]:
    running = start_server(shop)
    until = time.monotonic() + START_S
    while b"Certificate (" not in running.output.read_bytes():
        assert running.process.poll() is None, running.told()
        assert time.monotonic() < until, running.told()
        time.sleep(0.1)
    yield running
    if running.process.poll() is None:
        running.kill()


def connect(server: Server) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(Paths(server.data_dir).own_certificate))
    plain = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_S)
    return context.wrap_socket(plain, server_hostname="localhost")


def exchange(server: Server, request: str, body: bytes = b"") -> tuple[int, str, bytes]:
    """Status, head in lower case, and body of one answer."""
    with connect(server) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode() + body)
        told = b""
        while piece := connection.recv(65536):
            told += piece
    head, _, rest = told.partition(b"\r\n\r\n")
    return int(head.split()[1]), head.decode("latin-1").lower(), rest


def ask(server: Server, line: str, *headers: str, body: bytes = b"") -> tuple[int, str, bytes]:
    lines = [f"{line} HTTP/1.1", f"Host: localhost:{server.port}", "Connection: close", *headers]
    if body:
        lines += [f"Content-Length: {len(body)}", "Content-Type: application/json"]
    return exchange(server, "\n".join([*lines, "", ""]), body)


def test_a_certificate_is_made_for_this_machine(server: Server) -> None:
    own = Paths(server.data_dir).own_certificate
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
    made = read_certificate(own)
    assert made is not None
    assert fingerprint(made) in server.told()
    with connect(server) as connection:  # checks the name and the chain
        assert connection.version() in ("TLSv1.2", "TLSv1.3")


def test_old_tls_is_refused(server: Server) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE_S) as plain, pytest.raises(OSError):
        context.wrap_socket(plain)


def test_answers_say_no_version_and_cookies_are_secure(server: Server) -> None:
    client = client_of(server)
    issued = client.post("/api/users", {"name": "owner", "role": "admin"})
    token = issued["address"].partition("#")[2]
    body = json.dumps({"token": token, "password": PASSWORD}).encode()
    status, head, _ = ask(server, "POST /api/one-time-address/accept", body=body)
    assert status == 200
    assert "server: epack" in head.split("\r\n")
    assert "cheroot" not in head
    cookies = [line for line in head.split("\r\n") if line.startswith("set-cookie:")]
    assert len(cookies) >= 2
    for cookie in cookies:
        assert cookie.startswith("set-cookie: __host-epack_")
        assert {"secure", "httponly", "samesite=strict", "path=/"} <= set(cookie.split("; "))
    assert "strict-transport-security" not in head  # a self-made certificate must stay something one can click away


def test_the_command_line_talks_to_it(server: Server) -> None:
    done = command("user", "list", data_dir=server.data_dir)
    assert done.returncode == 0, done.stderr
    assert "NAME" in done.stdout


def plainly(server: Server, request: str) -> str:
    """What the server says to whoever does not speak TLS."""
    told = b""
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE_S) as plain:
        plain.sendall(request.replace("\n", "\r\n").encode())
        while piece := plain.recv(65536):
            told += piece
    return told.decode("latin-1")


def test_plain_http_is_told_to_use_https(server: Server) -> None:
    told = plainly(server, "GET /api/about HTTP/1.1\nHost: localhost\nAccept: */*\n\n")
    assert told.startswith("HTTP/1.1 400 ")
    assert json.loads(told.partition("\r\n\r\n")[2])["error"]["code"] == "https_only"


def test_an_old_bookmark_leads_on_to_https(server: Server) -> None:
    host = f"localhost:{server.port}"
    told = plainly(server, f"GET /trace/?q=A HTTP/1.1\nHost: {host}\nAccept: text/html,*/*\nX: {'x' * 3000}\n\n")
    assert told.startswith("HTTP/1.1 307 ")
    assert f"\r\nLocation: https://{host}/trace/?q=A\r\n" in told


def test_bodies_are_bounded(server: Server) -> None:
    lines = "POST /api/session HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
    status, _, body = exchange(server, f"{lines}Content-Length: 99999999999\n\n")
    assert (status, json.loads(body)["error"]["code"]) == (413, "too_large")
    status, _, body = exchange(server, f"{lines}Transfer-Encoding: chunked\n\nFFFFFFFF\n")
    assert (status, json.loads(body)["error"]["code"]) == (411, "length_required")
    status, _, body = ask(server, "GET /api/health", "X-Long: " + "x" * 70_000)
    assert (status, json.loads(body)["error"]["code"]) == (413, "too_large")


def test_silent_and_slow_clients_keep_nobody_waiting(server: Server) -> None:
    silent = [socket.create_connection(("127.0.0.1", server.port), PATIENCE_S) for _ in range(60)]
    slow = [connect(server) for _ in range(10)]
    try:
        for one in slow:
            one.sendall(b"GET /api/health HTTP/1.1\r\nX-Slow: ")
        started = time.monotonic()
        for _ in range(5):
            assert ask(server, "GET /api/health")[0] == 200
        assert time.monotonic() - started < 10
        # However often one more byte comes, the headers have their time and no more.
        until = time.monotonic() + PATIENCE_S
        dripping = slow[0]
        dripping.settimeout(1.0)
        told = b""
        while not told and time.monotonic() < until:
            try:
                dripping.sendall(b"x")
                told = dripping.recv(65536)
            except TimeoutError:
                continue
        assert told.startswith(b"HTTP/1.1 408 ")
    finally:
        for connection in [*silent, *slow]:
            connection.close()


def test_a_stream_flows_and_sigterm_ends_all_within_seconds(server: Server) -> None:
    key = Paths(server.data_dir).local_key.read_text()
    with connect(server) as stream:
        stream.sendall(f"GET /api/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\r\n".encode())
        assert stream.recv(65536).startswith(b"HTTP/1.1 200 ")
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE_S) == 0
    assert "Traceback" not in server.told()
    assert not Paths(server.data_dir).local_key.exists()


def test_it_is_not_opened_before_an_administrator_has_a_password(tmp_path: Path) -> None:
    shop = open_shop(tmp_path / "open", {})
    done = command("serve", "--host", "0.0.0.0", "--port", "1", data_dir=shop.data_dir)  # refused before it listens
    assert done.returncode == 1
    assert "before an administrator has a password" in done.stderr
