"""Files of the dashboard as they go over the line: text is a third of its size when it is compressed."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

from flask import Response, request, send_file

_TEXT = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt"})
_LEAST_BYTES = 1_000
"""Below this the answer's head is most of it."""
_MOST_BYTES = 8_000_000
_MOST_FILES = 1_000


class PackedFiles:
    """Compresses each file when it is first asked for, and again only when it has changed."""

    def __init__(self) -> None:
        self._packed: dict[Path, tuple[str, bytes]] = {}

    def send(self, path: Path, mimetype: str | None = None, *, conditional: bool = True) -> Response:
        """The file, compressed where that helps and the browser takes it. Raises OSError when it cannot be read."""
        facts = path.stat()
        if path.suffix not in _TEXT or not _LEAST_BYTES <= facts.st_size <= _MOST_BYTES:
            return send_file(path, mimetype=mimetype, conditional=conditional, max_age=None)
        if not request.accept_encodings["gzip"]:
            response = send_file(path, mimetype=mimetype, conditional=conditional, max_age=None)
        else:
            etag = f"{facts.st_mtime_ns}-{facts.st_size}-gzip"
            response = send_file(
                BytesIO(self._content(path, etag)),
                mimetype=mimetype,
                download_name=path.name,
                conditional=conditional,
                etag=etag,
                last_modified=facts.st_mtime,
                max_age=None,
            )
            response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        return response

    def _content(self, path: Path, etag: str) -> bytes:
        known = self._packed.get(path)
        if known is not None and known[0] == etag:
            return known[1]
        if len(self._packed) >= _MOST_FILES:
            self._packed.clear()
        content = gzip.compress(path.read_bytes(), mtime=0)
        self._packed[path] = (etag, content)
        return content
