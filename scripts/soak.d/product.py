"""The server under test: started, killed without warning, asked over its API like any client on this machine."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.config.paths import PROJECT_DIR

START_S = 180.0
"""A busy machine needs long to load the detectors."""
STOP_S = 60.0
_ASK_S = 60.0


@dataclass
class Outage:
    """ePACK did not run. UTC epoch ms; `up_ms` None: it has not come back."""

    down_ms: int
    up_ms: int | None = None


@dataclass
class Product:
    folder: Path
    drive: str
    port: int = 0
    outages: list[Outage] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    @property
    def told(self) -> Path:
        """What it wrote to its standard outputs."""
        return self.folder / "server.txt"

    def start(self) -> None:
        """Returns once it answers. Raises RuntimeError when it does not."""
        with self.told.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-P", str(Path(__file__).parent / "server.py"), "--drive", self.drive,
                 "--data-dir", str(self.data_dir), "--port", str(self.port)],
                stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=PROJECT_DIR, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + START_S
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the server does not answer:\n{self.told.read_text('utf-8', 'replace')[-2000:]}")
            time.sleep(0.1)
        if self.outages:
            self.outages[-1].up_ms = round(time.time() * 1000)

    def kill(self) -> None:
        """As a power cut: no handler runs, nothing is flushed."""
        assert self.process is not None
        self.outages.append(Outage(round(time.time() * 1000)))
        self.process.kill()
        self.process.wait()

    def stop(self) -> bool:
        """False: it did not end in time and was killed."""
        if self.process is None or self.process.poll() is not None:
            return False
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_S) == 0
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON answer, None for an empty one. Raises OSError; RuntimeError when it refuses."""
        headers = {"Content-Type": "application/json"}
        key = self.data_dir / "local.key"
        if key.exists():
            headers["Authorization"] = f"Bearer {key.read_text('ascii').strip()}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers, method=method)
        try:
            # Without proxies: the server is on this machine.
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=_ASK_S) as reply:
                text = reply.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            with error:
                raise RuntimeError(f"{method} {path}: {error.code} {error.read()[:500]!r}") from None

    def _answers(self) -> bool:
        try:
            self.ask("GET", "/api/health")
        except (OSError, RuntimeError):
            return False
        return True
