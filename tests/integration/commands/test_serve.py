"""The server over plain HTTP: its end."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

from backend.config.paths import Paths
from tests.support.shop import open_shop, serving

PATIENCE_S = 60.0


def test_a_page_that_listens_does_not_hold_up_the_end(tmp_path: Path) -> None:
    with serving(open_shop(tmp_path / "listened", {})) as server:
        paths = Paths(server.data_dir)
        key = paths.local_key.read_text()
        asked = f"GET /api/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_S) as stream:
            stream.sendall(asked.encode())
            assert stream.recv(65536).startswith(b"HTTP/1.1 200 ")
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(PATIENCE_S) == 0
    # It would say so where it gave up waiting for a thread.
    assert "still running" not in "".join(log.read_text() for log in paths.logs_dir.glob("*"))
