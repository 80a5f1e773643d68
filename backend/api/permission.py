"""The one place where a route says who may use it: `@needs(Permission.X)`, nearest to the handler."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask

from backend.domain.account import Need, Permission

NEED = "epack_need"
"""Name of the mark on view functions."""

Handler = TypeVar("Handler", bound=Callable[..., object])


def needs(permission: Permission, *, whole_site: bool = False) -> Callable[[Handler], Handler]:
    """Declare what the route of this handler needs. `whole_site`: nothing for who may see only some cameras."""

    def mark(handler: Handler) -> Handler:
        setattr(handler, NEED, Need(permission, whole_site))
        return handler

    return mark


def need_of(app: Flask, endpoint: str | None) -> Need | None:
    """What the route needs; None for one that does not say so, which is then refused to everybody."""
    found = getattr(app.view_functions.get(endpoint or ""), NEED, None)
    return found if isinstance(found, Need) else None
