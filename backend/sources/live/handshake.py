"""The first words with a camera, spoken by ourselves before FFmpeg is let in.

FFmpeg follows a redirect to any host and names the address, password included, in its errors. So the address is looked
up and checked here, the stream is asked for (RTSP DESCRIBE, RFC 2326), and only a camera that answers for itself is
handed on: by IP address, so that a name cannot mean another host a moment later.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re
import secrets
import socket
import time
from dataclasses import dataclass

from backend.domain.source import SourceTrouble, Trouble
from backend.sources.addresses import Address, AddressGuard
from backend.sources.live.stream import Place

SCHEMES = {"rtsp": 554}
ANSWER_S = 5.0
_MOST_BYTES = 128 * 1024
_SAID = re.compile(r'(\w+)=(?:"([^"]*)"|([^",\s]+))')
_CODECS = {"H264": "h264", "H265": "hevc", "HEVC": "hevc"}


@dataclass(frozen=True, slots=True)
class SignIn:
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, list[str]]
    body: str

    def header(self, name: str) -> str:
        return next(iter(self.headers.get(name, [])), "")


def greet(
    address: Address, guard: AddressGuard, sign_in: SignIn, *, transport: str, answer_s: float = ANSWER_S
) -> Place:
    """Look the camera up, and ask it for its stream. Raises SourceTrouble."""
    talk = _Talk(address, answer_s)
    try:
        connection = guard.connect(address.host, address.port, answer_s)
    except OSError as error:
        raise talk.trouble(error) from None
    try:
        answer = talk.describe(connection, "")
        if answer.status == 401 and (sign_in.user or sign_in.password):
            for challenge in _challenges(answer):
                answer = talk.describe(connection, _authorization(challenge, sign_in, talk.url))
                if answer.status != 401:
                    break
        talk.judge(answer, signed=bool(sign_in.user))
        sound = any(line.startswith("m=audio") for line in answer.body.splitlines())
        place_address = str(connection.getpeername()[0])
    except OSError as error:
        raise talk.trouble(error) from None
    finally:
        with contextlib.suppress(OSError):
            connection.close()
    return Place(place_address, address.port, address.path or "/", address.host, sign_in.user, transport, sound)


class _Talk:
    def __init__(self, address: Address, answer_s: float) -> None:
        self._address = address
        self._answer_s = answer_s
        self._rest = b""
        self._number = 0
        host = f"[{address.host}]" if ":" in address.host else address.host
        self.url = f"rtsp://{host}:{address.port}{address.path or '/'}"

    def describe(self, connection: socket.socket, authorization: str) -> Answer:
        self._number += 1
        more = f"Authorization: {authorization}\r\n" if authorization else ""
        text = (
            f"DESCRIBE {self.url} RTSP/1.0\r\nCSeq: {self._number}\r\nUser-Agent: ePACK\r\n"
            f"Accept: application/sdp\r\n{more}\r\n"
        )
        connection.sendall(text.encode())
        return self._read(connection)

    def judge(self, answer: Answer, *, signed: bool) -> None:
        host, status = self._address.host, answer.status
        who = {"host": host, "status": status}
        if 300 <= status < 400:
            raise SourceTrouble(
                Trouble.REDIRECTED,
                f"{host} sends to another address, which is not followed. Enter that address itself if it is yours.",
                details=who,
            )
        if status in (401, 403):
            said = "does not accept this user and password." if signed else "wants a user and a password."
            raise SourceTrouble(Trouble.CREDENTIALS, f"{host} {said}", details=who)
        if status in (404, 410, 454):
            raise SourceTrouble(
                Trouble.NOT_FOUND, f"{host} has no stream at this address. Look into the camera's manual.", details=who
            )
        if status in (423, 429, 453, 503):
            raise SourceTrouble(
                Trouble.SERVER, f"{host} takes no more viewers just now. It is tried again.", details=who
            )
        if status != 200:
            raise SourceTrouble(Trouble.SERVER, f"{host} answered with failure {status}.", details=who)
        media = [line for line in answer.body.splitlines() if line.startswith("m=")]
        if not media:
            raise SourceTrouble(Trouble.ANSWER, f"{host} describes no stream.", details=who)
        if not any(line.startswith("m=video") for line in media):
            raise SourceTrouble(Trouble.UNSUPPORTED, f"{host} sends no video at this address.", details=who)
        coded = re.findall(r"a=rtpmap:\d+ ([A-Za-z0-9-]+)/90000", answer.body)
        if coded and not any(name.upper() in _CODECS for name in coded):
            raise SourceTrouble(
                Trouble.UNSUPPORTED,
                f"{host} sends {coded[0][:20]}. Set the camera to H.264 or H.265.",
                details={**who, "codec": coded[0][:20]},
            )

    def trouble(self, error: OSError) -> SourceTrouble:
        host = self._address.host
        who = {"host": host, "port": self._address.port}
        if isinstance(error, TimeoutError):
            return SourceTrouble(Trouble.TIMEOUT, f"{host} does not answer in time.", details=who)
        if isinstance(error, ConnectionRefusedError):
            return SourceTrouble(
                Trouble.UNREACHABLE, f"Nothing listens at {host}, port {self._address.port}.", details=who
            )
        return SourceTrouble(
            Trouble.UNREACHABLE, f"{host} cannot be reached. Is the camera on and in this network?", details=who
        )

    def _read(self, connection: socket.socket) -> Answer:
        """Raises OSError, SourceTrouble."""
        deadline = time.monotonic() + self._answer_s
        while b"\r\n\r\n" not in self._rest:
            self._more(connection, deadline)
        head, self._rest = self._rest.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("utf-8", "replace").split("\r\n")
        match = re.match(r"RTSP/\d\.\d (\d{3})", first)
        if match is None:
            raise SourceTrouble(
                Trouble.ANSWER,
                f"{self._address.host} does not speak RTSP at this port.",
                details={"host": self._address.host},
            )
        headers: dict[str, list[str]] = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers.setdefault(name.strip().lower(), []).append(value.strip())
        length = next(iter(headers.get("content-length", [])), "0")
        wanted = int(length) if length.isdigit() else 0
        while len(self._rest) < min(wanted, _MOST_BYTES):
            self._more(connection, deadline)
        body, self._rest = self._rest[:wanted], self._rest[wanted:]
        return Answer(int(match[1]), headers, body.decode("utf-8", "replace"))

    def _more(self, connection: socket.socket, deadline: float) -> None:
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        connection.settimeout(left_s)
        block = connection.recv(16_384)
        if not block:
            raise ConnectionResetError
        self._rest += block
        if len(self._rest) > _MOST_BYTES:
            raise SourceTrouble(Trouble.TOO_LARGE, f"{self._address.host} answers with more than any real camera.")


def _challenges(answer: Answer) -> list[str]:
    """Digest before Basic: it does not show the password."""
    offered = answer.headers.get("www-authenticate", [])
    return sorted(offered, key=lambda one: not one.lower().startswith("digest"))


def _authorization(challenge: str, sign_in: SignIn, url: str) -> str:
    """RFC 7616 (Digest, MD5 or SHA-256, with or without qop) or RFC 7617 (Basic)."""
    if challenge.lower().startswith("basic"):
        return "Basic " + base64.b64encode(f"{sign_in.user}:{sign_in.password}".encode()).decode()
    said = {name: quoted or plain for name, quoted, plain in _SAID.findall(challenge)}
    algorithm = said.get("algorithm", "MD5")
    named = "sha256" if algorithm.upper().startswith("SHA-256") else "md5"

    def digest(text: str) -> str:
        return hashlib.new(named, text.encode(), usedforsecurity=False).hexdigest()

    realm, nonce = said.get("realm", ""), said.get("nonce", "")
    secret = digest(f"{sign_in.user}:{realm}:{sign_in.password}")
    asked = digest(f"DESCRIBE:{url}")
    parts = [f'username="{sign_in.user}"', f'realm="{realm}"', f'nonce="{nonce}"', f'uri="{url}"']
    if "auth" in said.get("qop", "").split(","):
        once = secrets.token_hex(8)
        response = digest(f"{secret}:{nonce}:00000001:{once}:auth:{asked}")
        parts += ["qop=auth", "nc=00000001", f'cnonce="{once}"']
    else:
        response = digest(f"{secret}:{nonce}:{asked}")
    parts.append(f'response="{response}"')
    if "algorithm" in said:
        parts.append(f"algorithm={algorithm}")
    if "opaque" in said:
        parts.append(f'opaque="{said["opaque"]}"')
    return "Digest " + ", ".join(parts)
