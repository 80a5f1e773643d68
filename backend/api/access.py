"""What is let in before any handler runs: which host names, which origins; and the headers of every answer."""

from __future__ import annotations

import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request
from flask.json.provider import DefaultJSONProvider

from backend.api.bodies import UNSAFE, has_body
from backend.api.services import WebOptions
from backend.domain.errors import Forbidden

_SURROGATE = rb"\ud"
_STRICT_TRANSPORT = "max-age=31536000"
_API_POLICY = "default-src 'none'; frame-ancestors 'none'"


class StrictJson(DefaultJSONProvider):
    """JSON as the standard has it: no NaN or Infinity, which Python would otherwise let in."""

    ensure_ascii = False
    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            value = json.loads(s, parse_constant=_refuse_constant, **kwargs)
            if _SURROGATE in (s.lower() if isinstance(s, bytes) else s.lower().encode("utf-8", "replace")):
                # Half a surrogate pair is no text: it can neither be stored nor be sent back.
                json.dumps(value, ensure_ascii=False).encode("utf-8")
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        return value


class ApiRequest(Request):
    """A request whose absent body counts as an empty object, so that what needs no fields can be asked without one."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        return super().get_json(force, silent, cache) if has_body(self) else {}


def register(app: Flask, options: WebOptions) -> None:
    """Check each request of `app`, and put the security headers on each answer."""
    app.request_class = ApiRequest
    app.json = StrictJson(app)

    @app.before_request
    def check_request() -> None:
        check_host(request, options)
        check_origin(request, options)

    @app.after_request
    def add_headers(response: Response) -> Response:
        if options.strict_transport and request.is_secure:
            response.headers["Strict-Transport-Security"] = _STRICT_TRANSPORT
        return with_security_headers(response)


def check_host(incoming: Request, options: WebOptions) -> None:
    """Refuse names that are not ours, so that a page under a foreign name pointed at this machine reaches nothing.

    Loopback names and plain addresses are always ours. Raises Forbidden.
    """
    name = _host_name(incoming.host)
    if name == "localhost" or name.endswith(".localhost") or _is_address(name):
        return
    if name in {allowed.lower() for allowed in options.allowed_hosts}:
        return
    raise Forbidden(
        "This server does not answer to that host name. Use its address, or add the name to the allowed host names.",
        code="host_not_allowed",
    )


def check_origin(incoming: Request, options: WebOptions) -> None:
    """Refuse changes that a page of another site asks for. Raises Forbidden."""
    if incoming.method not in UNSAFE:
        return
    origin = incoming.headers.get("Origin")
    if origin is None:
        if incoming.headers.get("Sec-Fetch-Site") == "cross-site":
            raise Forbidden("Another site may not change anything here.", code="foreign_origin")
        return
    if options.dev_origin is not None and origin == options.dev_origin:
        return
    if urlsplit(origin).netloc.lower() != incoming.host.lower():
        raise Forbidden("Another site may not change anything here.", code="foreign_origin")


def with_security_headers(response: Response) -> Response:
    """Headers for every answer; pages bring their own Content-Security-Policy, shared clips their Referrer-Policy."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _API_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    return response


def _host_name(host: str) -> str:
    """The name in a Host header, without port and brackets, lower case."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if host.count(":") == 1 else host


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
