"""Marks handlers that take files, so that only they are given forms."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

from flask import request
from werkzeug.datastructures import FileStorage

from backend.api.access import LARGEST_UPLOAD, UPLOADS
from backend.domain.errors import InvalidInput

Handler = TypeVar("Handler", bound=Callable[..., object])


def takes_upload(handler: Handler) -> Handler:
    """Let multipart/form-data in for this handler (and JSON out)."""
    setattr(handler, UPLOADS, True)
    return handler


def takes_large_upload(at_most_bytes: int) -> Callable[[Handler], Handler]:
    """As `takes_upload`, for files beyond the usual bound."""

    def mark(handler: Handler) -> Handler:
        setattr(handler, LARGEST_UPLOAD, at_most_bytes)
        return takes_upload(handler)

    return mark


def form_text(name: str, longest: int) -> str | None:
    """The text of a form field, trimmed; None when it is missing or empty. Raises InvalidInput when it is too long."""
    text = request.form.get(name, "").strip()
    if len(text) > longest:
        raise InvalidInput(f"{name} has at most {longest} characters.")
    return text or None


def upload_bytes(file: FileStorage) -> bytes:
    """What was sent, and the end of the temporary file that large uploads are kept in."""
    with closing(file):
        return file.read()
