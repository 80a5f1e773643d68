"""Forms with a file."""

from __future__ import annotations

from typing import Annotated, Any

from flask_openapi3.models.file import FileStorage
from pydantic import WithJsonSchema

from backend.api.schemas.base import Input


class UploadedFile(FileStorage):
    """A field that must be a file, not text under the same name."""

    @classmethod
    def validate(cls, value: Any, *_args: Any, **_kwargs: Any) -> Any:
        if not hasattr(value, "stream"):
            raise ValueError("send it as a file")
        return value


FormText = Annotated[Any, WithJsonSchema({"type": "string"})]
"""Text of a form. What stands in the model may have been taken for JSON ("00123" stays, "123" becomes a number), so
handlers read the text itself with `uploads.form_text`."""


class PhotoForm(Input):
    file: UploadedFile


class TableForm(Input):
    file: UploadedFile
    platform: FormText = None
    column: FormText = None
