"""Settings of a source of RTSP cameras as a person gives them. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.domain.errors import InvalidInput
from backend.sources.addresses import parse_address
from backend.sources.live.handshake import SCHEMES

MOST_CAMERAS = 200
TRANSPORTS = ("tcp", "udp")
SECRETS = frozenset({"password", "passwords"})
"""`password`: of all cameras; `passwords`: camera key -> its own."""
_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class RtspCamera:
    key: str
    name: str
    main: str
    sub: str | None
    user: str
    transport: str


def check_config(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with their defaults. Raises InvalidInput naming the field.

    `user`, `transport` count for every camera that has none of its own.
    """
    unknown = sorted(set(given) - {"user", "transport", "cameras"})
    if unknown:
        raise _bad(unknown[0], f"RTSP cameras have no setting called {unknown[0]!r}.")
    user, transport = _user(given.get("user", ""), "user"), _transport(given.get("transport", "tcp"), "transport")
    listed = given.get("cameras")
    if not isinstance(listed, list) or not listed:
        raise _bad("cameras", "Enter at least one camera.")
    if len(listed) > MOST_CAMERAS:
        raise _bad("cameras", f"One source holds at most {MOST_CAMERAS} cameras. Add another source for the others.")
    cameras = [_camera(one, f"cameras.{number}") for number, one in enumerate(listed)]
    for field in ("key", "name"):
        taken = [camera[field] for camera in cameras]
        twice = next((n for n, value in enumerate(taken) if value in taken[:n]), None)
        if twice is not None:
            raise _bad(f"cameras.{twice}.{field}", f"Two cameras of this source are called {taken[twice]!r}.")
    return {"user": user, "transport": transport, "cameras": cameras}


def cameras_of(config: Mapping[str, Any]) -> list[RtspCamera]:
    """Of checked settings."""
    return [
        RtspCamera(
            one["key"],
            one["name"],
            one["main"],
            one.get("sub") or None,
            one.get("user") or config.get("user", ""),
            one.get("transport") or config.get("transport", "tcp"),
        )
        for one in config["cameras"]
    ]


def password_of(key: str, secrets: Mapping[str, Any]) -> str:
    own = secrets.get("passwords")
    found = own.get(key) if isinstance(own, Mapping) else None
    return str(found if found is not None else secrets.get("password") or "")


def _camera(one: Any, field: str) -> dict[str, Any]:
    if not isinstance(one, Mapping):
        raise _bad(field, "A camera has a name and an address.")
    unknown = sorted(set(one) - {"key", "name", "main", "sub", "user", "transport"})
    if unknown:
        raise _bad(f"{field}.{unknown[0]}", f"A camera has no setting called {unknown[0]!r}.")
    name = str(one.get("name") or "").strip()
    if not name or len(name) > 200:
        raise _bad(f"{field}.name", "Give the camera a name.")
    main = parse_address(str(one.get("main") or ""), SCHEMES, f"{field}.main").url
    sub = parse_address(str(one["sub"]), SCHEMES, f"{field}.sub").url if one.get("sub") else None
    key = str(one.get("key") or "") or _key_of(main)
    if not _KEY.fullmatch(key):
        raise _bad(f"{field}.key", "A camera's key is made of letters, digits, - and _.")
    return {
        "key": key,
        "name": name,
        "main": main,
        "sub": sub if sub != main else None,
        "user": _user(one.get("user") or "", f"{field}.user"),
        "transport": _transport(one["transport"], f"{field}.transport") if one.get("transport") else "",
    }


def _key_of(main: str) -> str:
    """From the address: the same camera keeps its key when it is entered again."""
    return re.sub(r"[^A-Za-z0-9]+", "-", main.split("://", 1)[1]).strip("-")[:40].strip("-") or "camera"


def _user(given: Any, field: str) -> str:
    text = str(given)
    if len(text) > 200 or any(ord(sign) < 32 or sign in '"\x7f' for sign in text):
        raise _bad(field, "This user name holds signs that no camera takes.")
    return text


def _transport(given: Any, field: str) -> str:
    if given not in TRANSPORTS:
        raise _bad(field, "Pictures come over tcp or udp.")
    return str(given)


def _bad(field: str, message: str) -> InvalidInput:
    return InvalidInput(message, code="bad_source_settings", details={"field": field})
