"""The HTTP client against real servers that answer wrongly, slowly, endlessly, or for somebody else."""

from __future__ import annotations

import gzip
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import Address, AddressGuard
from backend.sources.guarded_adapter import DigestAuth
from backend.sources.http_client import HttpClient
from backend.sources.live.handshake import SignIn, greet
from backend.sources.onvif.rtsp_session import RtspSession
from tests.support.certificates import self_signed
from tests.support.device_server import Asked, Reply, device_server
from tests.support.digest_check import DigestCheck

LOOPBACK = AddressGuard(["127.0.0.0/8"])


def trouble_of(call: Any) -> SourceTrouble:
    with pytest.raises(SourceTrouble) as caught:
        call()
    return caught.value


def test_an_answer_comes_whole() -> None:
    with device_server(lambda asked: Reply(body=f"{asked.path}?{asked.query}".encode())) as server:
        client = HttpClient(server.url + "/zm", LOOPBACK)
        assert client.get("api/x", params={"a": "1"}).text == "/zm/api/x?{'a': '1'}"
        assert client.get("/top").text == "/top?{}"
        assert server.connections == 1, "connections are used again"
        client.close()


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(401, Trouble.CREDENTIALS), (403, Trouble.NOT_ALLOWED), (429, Trouble.QUOTA), (500, Trouble.SERVER),
     (503, Trouble.SERVER)],
)  # fmt: skip
def test_a_refusal_has_its_trouble(status: int, trouble: Trouble) -> None:
    with device_server(lambda _: Reply(status, headers={"Retry-After": "17"})) as server:
        failure = trouble_of(lambda: HttpClient(server.url, LOOPBACK).get("x"))
    assert failure.trouble is trouble
    assert failure.retry_after_s == (17 if status in (429, 500, 503) else None)


def test_a_wait_of_years_that_a_server_asks_for_is_cut() -> None:
    with device_server(lambda _: Reply(429, headers={"Retry-After": "9" * 300})) as server:
        assert trouble_of(lambda: HttpClient(server.url, LOOPBACK).get("x")).retry_after_s == 86_400


def test_statuses_that_are_answers_come_back() -> None:
    with device_server(lambda _: Reply(500, b"<fault/>")) as server:
        client = HttpClient(server.url, LOOPBACK)
        assert client.request("POST", "x", answers=(400, 500)).content == b"<fault/>"
        assert trouble_of(lambda: client.get("x")).trouble is Trouble.SERVER


def test_the_body_of_a_refusal_can_be_explained() -> None:
    def explain(reply: Any) -> SourceTrouble | None:
        return SourceTrouble(Trouble.LOCKED_OUT, "wait") if b"locked" in reply.content else None

    with device_server(lambda asked: Reply(401, b"locked" if asked.path == "/l" else b"no")) as server:
        client = HttpClient(server.url, LOOPBACK, explain=explain)
        assert trouble_of(lambda: client.get("l")).trouble is Trouble.LOCKED_OUT
        assert trouble_of(lambda: client.get("o")).trouble is Trouble.CREDENTIALS


# Where it goes


def test_a_redirect_on_the_same_host_is_followed() -> None:
    def answer(asked: Asked) -> Reply:
        return (
            Reply(302, headers={"Location": "/new?b=2"}) if asked.path == "/old" else Reply(body=asked.target.encode())
        )

    with device_server(answer) as server:
        assert HttpClient(server.url, LOOPBACK).get("old", params={"a": 1}).text == "/new?b=2"


@pytest.mark.parametrize("to", ["http://127.0.0.1:1/", "//127.0.0.1:1/x", "https://127.0.0.1/", "http://x:99999/"])
def test_a_redirect_to_another_host_is_not_followed(to: str) -> None:
    with device_server(lambda _: Reply(307, headers={"Location": to})) as server:
        failure = trouble_of(lambda: HttpClient(server.url, LOOPBACK).get("x"))
    assert failure.trouble is Trouble.REDIRECTED
    assert len(server.asked) == 1


def test_redirects_in_circles_end() -> None:
    with device_server(lambda _: Reply(302, headers={"Location": "/x"})) as server:
        assert trouble_of(lambda: HttpClient(server.url, LOOPBACK).get("x")).trouble is Trouble.REDIRECTED
    assert len(server.asked) == 4


def test_a_path_that_names_another_host_is_refused() -> None:
    with device_server(lambda _: Reply()) as server:
        client = HttpClient(server.url, LOOPBACK)
        assert trouble_of(lambda: client.get("http://127.0.0.2/x")).trouble is Trouble.REDIRECTED
        assert trouble_of(lambda: client.get("//127.0.0.2/x")).trouble is Trouble.REDIRECTED
    assert not server.asked


def test_an_address_outside_the_networks_is_not_called() -> None:
    with device_server(lambda _: Reply()) as server:
        failure = trouble_of(lambda: HttpClient(server.url, AddressGuard(["10.0.0.0/8"])).get("x"))
    assert failure.trouble is Trouble.ADDRESS_REFUSED
    assert not server.connections


def test_a_name_that_leads_elsewhere_a_moment_later_is_not_followed_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the first look-up names an allowed address, every later one another. There is no later one."""
    real, looked = socket.getaddrinfo, []

    def rebinding(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host != "rebind.test":
            return real(host, port, *args, **kwargs)
        looked.append(host)
        return real("127.0.0.1" if len(looked) == 1 else "127.0.0.2", port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with device_server(lambda asked: Reply(body=asked.headers["Host"].encode())) as server:
        client = HttpClient(f"http://rebind.test:{server.port}", AddressGuard(["127.0.0.1/32"]))
        assert client.get("x").text == f"rebind.test:{server.port}", "the device is told the name, not the address"
        assert len(looked) == 1
        client.close()
        # A new connection is a new look-up, and what it leads to now is refused before anything is called.
        elsewhere = HttpClient(f"http://rebind.test:{server.port}", AddressGuard(["127.0.0.1/32"]))
        assert trouble_of(lambda: elsewhere.get("x")).trouble is Trouble.ADDRESS_REFUSED
        assert server.connections == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda guard: HttpClient("http://localhost:9", guard).get("x"),
        lambda guard: RtspSession("rtsp://localhost:9/x", guard, "", "", StopSignal()),
        lambda guard: greet(Address("rtsp", "localhost", 9), guard, SignIn("", ""), transport="tcp"),
    ],
    ids=["http", "replay", "live"],
)
def test_the_address_that_was_checked_is_the_one_connected_to(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever connects by a guard, whatever it speaks: the system is never handed the name a second time."""
    connected = []

    def create(address: tuple[str, int], *args: Any, **kwargs: Any) -> Any:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", create)
    guard = AddressGuard(["127.0.0.0/8", "::1/128"])
    assert trouble_of(lambda: call(guard)).trouble is Trouble.UNREACHABLE
    assert connected
    assert set(connected) <= {"127.0.0.1", "::1"}


def test_nothing_listening_is_unreachable() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    assert trouble_of(lambda: HttpClient(f"http://127.0.0.1:{port}", LOOPBACK).get("x")).trouble is Trouble.UNREACHABLE


def test_something_else_than_http_is_told() -> None:
    with device_server(lambda _: Reply(raw_head=[b"SSH-2.0-OpenSSH_9\r\n\r\n"])) as server:
        failure = trouble_of(lambda: HttpClient(server.url, LOOPBACK).get("x"))
    assert failure.trouble in (Trouble.ANSWER, Trouble.UNREACHABLE, Trouble.LOST)


# How much and how long


def test_an_answer_larger_than_any_real_one_is_cut_off() -> None:
    with device_server(lambda _: Reply(body=server.hang(b"x" * 65536, 0))) as server:
        failure = trouble_of(lambda: HttpClient(server.url, LOOPBACK).request("GET", "x", most_bytes=1_000_000))
    assert failure.trouble is Trouble.TOO_LARGE


def test_a_compressed_answer_is_counted_as_it_swells() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    with device_server(lambda _: Reply(body=bomb, headers={"Content-Encoding": "gzip"})) as server:
        failure = trouble_of(lambda: HttpClient(server.url, LOOPBACK).request("GET", "x", most_bytes=1_000_000))
    assert failure.trouble is Trouble.TOO_LARGE
    assert server.asked[0].headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("where", ["head", "body", "announced", "chunk"])
def test_a_server_that_drips_is_left_when_the_time_is_up(where: str) -> None:
    def answer(_: Asked) -> Reply:
        if where == "head":
            return Reply(raw_head=server.hang(b"H"))
        if where == "chunk":
            head = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"fffffff\r\n"]
            return Reply(raw_head=head, body=server.hang(b"."))
        return Reply(body=server.hang(b"."), length=10_000_000 if where == "announced" else None)

    with device_server(answer) as server:
        began = time.monotonic()
        failure = trouble_of(lambda: HttpClient(server.url, LOOPBACK, call_s=0.8).get("x"))
    assert failure.trouble is Trouble.TIMEOUT
    assert time.monotonic() - began < 8


def test_a_server_that_says_nothing_is_left() -> None:
    with device_server(lambda _: Reply(raw_head=server.hang())) as server:
        failure = trouble_of(lambda: HttpClient(server.url, LOOPBACK, silent_s=0.5).get("x"))
    assert failure.trouble is Trouble.TIMEOUT


def test_an_endless_page_of_refusal_does_not_hold_up_signing_in() -> None:
    digest = DigestCheck("admin", "right")

    def answer(asked: Asked) -> Reply:
        refusal = digest.refusal(asked)
        if refusal is None:
            return Reply(body=b"in")
        return Reply(401, server.hang(b"x" * 9000, 0), refusal.headers)

    with device_server(answer) as server:
        client = HttpClient(server.url, LOOPBACK, auth=DigestAuth("admin", "right"), call_s=20)
        assert client.get("x").content == b"in"


# Signing in


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_digest_sign_in_is_right_and_goes_on_when_the_nonce_is_stale(algorithm: str) -> None:
    digest = DigestCheck("admin", "s3cret pässword", algorithm=algorithm, uses=2)
    with device_server(lambda asked: digest.refusal(asked) or Reply(body=b"in")) as server:
        client = HttpClient(server.url, LOOPBACK, auth=DigestAuth("admin", "s3cret pässword"))
        for _ in range(5):
            assert client.get("x", params={"q": "a b"}).content == b"in"
        assert server.connections == 1
    assert digest.wrong == 0


def test_a_wrong_password_is_tried_once_only() -> None:
    digest = DigestCheck("admin", "right")
    with device_server(lambda asked: digest.refusal(asked) or Reply()) as server:
        failure = trouble_of(lambda: HttpClient(server.url, LOOPBACK, auth=DigestAuth("admin", "wrong")).get("x"))
    assert failure.trouble is Trouble.CREDENTIALS
    assert digest.wrong == 1
    assert "wrong" not in failure.message


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    return self_signed(tmp_path_factory.mktemp("tls"))


def test_an_unknown_certificate_is_refused_and_its_fingerprint_told(certificate: tuple[Path, Path, str]) -> None:
    with device_server(lambda _: Reply(body=b"hi"), tls=certificate[:2]) as server:
        failure = trouble_of(lambda: HttpClient(server.url, LOOPBACK).get("x"))
        assert failure.trouble is Trouble.TLS
        assert failure.details["fingerprint"] == certificate[2]
        assert not server.asked
        pretty = ":".join(certificate[2][i : i + 2] for i in range(0, 64, 2)).upper()
        assert HttpClient(server.url, LOOPBACK, fingerprint=pretty).get("x").content == b"hi"


def test_another_certificate_than_the_trusted_one_is_refused(certificate: tuple[Path, Path, str]) -> None:
    with device_server(lambda _: Reply(), tls=certificate[:2]) as server:
        failure = trouble_of(lambda: HttpClient(server.url, LOOPBACK, fingerprint="ab" * 32).get("x"))
    assert failure.trouble is Trouble.TLS
    assert not server.asked


def test_a_drip_under_tls_ends_too(certificate: tuple[Path, Path, str]) -> None:
    with device_server(lambda _: Reply(body=server.hang(b".")), tls=certificate[:2]) as server:
        client = HttpClient(server.url, LOOPBACK, fingerprint=certificate[2], call_s=0.8)
        assert trouble_of(lambda: client.get("x")).trouble is Trouble.TIMEOUT


def test_plain_http_behind_an_https_address_is_told() -> None:
    with device_server(lambda _: Reply()) as server:
        failure = trouble_of(lambda: HttpClient(server.url.replace("http:", "https:"), LOOPBACK).get("x"))
    assert failure.trouble is Trouble.TLS
    assert "http://" in failure.message
