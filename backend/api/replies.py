"""The shapes in which handlers answer, so that what goes out is what the OpenAPI document says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response
from pydantic import BaseModel

JSON_TYPE = "application/json"


def answer(model: BaseModel, status: int = 200) -> Response:
    """`model` as JSON."""
    return Response(model.model_dump_json(), status=status, mimetype=JSON_TYPE)


def no_content() -> Response:
    """The answer to a deletion."""
    return Response(status=204)


def error_reply(code: str, message: str, status: int, details: Mapping[str, Any] | None = None) -> Response:
    """The one error shape: `{"error": {"code", "message", "details"}}`."""
    body = {"error": {"code": code, "message": message, "details": dict(details or {})}}
    return Response(json.dumps(body, ensure_ascii=False, default=str), status=status, mimetype=JSON_TYPE)
