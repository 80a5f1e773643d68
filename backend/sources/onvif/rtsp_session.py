"""RTSP spoken by ourselves, for replay: FFmpeg cannot ask for a stretch of wall-clock time, nor at more than its speed
(ONVIF Streaming, 6). One connection carries words and pictures; it goes to an allowed address and nowhere else.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass

from backend.domain.errors import InvalidInput
from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard, parse_address

CONNECT_S = 5.0
SILENT_S = 15.0
WORDS_S = 30.0
"""A whole answer in words takes no longer, however steadily it drips."""
SLOWEST_BYTES_PER_S = 512
"""Pictures that come slower than this for a minute never end."""
PACE_S = 60.0
_LOOK_S = 0.5
_MOST_HEAD = 64 * 1024
_MOST_BODY = 256 * 1024


@dataclass(frozen=True, slots=True)
class RtspAnswer:
    status: int
    headers: dict[str, str]
    """Names in lower case; of several with one name the last, but for challenges, which are joined by newlines."""
    body: str


class RtspSession:
    """Raises SourceTrouble from every call, and Cancelled when stopped."""

    def __init__(self, url: str, guard: AddressGuard, user: str, password: str, stop: StopSignal) -> None:
        try:
            address = parse_address(url, {"rtsp": 554})
        except InvalidInput:
            raise SourceTrouble(Trouble.ANSWER, "The device tells a replay address that is none.") from None
        self.url = address.url
        self.who = address.host
        self._user, self._password, self._stop = user, password, stop
        self._rest = bytearray()
        self._number = 0
        self._challenge = ""
        self._session = ""
        self._until = math.inf
        try:
            self._socket = guard.connect(address.host, address.port, CONNECT_S)
        except OSError as error:
            kind = Trouble.TIMEOUT if isinstance(error, TimeoutError) else Trouble.UNREACHABLE
            raise SourceTrouble(kind, f"Nothing answers at {address.host}, port {address.port}.") from None

    def close(self) -> None:
        try:
            if self._session:
                self._socket.settimeout(1.0)
                self._send("TEARDOWN", self.url, {})
        except OSError:
            pass
        self._socket.close()

    def ask(self, method: str, url: str, headers: dict[str, str]) -> RtspAnswer:
        """One request; signed in when asked to. The answer's status is below 300."""
        answer = self._ask(method, url, headers)
        if answer.status == 401 and self._user and "www-authenticate" in answer.headers:
            self._challenge = answer.headers["www-authenticate"]
            answer = self._ask(method, url, headers)
        if answer.status >= 300:
            raise self._refused(answer)
        self._session = answer.headers.get("session", self._session).split(";")[0].strip()
        return answer

    def frames(self) -> Iterator[tuple[int, bytes]]:
        """Channel and content of what comes between words, until the other side ends it."""
        since, came = time.monotonic(), 0
        while True:
            if time.monotonic() - since > PACE_S:
                if came < SLOWEST_BYTES_PER_S * PACE_S:
                    raise SourceTrouble(Trouble.TIMEOUT, f"{self.who} sends too slowly to ever end.")
                since, came = time.monotonic(), 0
            try:
                self._need(4)
            except EOFError:
                return
            if self._rest[:1] != b"$":
                self._read_answer()  # words in between: an announcement, the answer to a sign of life
                continue
            size = int.from_bytes(self._rest[2:4], "big")
            try:
                self._need(4 + size)
            except EOFError:
                return
            came += size
            channel, content = self._rest[1], bytes(self._rest[4 : 4 + size])
            del self._rest[: 4 + size]
            yield channel, content

    def _ask(self, method: str, url: str, headers: dict[str, str]) -> RtspAnswer:
        self._until = time.monotonic() + WORDS_S
        try:
            self._send(method, url, headers)
            while True:
                self._need(1)
                self._check_words()
                if self._rest[:1] != b"$":
                    return self._read_answer()
                self._need(4)
                size = int.from_bytes(self._rest[2:4], "big")
                self._need(4 + size)
                del self._rest[: 4 + size]
        except (OSError, EOFError):
            raise SourceTrouble(Trouble.LOST, f"The connection to {self.who} broke.") from None
        finally:
            self._until = math.inf

    def _send(self, method: str, url: str, headers: dict[str, str]) -> None:
        self._number += 1
        lines = {"CSeq": str(self._number), "User-Agent": "ePACK", **headers}
        if self._session:
            lines["Session"] = self._session
        if self._challenge:
            lines["Authorization"] = authorization(self._challenge, method, url, self._user, self._password)
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self._socket.sendall(f"{method} {url} RTSP/1.0\r\n{head}\r\n".encode())

    def _read_answer(self) -> RtspAnswer:
        while (end := self._rest.find(b"\r\n\r\n")) < 0:
            if len(self._rest) > _MOST_HEAD:
                raise SourceTrouble(Trouble.TOO_LARGE, f"{self.who} answers with more than any real device.")
            self._need(len(self._rest) + 1)
        first, *lines = bytes(self._rest[:end]).decode("utf-8", "replace").split("\r\n")
        del self._rest[: end + 4]
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(":")
            name = name.strip().lower()
            challenges = name == "www-authenticate" and name in headers
            headers[name] = f"{headers[name]}\n{value.strip()}" if challenges else value.strip()
        told = headers.get("content-length", "0")
        length = int(told) if told.isdecimal() and len(told) < 9 else 0
        if length > _MOST_BODY:
            raise SourceTrouble(Trouble.TOO_LARGE, f"{self.who} answers with more than any real device.")
        self._need(length)
        body = bytes(self._rest[:length]).decode("utf-8", "replace")
        del self._rest[:length]
        status = re.match(r"RTSP/\d\.\d (\d{3})", first)
        if status is None and not re.match(r"[A-Z_]+ \S+ RTSP/", first):
            raise SourceTrouble(Trouble.ANSWER, f"{self.who} does not speak RTSP at this port.")
        return RtspAnswer(int(status[1]) if status else 0, headers, body)

    def _need(self, size: int) -> None:
        """Until `size` bytes are there. Raises EOFError at the end, SourceTrouble when nothing comes for too long."""
        silent_until = time.monotonic() + SILENT_S
        while len(self._rest) < size:
            self._stop.check()
            self._check_words()
            if time.monotonic() > silent_until:
                raise SourceTrouble(Trouble.FROZEN, f"{self.who} sends nothing more.")
            self._socket.settimeout(_LOOK_S)
            try:
                block = self._socket.recv(256 * 1024)
            except TimeoutError:
                continue
            except OSError:
                raise EOFError from None
            if not block:
                raise EOFError
            self._rest += block
            silent_until = time.monotonic() + SILENT_S

    def _check_words(self) -> None:
        if time.monotonic() > self._until:
            raise SourceTrouble(Trouble.TIMEOUT, f"{self.who} does not come to the end of its answer.")

    def _refused(self, answer: RtspAnswer) -> SourceTrouble:
        status, who = answer.status, self.who
        if status < 400:
            return SourceTrouble(Trouble.REDIRECTED, f"{who} sends to another address, which is not followed.")
        if status in (401, 403):
            return SourceTrouble(Trouble.CREDENTIALS, f"{who} refuses the user name or the password for its streams.")
        if status in (404, 410, 454, 457):
            return SourceTrouble(Trouble.NOT_FOUND, f"{who} does not have this recording (any more).")
        if status in (453, 503):
            return SourceTrouble(Trouble.QUOTA, f"{who} takes no more viewers just now.", retry_after_s=60)
        if status in (405, 461, 501, 551):
            return SourceTrouble(Trouble.UNSUPPORTED, f"{who} cannot replay over RTSP the way ONVIF says.")
        return SourceTrouble(Trouble.SERVER, f"{who} answers with failure {status}.")


def authorization(challenges: str, method: str, url: str, user: str, password: str) -> str:
    """The header for one of the challenges (one a line): digest (RFC 7616) before basic, which shows the password."""
    offered = sorted(challenges.split("\n"), key=lambda one: not one.lower().startswith("digest"))[0]
    if offered.lower().startswith("basic"):
        return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    said = {name: quoted or plain for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', offered)}
    named = "sha256" if said.get("algorithm", "MD5").upper().startswith("SHA-256") else "md5"

    def digest(text: str) -> str:
        return hashlib.new(named, text.encode(), usedforsecurity=False).hexdigest()

    nonce = said.get("nonce", "")
    secret, asked = digest(f"{user}:{said.get('realm', '')}:{password}"), digest(f"{method}:{url}")
    fields = {"username": user, "realm": said.get("realm", ""), "nonce": nonce, "uri": url}
    more = ""
    if "auth" in said.get("qop", "").split(","):
        once = secrets.token_hex(8)
        fields["cnonce"] = once
        fields["response"] = digest(f"{secret}:{nonce}:00000001:{once}:auth:{asked}")
        more = ", qop=auth, nc=00000001"
    else:
        fields["response"] = digest(f"{secret}:{nonce}:{asked}")
    fields |= {name: said[name] for name in ("opaque",) if name in said}
    if "algorithm" in said:
        more += f", algorithm={said['algorithm']}"
    return "Digest " + ", ".join(f'{name}="{value}"' for name, value in fields.items()) + more
