"""A real ZoneMinder from Debian's packages, brought up by up.sh for as long as a test needs it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NEEDED = ("unshare", "mariadbd", "mariadb-install-db", "apache2", "zmpkg.pl", "zmc", "runuser")
ZONE = "Asia/Ho_Chi_Minh"
START_S = 180.0


def missing() -> str | None:
    """Why it cannot run here; None when it can."""
    if os.geteuid() != 0:
        return "a real ZoneMinder needs root, for name spaces of its own"
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    absent = [name for name in NEEDED if shutil.which(name, path=path) is None]
    if not Path("/usr/share/zoneminder/www/api").is_dir():
        absent.append("zoneminder's web pages")
    if absent:
        return f"needs Debian's packages zoneminder, mariadb-server, apache2 and libapache2-mod-php; missing: {absent}"
    tried = subprocess.run(["unshare", "--mount", "--pid", "--fork", "--mount-proc", "true"], check=False)
    return "name spaces are not allowed here" if tried.returncode else None


@dataclass
class RealZoneMinder:
    folder: Path
    url: str
    process: subprocess.Popen[str]

    def sql(self, statement: str) -> None:
        """Carry out a statement on its database."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(" ".join(statement.split()) + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline().strip() == "done", self.told()

    def told(self) -> str:
        return (self.folder / "up.log").read_text("utf-8", "replace")[-3000:]


@contextmanager
def real_zoneminder(camera_url: str) -> Iterator[RealZoneMinder]:
    """Two monitors look at `camera_url`: 1 stores video, 2 single pictures, in events of about 10 s. Users: `viewer`,
    `blind`, `no-api`, `admin`; see up.sh for their passwords."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    folder = Path(tempfile.mkdtemp(prefix="epack-zoneminder-"))  # not pytest's: the database's user must get in
    script = Path(__file__).with_name("up.sh")
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", str(script)]
    try:
        with (folder / "up.log").open("w") as log:
            process = subprocess.Popen(
                [*command, str(folder), str(port), camera_url, ZONE],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                env={**os.environ, "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"},
            )  # fmt: skip
        real = RealZoneMinder(folder, f"http://127.0.0.1:{port}/zm", process)
        # A set-up that hangs ends too: then the line that is waited for does not come.
        alarm = threading.Timer(START_S, process.kill)
        alarm.start()
        assert process.stdout is not None
        ready = process.stdout.readline().strip()
        alarm.cancel()
        alarm.join()
        assert ready == "ready", real.told()
        try:
            yield real
        finally:
            process.kill()  # and with it everything in its name spaces
            process.wait(30)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
