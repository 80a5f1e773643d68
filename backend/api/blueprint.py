"""How every blueprint of the API is made, so that their documentation looks alike."""

from __future__ import annotations

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from backend.api.schemas.base import ErrorOut


def blueprint(name: str, import_name: str, *, prefix: str | None = "/api") -> APIBlueprint:
    """A blueprint whose operations are named after their handlers and fail in the one error shape."""
    return APIBlueprint(
        name,
        import_name,
        url_prefix=prefix,
        abp_tags=[Tag(name=name)],
        abp_responses={"400": ErrorOut, "default": ErrorOut},
        operation_id_callback=_operation_id,
    )


def _operation_id(*, name: str, path: str, method: str) -> str:
    return name
