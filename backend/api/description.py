"""The application with its addresses and nothing behind them: what the OpenAPI document is made from."""

from __future__ import annotations

from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from backend.api import docs, errors
from backend.api.blueprints import ALL
from backend.api.schemas.base import ErrorOut

TITLE = "ePACK"


def described_app(version: str) -> OpenAPI:
    """Every blueprint, registered on an application without services. Answers only its own documentation."""
    app = OpenAPI(
        __name__,
        info=Info(title=TITLE, version=version),
        validation_error_status=400,
        validation_error_model=ErrorOut,
        validation_error_callback=errors.refuse_invalid,
        doc_ui=False,
        static_folder=None,
    )
    app.url_map.strict_slashes = False
    for blueprint in ALL:
        app.register_api(blueprint)
    app.register_blueprint(docs.bp)
    return app
