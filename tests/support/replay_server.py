"""Replay of recordings over RTSP as ONVIF says: ranges of wall-clock time, times in the packets, digest sign-in.

The footage is a made clip of one second with one keyframe, over and over: second n of the epoch begins with a keyframe.
"""

from __future__ import annotations

import io
import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

import av
import numpy as np

from tests.support.device_server import Asked
from tests.support.digest_check import DigestCheck

FPS = 10
STEP_MS = 1000 // FPS
_NTP = 2_208_988_800


@cache
def pictures(codec: str = "h264") -> tuple[tuple[bytes, ...], ...]:
    """NAL units of the ten pictures of a second, the first one a keyframe with its parameter sets."""
    encoder, options = {
        "h264": ("libx264", {"x264-params": "keyint=10:scenecut=0:bframes=0:repeat-headers=1:annexb=1"}),
        "hevc": ("libx265", {"x265-params": "keyint=10:scenecut=0:bframes=0:repeat-headers=1:log-level=none"}),
    }[codec]
    out = io.BytesIO()
    with av.open(out, "w", format=codec) as container:
        stream = container.add_stream(encoder, rate=FPS, options={"preset": "ultrafast", **options})
        stream.width, stream.height, stream.pix_fmt = 160, 128, "yuv420p"
        found = []
        noise = np.random.default_rng(7)
        for number in range(FPS):
            image = noise.integers(0, 255, (128, 160, 3), np.uint8)
            image[:, : number * 16] = 128
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts = number
            found += [bytes(packet) for packet in stream.encode(frame)]
        found += [bytes(packet) for packet in stream.encode(None)]
    assert len(found) == FPS
    return tuple(tuple(one for one in re.split(rb"\x00\x00\x00?\x01", each) if one) for each in found)


@dataclass
class ReplayServer:
    spans: list[tuple[int, int]]
    """Epoch ms by the device's clock, whole seconds: when there is footage."""
    codec: str = "h264"
    digest: DigestCheck | None = None
    tells_time: bool = True
    knows_replay: bool = True
    breaks_after: int | None = None
    """Pictures until the connection is cut."""
    loses: int | None = None
    """Number of a packet that is never sent."""
    port: int = 0
    plays: list[dict[str, str]] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[ReplayServer]:
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(0.1)
        self.port = listener.getsockname()[1]
        closing = threading.Event()
        threads: list[threading.Thread] = []

        def accept() -> None:
            while not closing.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                threads.append(threading.Thread(target=self._serve, args=(connection, closing)))
                threads[-1].start()

        main = threading.Thread(target=accept)
        main.start()
        try:
            yield self
        finally:
            closing.set()
            main.join()
            for one in threads:
                one.join()
            listener.close()

    def _serve(self, connection: socket.socket, closing: threading.Event) -> None:
        connection.settimeout(0.2)
        rest = b""
        try:
            while not closing.is_set():
                while b"\r\n\r\n" not in rest:
                    try:
                        block = connection.recv(65_536)
                    except TimeoutError:
                        if closing.is_set():
                            return
                        continue
                    if not block:
                        return
                    rest += block
                head, rest = rest.split(b"\r\n\r\n", 1)
                if not self._answer(connection, head.decode()):
                    return
        except OSError:
            pass
        finally:
            connection.close()

    def _answer(self, connection: socket.socket, head: str) -> bool:
        """False: the conversation is over."""
        first, *lines = head.split("\r\n")
        method, url, _ = first.split(" ")
        headers = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status, more, body = "200 OK", {}, ""
        refusal = self.digest.refusal(Asked(method, url, headers, b"")) if self.digest else None
        if refusal is not None:
            status, more = "401 Unauthorized", dict(refusal.headers)
        elif headers.get("Require") == "onvif-replay" and not self.knows_replay:
            status, more = "551 Option not supported", {"Unsupported": "onvif-replay"}
        elif method == "DESCRIBE":
            name = {"h264": "H264", "hevc": "H265"}[self.codec]
            body = "v=0\r\ns=replay\r\nm=audio 0 RTP/AVP 0\r\na=control:audio\r\nm=video 0 RTP/AVP 98\r\n"
            body += f"a=rtpmap:98 {name}/90000\r\na=control:rtsp://10.9.9.9/replay/video\r\n"
            more = {"Content-Type": "application/sdp", "Content-Base": f"{url}/"}
        elif method == "SETUP":
            assert url.endswith("/replay/video")
            more = {"Session": "4711;timeout=60", "Transport": headers["Transport"]}
        elif method == "PLAY":
            self.plays.append(headers)
        elif method == "TEARDOWN":
            return False
        text = "".join(f"{name}: {value}\r\n" for name, value in more.items())
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        connection.sendall(f"RTSP/1.0 {status}\r\nCSeq: {headers['CSeq']}\r\n{text}{length}\r\n{body}".encode())
        if method == "PLAY" and status.startswith("200"):
            return self._play(connection, headers["Range"])
        return True

    def _play(self, connection: socket.socket, asked: str) -> bool:
        match = re.fullmatch(r"clock=(\d{8}T\d{6}\.\d+)Z-(\d{8}T\d{6}\.\d+)Z", asked)
        assert match is not None, asked
        begin, end = (
            round(datetime.strptime(one, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC).timestamp() * 1000)
            for one in match.groups()
        )
        # Replay begins with the keyframe at or before what was asked for.
        at_ms, sequence, sent = begin - begin % 1000, 65_500, 0
        while at_ms <= end:
            if any(start <= at_ms < over for start, over in self.spans):
                if sent == self.breaks_after:
                    return False
                for packet in self._packets(at_ms):
                    sequence = (sequence + 1) & 0xFFFF
                    if self.loses is None or sent != self.loses:
                        content = packet[:2] + struct.pack(">H", sequence) + packet[4:]
                        connection.sendall(b"$\0" + struct.pack(">H", len(content)) + content)
                sent += 1
            elif not any(start > at_ms for start, _ in self.spans):
                break
            at_ms += STEP_MS
        goodbye = struct.pack(">BBHI", 0x81, 203, 1, 4711)
        connection.sendall(b"$\1" + struct.pack(">H", len(goodbye)) + goodbye)
        return True

    def _packets(self, at_ms: int) -> list[bytes]:
        units = pictures(self.codec)[at_ms % 1000 // STEP_MS]
        payloads = [piece for unit in units for piece in _pieces(unit, self.codec)]
        seconds, left = divmod(at_ms, 1000)
        time = struct.pack(">HHIIBBH", 0xABAC, 3, seconds + _NTP, left * 2**32 // 1000, 0x80, 0, 0)
        found = []
        for number, payload in enumerate(payloads):
            extended = self.tells_time and number == 0
            mark = 0x80 if number == len(payloads) - 1 else 0
            head = struct.pack(">BBHII", 0x90 if extended else 0x80, mark | 98, 0, at_ms * 90 & 0xFFFFFFFF, 4711)
            found.append(head + (time if extended else b"") + payload)
        return found


def _pieces(unit: bytes, codec: str, room: int = 700) -> list[bytes]:
    """A NAL unit whole or in fragments (RFC 6184 FU-A, RFC 7798 FU)."""
    if len(unit) <= room:
        return [unit]
    if codec == "h264":
        head, kind, body = bytes([(unit[0] & 0xE0) | 28]), unit[0] & 31, unit[1:]
    else:
        head, kind, body = bytes([(unit[0] & 0x81) | (49 << 1), unit[1]]), (unit[0] >> 1) & 63, unit[2:]
    cuts = [body[at : at + room] for at in range(0, len(body), room)]
    last = len(cuts) - 1
    return [
        head + bytes([kind | (0x80 if number == 0 else 0) | (0x40 if number == last else 0)]) + cut
        for number, cut in enumerate(cuts)
    ]
