"""The program's REST interface as the meta tests see it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from backend.api.openapi_dump import document

METHODS = {"get", "post", "put", "patch", "delete"}


@cache
def openapi() -> dict[str, Any]:
    return document()


@cache
def routes() -> frozenset[str]:
    """Every `METHOD /path` of the OpenAPI document, each parameter written as <id>."""
    return frozenset(
        f"{method.upper()} {re.sub(r'{[^}]+}', '<id>', path)}"
        for path, item in openapi()["paths"].items()
        for method in item
        if method in METHODS
    )
