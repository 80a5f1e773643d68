"""The shapes in which handlers answer, so that what goes out is what the OpenAPI document says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response
from pydantic import BaseModel
from pydantic_core import PydanticSerializationError

JSON_TYPE = "application/json"


def answer(model: BaseModel, status: int = 200) -> Response:
    """`model` as JSON; paths in it may hold anything that a disk lets a name be."""
    try:
        text = model.model_dump_json()
    except PydanticSerializationError:
        text = printable(json.dumps(model.model_dump(mode="json"), ensure_ascii=False))
    return Response(text, status=status, mimetype=JSON_TYPE)


def printable(text: str) -> str:
    """Text that UTF-8 and JSON can carry: bytes of a file name that are no UTF-8 become signs that say so."""
    return "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= sign <= "\udfff" else sign for sign in text)


def no_content() -> Response:
    """The answer to a deletion."""
    return Response(status=204)


def error_reply(code: str, message: str, status: int, details: Mapping[str, Any] | None = None) -> Response:
    """The one error shape: `{"error": {"code", "message", "details"}}`."""
    body = {"error": {"code": code, "message": message, "details": dict(details or {})}}
    text = printable(json.dumps(body, ensure_ascii=False, default=str))
    return Response(text, status=status, mimetype=JSON_TYPE)
