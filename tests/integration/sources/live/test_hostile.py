"""Cameras that answer with nonsense, or for ever: a known trouble, in bounded time and memory."""

from __future__ import annotations

import random
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pytest

from backend.domain.source import SourceTrouble, Trouble
from backend.sources.addresses import AddressGuard, parse_address
from backend.sources.live.handshake import SCHEMES, SignIn, greet
from backend.sources.live.stream import OpenStream

LOOPBACK = AddressGuard(["127.0.0.0/8"])
ANSWER_S, OPEN_S, STALL_S = 1.5, 2.0, 1.0
MOST_S = 8.0
MOST_KB = 64 * 1024
NOISE = random.Random(7).randbytes(60_000)
SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
    "a=control:track\r\n"
)
NO_STREAM = {
    Trouble.ANSWER, Trouble.UNSUPPORTED, Trouble.TIMEOUT, Trouble.FROZEN, Trouble.LOST, Trouble.UNREACHABLE,
    Trouble.TOO_LARGE,
}  # fmt: skip
Say = Iterable[bytes]


def reply(number: str, body: str = "", more: str = "") -> bytes:
    length = f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"RTSP/1.0 200 OK\r\nCSeq: {number}\r\n{more}{length}\r\n{body}".encode()


@contextmanager
def camera(describe: Callable[[str], Say], play: Callable[[], Say] = lambda: ()) -> Iterator[int]:
    """Answers as a camera does, but for what it describes (given the number of the request) and what it plays."""
    listener = socket.create_server(("127.0.0.1", 0))
    closing = threading.Event()

    def serve(connection: socket.socket) -> None:
        rest = b""
        try:
            while not closing.is_set():
                while b"\r\n\r\n" not in rest:
                    if not (block := connection.recv(4096)):
                        return
                    rest += block
                head, rest = rest.split(b"\r\n\r\n", 1)
                method, number = head.decode().split(" ")[0], head.decode().split("CSeq: ")[1].split("\r\n")[0]
                said: Say = [reply(number)]
                if method == "OPTIONS":
                    said = [reply(number, more="Public: DESCRIBE, SETUP, PLAY\r\n")]
                elif method == "DESCRIBE":
                    said = describe(number)
                elif method == "SETUP":
                    transport = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
                    said = [reply(number, more=f"Session: 1\r\n{transport}")]
                for piece in said:
                    connection.sendall(piece)
                if method == "PLAY":
                    for piece in play():
                        connection.sendall(piece)
                        if closing.is_set():
                            return
        except OSError:
            pass
        finally:
            connection.close()

    def accept() -> None:
        while not closing.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        closing.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def dripping(one: bytes) -> Say:
    while True:
        time.sleep(0.05)
        yield one


def again(one: bytes) -> Say:
    while True:
        yield one


def framed(content: bytes, channel: int = 0) -> bytes:
    return b"$" + bytes([channel]) + len(content).to_bytes(2, "big") + content


def recorded_from(port: int) -> int:
    """Pictures that came. Raises SourceTrouble."""
    address = parse_address(f"rtsp://127.0.0.1:{port}/table", SCHEMES)
    place = greet(address, LOOPBACK, SignIn("", ""), transport="tcp", answer_s=ANSWER_S)
    count, until = 0, time.monotonic() + 4
    with OpenStream(place, "", open_s=OPEN_S, stall_s=STALL_S) as stream:
        for _ in stream.packets():
            count += 1
            if time.monotonic() > until:
                break
    return count


def trouble_of(port: int) -> SourceTrouble:
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SourceTrouble) as caught:
        recorded_from(port)
    assert time.monotonic() - began < MOST_S
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_KB
    assert caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("describe", "trouble"),
    [
        (lambda number: dripping(b"R"), Trouble.TIMEOUT),
        (lambda number: again(b"X: y\r\n" * 1000), Trouble.TOO_LARGE),
        (lambda number: [reply(number, "m=video " + "9" * 400_000)], Trouble.TOO_LARGE),
        (lambda number: [b"HTTP/1.1 200 OK\r\n\r\n"], Trouble.ANSWER),
        (lambda number: [reply(number, "nothing of use")], Trouble.ANSWER),
        (lambda number: [reply(number, SDP.replace("H264", "JPEG"))], Trouble.UNSUPPORTED),
        (lambda number: [reply(number, SDP.replace("m=video", "m=audio"))], Trouble.UNSUPPORTED),
    ],
    ids=["drips", "endless", "huge", "no RTSP", "no stream", "another codec", "sound only"],
)
def test_what_it_describes_is_judged_before_anything_is_opened(describe, trouble: Trouble) -> None:  # type: ignore[no-untyped-def]
    with camera(describe) as port:
        assert trouble_of(port).trouble is trouble


@pytest.mark.parametrize(
    "sdp",
    [
        SDP.replace("96 H264/90000", "96 H264/0"),
        SDP.replace("RTP/AVP 96", "RTP/AVP 97"),
        SDP + "a=fmtp:96 sprop-parameter-sets=" + "A" * 20_000 + "\r\n",
        SDP + "".join(f"m=video 0 RTP/AVP {n}\r\n" for n in range(2000)),
        SDP.replace("a=control:track", "a=control:rtsp://127.0.0.2:1/elsewhere"),
        "m=video" + "\r\n" * 3,
    ],
    ids=["no clock", "another number", "endless sets", "thousands of tracks", "a track elsewhere", "cut off"],
)
def test_a_wrong_description_is_a_known_trouble(sdp: str) -> None:
    with camera(lambda number: [reply(number, sdp)], lambda: dripping(b"")) as port:
        assert trouble_of(port).trouble in NO_STREAM


@pytest.mark.parametrize(
    "play",
    [
        lambda: again(NOISE),
        lambda: again(framed(NOISE[:1400])),
        lambda: again(framed(b"\x80\xe0\0\1\0\0\0\0\0\0\0\1" + NOISE[:1200])),
        lambda: again(framed(NOISE[:1400], channel=99)),
        lambda: dripping(b"$"),
        lambda: (),
    ],
    ids=["noise", "no RTP", "RTP of noise", "unknown channel", "drips", "nothing"],
)
def test_what_it_plays_is_no_danger(play: Callable[[], Say]) -> None:
    """Noise may pass for pictures now and then: whoever records asks for keyframes with parameter sets."""
    with camera(lambda number: [reply(number, SDP)], play) as port:
        began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        told = None
        try:
            recorded_from(port)
        except SourceTrouble as trouble:
            told = trouble.trouble
        assert told in NO_STREAM | {None}
        assert time.monotonic() - began < MOST_S
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_KB
