"""The RTSP conversation of a replay with servers that mean harm or nothing."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, repeat

import pytest

from backend.domain.errors import Cancelled
from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.onvif import rtsp_session
from backend.sources.onvif.rtsp_session import RtspSession, authorization

LOOPBACK = AddressGuard(["127.0.0.0/8"])


@contextmanager
def speaks(*pieces: bytes, over: bool = True, endless: Iterable[bytes] = ()) -> Iterator[int]:
    """A server that says this to whoever connects; without `over` it then stays silent."""
    listener = socket.create_server(("127.0.0.1", 0))
    closing = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        try:
            for piece in chain(pieces, endless):
                connection.sendall(piece)
            if not over:
                closing.wait(30)
        except OSError:
            pass
        connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        closing.set()
        thread.join()
        listener.close()


def asked(port: int, stop: StopSignal | None = None) -> rtsp_session.RtspAnswer:
    session = RtspSession(f"rtsp://127.0.0.1:{port}/x", LOOPBACK, "admin", "secret", stop or StopSignal())
    try:
        return session.ask("DESCRIBE", session.url, {})
    finally:
        session.close()


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ([b"HTTP/1.1 200 OK\r\n\r\n"], Trouble.ANSWER),
        ([b"RTSP/1.0 302 Moved\r\nLocation: rtsp://10.0.0.1/\r\n\r\n"], Trouble.REDIRECTED),
        ([b"RTSP/1.0 401 Unauthorized\r\n\r\n"], Trouble.CREDENTIALS),
        ([b"RTSP/1.0 453 Not Enough Bandwidth\r\n\r\n"], Trouble.QUOTA),
        ([b"RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n"], Trouble.TOO_LARGE),
        ([b"RTSP/1.0 200 OK\r\n" + b"X: y\r\n" * 20_000], Trouble.TOO_LARGE),
        ([b"RTSP/1.0 200 OK\r\nContent-Length: 50\r\n\r\nshort"], Trouble.LOST),
        ([], Trouble.LOST),
    ],
)
def test_a_wrong_answer_has_its_trouble(said: Sequence[bytes], trouble: Trouble) -> None:
    with speaks(*said) as port, pytest.raises(SourceTrouble) as caught:
        asked(port)
    assert caught.value.trouble is trouble
    assert "secret" not in caught.value.message


def test_pictures_between_words_are_passed_over() -> None:
    with speaks(b"$\0\0\3abc", b"RTSP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi") as port:
        assert asked(port).body == "hi"


def test_silence_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtsp_session, "SILENT_S", 0.6)
    with speaks(b"RTSP/1.0 ", over=False) as port, pytest.raises(SourceTrouble) as caught:
        asked(port)
    assert caught.value.trouble is Trouble.FROZEN


def dripping(one: bytes, every_s: float = 0.05) -> Iterator[bytes]:
    while True:
        time.sleep(every_s)
        yield one


@pytest.mark.parametrize(
    "endless", [dripping(b"X"), repeat(b"$\0\3\xe8" + bytes(1000))], ids=["a byte at a time", "pictures in between"]
)
def test_an_answer_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch, endless: Iterable[bytes]) -> None:
    monkeypatch.setattr(rtsp_session, "WORDS_S", 1.0)
    began = time.monotonic()
    with speaks(endless=endless) as port, pytest.raises(SourceTrouble) as caught:
        asked(port)
    assert caught.value.trouble is Trouble.TIMEOUT
    assert time.monotonic() - began < 5


def test_pictures_that_come_too_slowly_to_end_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtsp_session, "PACE_S", 1.0)
    with speaks(endless=dripping(b"$\0\0\1X")) as port:
        session = RtspSession(f"rtsp://127.0.0.1:{port}/x", LOOPBACK, "", "", StopSignal())
        try:
            with pytest.raises(SourceTrouble) as caught:
                list(session.frames())
        finally:
            session.close()
    assert caught.value.trouble is Trouble.TIMEOUT


def test_it_stops_when_told() -> None:
    stop = StopSignal()
    timer = threading.Timer(0.2, stop.set)
    timer.start()
    began = time.monotonic()
    with speaks(b"RTSP/1.0 ", over=False) as port, pytest.raises(Cancelled):
        asked(port, stop)
    timer.join()
    assert time.monotonic() - began < 6


def test_only_allowed_addresses_are_called() -> None:
    with pytest.raises(SourceTrouble) as caught:
        RtspSession("rtsp://127.0.0.1:1/", AddressGuard(["10.0.0.0/8"]), "", "", StopSignal())
    assert caught.value.trouble is Trouble.ADDRESS_REFUSED


def test_digest_is_preferred_and_computed_as_the_standard_does() -> None:
    """The example of RFC 2617, 3.5, and the form without qop."""
    challenge = (
        'Basic realm="x"\nDigest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5c"'
    )
    made = authorization(challenge, "GET", "/dir/index.html", "Mufasa", "Circle Of Life")
    assert 'response="670fd8c2df070c60b045671b8b24ff02"' in made
    assert 'opaque="5c"' in made
    assert authorization('Basic realm="x"', "GET", "/", "a", "b") == "Basic YTpi"
