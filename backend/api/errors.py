"""Every failure leaves in one shape; nobody outside ever reads the text of an exception."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, NoReturn, cast

import structlog
from flask import Flask, Response, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from backend.api.replies import error_reply
from backend.domain.errors import EpackError, InvalidInput

log = structlog.get_logger(__name__)

_HTTP_ERRORS: dict[int, tuple[str, str]] = {
    400: ("bad_request", "The request could not be understood. Check its address and body."),
    403: ("forbidden", "This is not allowed."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
    408: ("timeout", "The request took too long to arrive. Send it again."),
    411: ("length_required", "Say how long the body is (Content-Length)."),
    412: ("precondition_failed", "The thing has changed in the meantime. Load it again."),
    413: ("too_large", "What was sent is too large."),
    414: ("address_too_long", "The address is too long. Send long lists in the body."),
    415: ("unsupported_media_type", "Send the body as JSON with Content-Type: application/json."),
    416: ("range_not_satisfiable", "The file does not have the range of bytes that was asked for."),
    429: ("too_many", "Too many requests at once. Wait a moment."),
    431: ("headers_too_large", "The headers of the request are too large."),
}


def register(app: Flask) -> None:
    """Put the error shape on everything that can go wrong in `app`."""
    app.register_error_handler(EpackError, _expected)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, _unexpected)


def refuse_invalid(error: ValidationError) -> NoReturn:
    """Turn a failed validation of a request into InvalidInput that names the fields. Never echoes the input."""
    raise invalid_input(error.errors(include_url=False, include_context=False, include_input=False))


def invalid_input(problems: Iterable[Any]) -> InvalidInput:
    """InvalidInput for pydantic's list of problems."""
    fields = [{"field": _field(problem["loc"]), "problem": _sentence(problem)} for problem in problems]
    named = "; ".join(f"{item['field']}: {item['problem']}".removeprefix(": ") for item in fields[:3])
    more = f" (and {len(fields) - 3} more)" if len(fields) > 3 else ""
    return InvalidInput(f"Please check the request. {named}{more}", details={"fields": fields})


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in location)[:200]


def _sentence(problem: Any) -> str:
    kind = problem["type"]
    if kind == "missing":
        return "is required"
    if kind == "extra_forbidden":
        return "is not known here"
    if kind in ("model_type", "model_attributes_type", "dict_type") and not problem["loc"]:
        return "send a JSON object"
    return str(problem["msg"]).removeprefix("Value error, ")


def _expected(error: EpackError) -> Response:
    if error.status >= 500:
        log.warning("request failed", path=request.path, code=error.code, reason=error.message)
    reply = error_reply(error.code, error.message, error.status, error.details)
    if error.status == 401:
        reply.headers["WWW-Authenticate"] = 'Bearer realm="ePACK"'
    if "retry_after_s" in error.details:
        reply.headers["Retry-After"] = str(error.details["retry_after_s"])
    return reply


def http_error(error: HTTPException) -> Response:
    """What Flask and Werkzeug raise, in our shape."""
    if error.response is not None and error.code is None:
        # abort(response): somebody already decided what to answer.
        return cast(Response, error.response)
    status = error.code or 500
    if 300 <= status < 400:
        return cast(Response, error.get_response(request.environ))
    code, message = _HTTP_ERRORS.get(status, ("http_error", "The request could not be served."))
    reply = error_reply(code, message, status)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Content-Range", "Retry-After"):
            reply.headers[name] = value
    return reply


def _unexpected(error: Exception) -> Response:
    incident = secrets.token_hex(4)
    log.error("unexpected failure", incident=incident, method=request.method, path=request.path, exc_info=error)
    message = f"Something went wrong inside ePACK. The log has the details under {incident}."
    return error_reply("internal", message, 500, {"incident": incident})
