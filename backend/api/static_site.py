"""Serves the dashboard's static export the way its links expect, under a strict Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import quote

from flask import Flask, Response, current_app, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from backend.api.errors import http_error
from backend.api.packed_files import PackedFiles

EXTENSION = "epack_dashboard"

_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_IMMUTABLE = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"
_UNBUILT = "<!doctype html><title>ePACK</title><p>The dashboard is not built. Run ./scripts/start. API: /api/docs</p>"
_HASHED_FOLDER = "_next/static/"


@dataclass(frozen=True, slots=True)
class _Policy:
    stamp: tuple[int, int]
    header: str


class StaticSite:
    """Files under `root`. Pages are folders with an index.html; nothing outside `root` is ever read."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._files = PackedFiles()
        self._policies: dict[Path, _Policy] = {}
        for page in self._root.rglob("*.html"):
            self._policy(page)

    def __len__(self) -> int:
        return len(self._policies)

    def respond(self, path: str) -> Response | None:
        """The file at `path` (no leading slash), a redirect to its folder, the 404 page, or None: answer an error."""
        target = self._resolve(path)
        if target is not None and target.is_dir():
            index = self._resolve(f"{path.rstrip('/')}/index.html".lstrip("/"))
            if index is not None and index.is_file():
                if path and not path.endswith("/"):
                    return self._to_folder(path)
                return self._page(index)
        if target is not None and target.is_file() and not path.endswith("/"):
            return self._page(target) if target.suffix == ".html" else self._asset(target, path)
        return self._not_found()

    def _resolve(self, path: str) -> Path | None:
        if "\0" in path:
            return None
        joined = safe_join(str(self._root), path) if path else str(self._root)
        if joined is None:
            return None
        try:
            real = Path(joined).resolve()
        except OSError:
            return None
        return real if real == self._root or self._root in real.parents else None

    def _to_folder(self, path: str) -> Response:
        query = request.query_string.decode("latin-1")
        # Leading slashes are collapsed: `//name` in a Location header would be another host.
        location = "/" + quote(path.lstrip("/")) + "/" + (f"?{query}" if query else "")
        return cast(Response, redirect(location, 308))

    def _page(self, page: Path, status: int = 200) -> Response:
        response = self._files.send(page, "text/html", conditional=status == 200)
        response.status_code = status if status != 200 else response.status_code
        response.headers["Cache-Control"] = _REVALIDATE
        response.headers["Content-Security-Policy"] = self._policy(page)
        return response

    def _asset(self, asset: Path, path: str) -> Response:
        response = self._files.send(asset)
        response.headers["Cache-Control"] = _IMMUTABLE if path.startswith(_HASHED_FOLDER) else _REVALIDATE
        return response

    def _not_found(self) -> Response | None:
        page = self._root / "404.html"
        if not page.is_file() or not wants_page():
            return None
        return self._page(page, status=404)

    def _policy(self, page: Path) -> str:
        """The page's policy, worked out at the start and again only when the dashboard is built anew meanwhile."""
        facts = page.stat()
        stamp = (facts.st_mtime_ns, facts.st_size)
        known = self._policies.get(page)
        if known is None or known.stamp != stamp:
            known = _Policy(stamp, page_policy(page.read_bytes()))
            self._policies[page] = known
        return known.header


def page_policy(html: bytes) -> str:
    """Content-Security-Policy for one page: its inline scripts by their hashes, nothing from elsewhere."""
    hashes = sorted(
        {base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _INLINE_SCRIPT.findall(html)}
    )
    scripts = " ".join(["'self'", *(f"'sha256-{value}'" for value in hashes)])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def register(app: Flask, root: Path | None) -> None:
    """Serve the export at every address that nothing else takes; without one, a page that says how to build it."""
    site = StaticSite(root) if root is not None and (root / "index.html").is_file() else None
    app.extensions[EXTENSION] = site

    @app.errorhandler(NotFound)
    def dashboard(error: NotFound) -> Response | NotFound:
        path = request.path.lstrip("/")
        # Only where no route fitted: a route that finds nothing answers in the error shape.
        no_route = isinstance(request.routing_exception, NotFound)
        if not no_route or request.method not in ("GET", "HEAD") or path == "api" or path.startswith("api/"):
            return http_error(error)
        return serve_page(path)


def serve_page(path: str) -> Response:
    """The dashboard's answer for `path` (no leading slash)."""
    site: StaticSite | None = current_app.extensions[EXTENSION]
    if site is None:
        return _no_dashboard() if not path else http_error(NotFound())
    response = site.respond(path)
    return response if response is not None else http_error(NotFound())


def wants_page() -> bool:
    """Whether the present request is a browser opening a page, not a program asking for JSON."""
    accepted = request.accept_mimetypes
    return "text/html" in accepted.values() and accepted["text/html"] >= accepted["application/json"]


def _no_dashboard() -> Response:
    response = Response(_UNBUILT, mimetype="text/html")
    response.headers["Content-Security-Policy"] = page_policy(_UNBUILT.encode())
    return response
