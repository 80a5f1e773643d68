"""Prints the OpenAPI document: `python -m backend.api.openapi_dump > openapi.json`. Needs no store and no server."""

from __future__ import annotations

import json
import sys
from typing import Any

from backend.api.description import described_app

VERSION = "1"
"""Of the API, not of the program: the document changes only when the API does."""


def document() -> dict[str, Any]:
    """The OpenAPI document; equal for equal code."""
    return dict(described_app(VERSION).api_doc)


def text() -> str:
    return json.dumps(document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
