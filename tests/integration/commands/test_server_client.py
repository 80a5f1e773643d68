"""Looking for the server on this machine: whoever else listens on its port learns nothing by it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from backend.commands.server_client import ServerClient
from backend.domain.errors import Conflict


@pytest.fixture
def stranger() -> Iterator[tuple[int, list[str]]]:
    """A program that listens there and answers anything; its port, and the headers it was sent."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(str(self.headers))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            return None

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, heard
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_key_of_the_data_folder_is_not_told_to_a_stranger(tmp_path: Path, stranger: tuple[int, list[str]]) -> None:
    port, heard = stranger
    key = tmp_path / "local.key"
    key.write_text("epl_" + "k" * 40)
    key.chmod(0o600)
    with pytest.raises(Conflict):
        ServerClient.find(None, None, port, key, tmp_path / "none.pem")
    assert heard
    assert not any("Authorization" in one or "kkkk" in one for one in heard)
