"""The reference's addresses: its documented path, and the same below or above /api."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_openapi3.blueprint import APIBlueprint


def post(bp: APIBlueprint, path: str, **documented: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """POST at `/api{path}` (documented) and at `{path}`."""
    return _at_both(bp.post, path, documented)


def get(bp: APIBlueprint, path: str, **documented: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """GET at `/api{path}` (documented) and at `{path}`."""
    return _at_both(bp.get, path, documented)


def _at_both(
    route: Callable[..., Any], path: str, documented: dict[str, Any]
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(handler: Callable[..., Any]) -> Callable[..., Any]:
        route(f"/api{path}", **documented)(handler)
        route(path, doc_ui=False)(handler)
        return handler

    return decorate
