"""Calls a running server as the command line does, with the key of its data folder; signs a browser in for real."""

from __future__ import annotations

import http.cookies
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from backend.accounts.local_key import read_local_key
from backend.config.paths import Paths
from tests.support.accounts import PASSWORD

TIMEOUT_S = 60.0
OWNER = "owner"


def call(address: str, data_dir: Path, method: str, path: str, body: Any = None) -> Any:
    """The JSON answer to the administrator of the command line. Raises urllib.error.HTTPError."""
    key = read_local_key(Paths(data_dir).local_key) or ""
    with _open(address, method, path, body, {"Authorization": f"Bearer {key}"}) as reply:
        text = reply.read()
    return json.loads(text) if text else None


def sign_in_owner(address: str, data_dir: Path) -> list[dict[str, Any]]:
    """The cookies of a browser that the owner signed in at: invited, came, and is the administrator."""
    users = call(address, data_dir, "GET", "/api/users")["items"]
    known = next((one["id"] for one in users if one["name"] == OWNER), None)
    if known is None:
        issued = call(address, data_dir, "POST", "/api/users", {"name": OWNER, "role": "admin"})
    else:
        issued = call(address, data_dir, "POST", f"/api/users/{known}/address", {})
    token = issued["address"].partition("#")[2]
    with _open(address, "POST", "/api/one-time-address/accept", {"token": token, "password": PASSWORD}, {}) as reply:
        headers = reply.headers.get_all("Set-Cookie") or []
    host = urlsplit(address).hostname
    found = [(name, morsel) for header in headers for name, morsel in http.cookies.SimpleCookie(header).items()]
    return [
        {"name": name, "value": morsel.value, "domain": host, "path": "/", "httpOnly": True, "sameSite": "Strict"}
        for name, morsel in found
    ]


def _open(address: str, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{address}{path}", data, {"Content-Type": "application/json", **headers}, method=method
    )
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=TIMEOUT_S)
