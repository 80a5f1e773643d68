"""The real server as its own process, on a free port, with its own data folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.visitor import sign_in_owner

ROOT = Path(__file__).resolve().parents[2]
START_PATIENCE_S = 90.0
STOP_PATIENCE_S = 20.0


@dataclass(slots=True)
class Server:
    """A running server; `stop` and `start` again keep address and data."""

    data_dir: Path
    port: int
    root: Path = ROOT
    """Where the program lies that is started."""
    process: subprocess.Popen[bytes] | None = None
    program: tuple[str, ...] = ("-m", "backend", "serve")
    """What Python runs."""
    _owner: list[dict[str, Any]] = field(default_factory=list)

    @property
    def owner(self) -> Any:
        """The state of a browser that the owner signed in at; the sign-in itself is done once."""
        if not self._owner:
            self._owner = sign_in_owner(self.url, self.data_dir)
        return {"cookies": self._owner, "origins": []}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log_path(self) -> Path:
        return self.data_dir.parent / "server.log"

    def start(self) -> None:
        """Returns when the server answers. Raises AssertionError with its log when it does not."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("EPACK_")}
        environment["PYTHONPATH"] = str(self.root)
        command = [sys.executable, *self.program, "--port", str(self.port), "--data-dir", str(self.data_dir)]
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.root, env=environment, stdout=log, stderr=log)
        until = time.monotonic() + START_PATIENCE_S
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            if self._answers():
                return
            time.sleep(0.1)
        self.stop()
        raise AssertionError(f"The server did not start:\n{self.log_path.read_text(errors='replace')[-4000:]}")

    def kill(self) -> None:
        """As a power cut: nothing is stored, said or tidied up."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()

    def stop(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/api/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def running_server(folder: Path, **more: Any) -> Iterator[Server]:
    """A server with an empty store below `folder`."""
    data_dir = folder / "data"
    data_dir.mkdir(parents=True)
    server = Server(data_dir, free_port(), **more)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
