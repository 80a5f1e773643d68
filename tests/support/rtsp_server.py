"""Live cameras for tests: an RTSP server on this machine that plays clips without end and misbehaves on demand.

H.264 and H.265, RTP over the RTSP connection or over UDP, basic and digest sign-in, sender reports with a clock of the
camera's own. All viewers of one camera get the same packets, so that fifty of them cost hardly more than one.

    python -m tests.support.rtsp_server PORT NAME=FILE ...      serves until it is ended
"""

from __future__ import annotations

import base64
import hashlib
import heapq
import secrets
import socket
import struct
import sys
import threading
import time
from pathlib import Path

from tests.support.rtp_sound import Sound
from tests.support.rtp_track import Track
from tests.support.rtsp_camera import TestCamera, Viewer, shut


class RtspServer:
    """`with RtspServer({"table": Track(path)}) as server: server.url("table")`."""

    def __init__(
        self,
        tracks: dict[str, Track],
        *,
        port: int = 0,
        sign_in: str = "",
        user: str = "",
        password: str = "",
        sound: Sound | None = None,
    ):
        """`sign_in`: empty, `basic` or `digest`. `sound`: what every camera lets hear."""
        self.cameras = {name: TestCamera(name, track, sound) for name, track in tracks.items()}
        self.sign_in, self.user, self.password = sign_in, user, password
        self.redirect = ""
        """An address that DESCRIBE sends everybody to."""
        self.refuse = 0
        """A status that DESCRIBE answers instead of its own, such as 503."""
        self.silent = False
        """Connections are taken and never answered."""
        self.attempts = 0
        """DESCRIBE requests that carried credentials."""
        self._listener = socket.create_server(("127.0.0.1", port), backlog=256)
        self.port = self._listener.getsockname()[1]
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._connections: set[socket.socket] = set()
        self._spawn(self._accept)
        self._spawn(self._pump)

    def url(self, name: str) -> str:
        return f"rtsp://127.0.0.1:{self.port}/{name}"

    def __enter__(self) -> RtspServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._stop.set()
        shut(self._listener)
        self._listener.close()
        for connection in list(self._connections):
            shut(connection)
        for thread in self._threads:
            thread.join(3.0)

    def _spawn(self, target, *args) -> None:  # type: ignore[no-untyped-def]
        thread = threading.Thread(target=target, args=args, daemon=True, name="rtsp-server")
        self._threads = [one for one in self._threads if one.is_alive() or one.ident is None]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
            self._connections.add(connection)
            self._spawn(self._serve, connection)

    def _pump(self) -> None:
        now = time.monotonic()
        # Spread over a picture's time: cameras do not tick together.
        due = [(now + n / 25 / max(1, len(self.cameras)), n, camera) for n, camera in enumerate(self.cameras.values())]
        heapq.heapify(due)
        while not self._stop.is_set():
            at, number, camera = due[0]
            wait_s = at - time.monotonic()
            if wait_s > 0:
                self._stop.wait(min(wait_s, 0.2))
                continue
            heapq.heapreplace(due, (at + camera.play_next(), number, camera))

    def _serve(self, connection: socket.socket) -> None:
        conversation = _Conversation(self, connection)
        try:
            conversation.run()
        except OSError:
            pass
        finally:
            conversation.leave()
            self._connections.discard(connection)
            connection.close()


class _Conversation:
    """The requests of one connection."""

    def __init__(self, server: RtspServer, connection: socket.socket) -> None:
        self._server = server
        self._socket = connection
        self._file = connection.makefile("rb")
        self._session = secrets.token_hex(4)
        self._nonce = secrets.token_hex(8)
        self._viewer = Viewer(connection)
        self._camera: TestCamera | None = None

    def run(self) -> None:
        while (request := self._next_request()) is not None:
            method, url, headers = request
            if self._server.silent:
                continue
            if not self._answer(method, url, headers):
                return

    def leave(self) -> None:
        if self._camera is not None:
            with self._camera.lock:
                if self._viewer in self._camera.viewers:
                    self._camera.viewers.remove(self._viewer)
        for one in (self._viewer.udp, self._viewer.udp_reports):
            if one is not None:
                one.close()
        self._file.close()

    def _next_request(self) -> tuple[str, str, dict[str, str]] | None:
        while True:
            first = self._file.read(1)
            if not first:
                return None
            if first == b"$":  # the client's receiver reports
                head = self._file.read(3)
                self._file.read(struct.unpack(">H", head[1:])[0])
                continue
            line = (first + self._file.readline()).decode()
            if line.strip():
                break
        method, url, _ = line.split(" ", 2)
        headers: dict[str, str] = {}
        while text := self._file.readline().decode().strip():
            name, value = text.split(":", 1)
            headers[name.lower()] = value.strip()
        self._file.read(int(headers.get("content-length", 0)))
        return method, url, headers

    def _answer(self, method: str, url: str, headers: dict[str, str]) -> bool:
        """False when the connection is over."""
        server = self._server
        name = url.split("://", 1)[-1].partition("/")[2].split("?")[0].strip("/")
        name, hears = name.removesuffix("/track0").removesuffix("/track1"), name.endswith("/track1")
        camera = server.cameras.get(name)

        def reply(code: int = 200, reason: str = "OK", extra: str = "", body: str = "") -> None:
            text = f"RTSP/1.0 {code} {reason}\r\nCSeq: {headers.get('cseq', 0)}\r\n"
            text += f"Session: {self._session};timeout=60\r\n" if method in ("SETUP", "PLAY") else ""
            if body:
                extra += f"Content-Type: application/sdp\r\nContent-Base: {url.rstrip('/')}/\r\n"
                extra += f"Content-Length: {len(body)}\r\n"
            if camera is not None:
                camera.codes.append(code)
            self._socket.sendall((text + extra + "\r\n" + body).encode())

        if method == "OPTIONS":
            reply(extra="Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n")
        elif not self._is_signed_in(method, headers.get("authorization", "")):
            realm = 'Basic realm="cam"' if server.sign_in == "basic" else f'Digest realm="cam", nonce="{self._nonce}"'
            reply(401, "Unauthorized", f"WWW-Authenticate: {realm}\r\n")
        elif method == "DESCRIBE" and server.redirect:
            reply(302, "Moved", f"Location: {server.redirect}\r\n")
        elif method == "DESCRIBE" and server.refuse:
            reply(server.refuse, "Refused")
        elif camera is None:
            reply(404, "Not Found")
        elif method == "DESCRIBE":
            reply(body=camera.track.sdp("127.0.0.1") + (camera.sound.sdp() if camera.sound is not None else ""))
        elif method == "SETUP" and hears and camera.refuses_sound:
            reply(500, "Internal Server Error")
        elif method == "SETUP":
            self._viewer.hears = hears
            reply(extra=self._set_up(headers["transport"]))
        elif method == "PLAY":
            reply(extra="Range: npt=0.000-\r\n")
            self._camera = camera
            with camera.lock:
                camera.viewers.append(self._viewer)
        else:
            reply()
        return method != "TEARDOWN"

    def _set_up(self, asked: str) -> str:
        if "TCP" in asked:
            return "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
        theirs = int(asked.split("client_port=")[1].split("-")[0].split(";")[0])
        pair = []
        for port in (theirs, theirs + 1):
            one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            one.bind(("127.0.0.1", 0))
            one.connect(("127.0.0.1", port))
            one.setblocking(False)
            pair.append(one)
        self._viewer.udp, self._viewer.udp_reports = pair
        ours = "-".join(str(one.getsockname()[1]) for one in pair)
        return f"Transport: RTP/AVP;unicast;client_port={theirs}-{theirs + 1};server_port={ours}\r\n"

    def _is_signed_in(self, method: str, given: str) -> bool:
        server = self._server
        if not server.sign_in:
            return True
        if method == "DESCRIBE" and given:
            server.attempts += 1
        if server.sign_in == "basic":
            wanted = base64.b64encode(f"{server.user}:{server.password}".encode()).decode()
            return given == f"Basic {wanted}"
        if not given.startswith("Digest "):
            return False
        said = {k.strip(): v.strip(' "') for k, v in (part.split("=", 1) for part in given[7:].split(","))}
        secret, asked = _md5(f"{server.user}:cam:{server.password}"), _md5(f"{method}:{said.get('uri', '')}")
        return said.get("response") == _md5(f"{secret}:{self._nonce}:{asked}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def main() -> None:
    port, *files = sys.argv[1:]
    tracks: dict[str, Track] = {}
    clips: dict[str, Track] = {}
    for one in files:
        name, path = one.split("=", 1)
        clips.setdefault(path, Track(Path(path)))
        tracks[name] = clips[path]
    server = RtspServer(tracks, port=int(port))
    print(f"ready {server.port}", flush=True)
    sys.stdin.read()
    server.close()


if __name__ == "__main__":
    main()
