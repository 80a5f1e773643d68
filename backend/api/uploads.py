"""What comes in a form: its texts, and the bytes of its file."""

from __future__ import annotations

from contextlib import closing

from flask import request
from werkzeug.datastructures import FileStorage

from backend.domain.errors import InvalidInput


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
