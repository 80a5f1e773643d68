"""A data folder as an owner has it after the set-up: a source, cameras with regions, footage; and its real server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.accounts.local_key import read_local_key
from backend.bootstrap import build
from backend.commands.profile import camera_from
from backend.composition.application import Application
from backend.config.env import Environment
from backend.config.paths import PROJECT_DIR, Paths
from backend.domain.recording import RecordingStatus
from database.engine import open_read_only, open_store
from database.queries.event_views import EventQueries
from database.repositories.cameras import CameraRepository
from database.repositories.settings import SettingsRepository
from database.repositories.sources import SourceRepository
from tests.support.footage import Footage
from tests.support.store import NOW_MS

START_S = 120.0
"""A busy machine needs long to load the detectors."""
QUICK = {"settle_s": 0.0, "scan_interval_s": 5.0, "workers_max": 2, "heartbeat_s": 0.5}
"""Settings under which a small run is over soon."""


@dataclass
class Shop:
    """Everything below `folder`: the data folder and the recordings."""

    folder: Path

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    @property
    def recordings(self) -> Path:
        return self.data_dir / "input"

    def camera(self, name: str) -> Path:
        return self.recordings / name


def open_shop(
    folder: Path, cameras: Mapping[str, Mapping[str, Any]], settings: Mapping[str, Any] | None = None
) -> Shop:
    """`cameras`: name to profile as for `epack analyze`; each has a folder of its name."""
    shop = Shop(folder)
    shop.recordings.mkdir(parents=True)
    with open_store(shop.data_dir / "epack.db") as store:
        source_id = SourceRepository(store).add("Shop", str(shop.recordings), now_ms=NOW_MS)
        for name, profile in cameras.items():
            shop.camera(name).mkdir()
            camera = camera_from(profile, name)
            CameraRepository(store).add(camera, now_ms=NOW_MS, source_id=source_id, folder=name)
        SettingsRepository(store).set({**QUICK, **(settings or {})}, now_ms=NOW_MS)
    return shop


def put(footage: Footage, shop: Shop) -> None:
    """Link the footage into its camera's folder."""
    for path in footage.paths:
        os.link(path, shop.camera(footage.truth.camera) / path.name)


def command(
    *args: str | Path, data_dir: Path | None = None, timeout_s: float = 150
) -> subprocess.CompletedProcess[str]:
    """Run `epack ARGS` in a process of its own."""
    more = [] if data_dir is None else ["--data-dir", str(data_dir)]
    return subprocess.run(
        [*EPACK, *map(str, args), *more],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        env=environment(),
        check=False,
    )


EPACK: Sequence[str] = (sys.executable, "-P", "-m", "backend")


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EPACK_")}
    return {**kept, "PYTHONPATH": str(PROJECT_DIR), "PYTHONWARNINGS": "default"}


@dataclass
class Server:
    """A running `epack serve`."""

    process: subprocess.Popen[bytes]
    port: int
    output: Path
    data_dir: Path
    started_s: float = field(default_factory=time.monotonic)

    def wait_until_up(self, timeout_s: float = START_S) -> None:
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            assert self.process.poll() is None, f"the server ended at its start: {self.told()}"
            try:
                self.get("/api/health")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"the server did not answer: {self.told()}")

    def get(self, path: str) -> Any:
        return self._ask(path, None)

    def post(self, path: str, body: Any) -> Any:
        return self._ask(path, json.dumps(body).encode())

    def run_custom(self, path: Path) -> None:
        """Analyse what lies below `path`, as a custom run."""
        self.post("/api/program", {"program": "custom", "action": "run", "custom_path": str(path)})

    def wait_until_done(self, timeout_s: float = 150) -> Any:
        """Until nothing waits, is in hand or has to be derived; returns the counts of recordings."""
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            status = self.get("/api/status")
            counts = status["counts"]
            if status["program"]["program"] is None and counts["pending"] == counts["claimed"] == 0:
                return counts
            time.sleep(0.2)
        raise AssertionError(f"the run did not end: {self.get('/api/status')} {self.told()}")

    def kill(self) -> None:
        """As a power cut: no handler runs, nothing is flushed."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def told(self) -> str:
        return self.output.read_text("utf-8", "replace")[-2_000:]

    def _ask(self, path: str, body: bytes | None) -> Any:
        headers = {"Content-Type": "application/json"}
        if key := read_local_key(Paths(self.data_dir).local_key):
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body, headers=headers)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(error.code, json.load(error)["error"]) from None


class Refused(AssertionError):
    """The server answered with an error."""

    def __init__(self, status: int, error: Mapping[str, Any]) -> None:
        super().__init__(f"{status}: {error}")
        self.status, self.error = status, error


def start_server(shop: Shop, port: int | None = None, **preparation: Any) -> Server:
    """Not yet up; call `wait_until_up`. `preparation` goes to Popen."""
    port = port or free_port()
    output = shop.folder / "server.txt"
    with output.open("ab") as out:
        process = subprocess.Popen(
            [*EPACK, "serve", "--data-dir", str(shop.data_dir), "--port", str(port)],
            stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment(), **preparation,
        )  # fmt: skip
    return Server(process, port, output, shop.data_dir)


@contextmanager
def inside(shop: Shop) -> Iterator[Application]:
    """The whole program in this process, without HTTP: stages, threads and store as `epack serve` has them."""
    application = build(Environment(data_dir=shop.data_dir))
    application.start()
    try:
        yield application
    finally:
        application.stop()


def run_custom(application: Application, path: Path, timeout_s: float = 120) -> None:
    """Analyse what lies below `path`, and wait until its events are there."""
    programs, recordings = application.services.programs, application.services.recordings
    programs.start("custom", custom_path=str(path))
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        counts = recordings.counts()
        waiting = counts.get(RecordingStatus.PENDING, 0) + counts.get(RecordingStatus.CLAIMED, 0)
        if programs.status().program is None and not waiting:
            return
        time.sleep(0.05)
    raise AssertionError(f"the run did not end: {programs.status()}")


def stored_events(shop: Shop) -> list[tuple[str, int, int, tuple[str, ...]]]:
    """(camera, start_ms, end_ms, codes) of every event in the store, in order."""
    with open_read_only(shop.data_dir / "epack.db") as store:
        page = EventQueries(store).list_page(newest_first=False, page_size=500)
    return sorted((e.camera_name, e.start_ms, e.end_ms, tuple(code.text for code in e.codes)) for e in page.items)


@contextmanager
def serving(shop: Shop, port: int | None = None, **preparation: Any) -> Iterator[Server]:
    server = start_server(shop, port, **preparation)
    try:
        server.wait_until_up()
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
