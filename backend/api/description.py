"""The application with its addresses and nothing behind them: what the OpenAPI document is made from."""

from __future__ import annotations

import re

from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from flask_openapi3.types import SecuritySchemesDict

from backend.api import docs, errors
from backend.api.blueprints import ALL
from backend.api.permission import need_of
from backend.api.schemas.base import ErrorOut
from backend.domain.account import Permission

TITLE = "ePACK"
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_WAYS: dict[Permission, tuple[str, ...]] = {Permission.OPEN: (), Permission.ACCOUNT: ("session",)}
"""How one signs in; everything else takes both."""
_SIGN_INS: SecuritySchemesDict = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "epack_session",
        "description": "Set by signing in; the name ends in the port, and begins with __Host- under TLS. Changes need "
        "the header X-Epack too.",
    },
    "key": {"type": "http", "scheme": "bearer", "description": "A personal API key, within its scopes."},
}


def described_app(version: str) -> OpenAPI:
    """Every blueprint, registered on an application without services. Answers only its own documentation."""
    app = OpenAPI(
        __name__,
        info=Info(title=TITLE, version=version),
        validation_error_status=400,
        validation_error_model=ErrorOut,
        validation_error_callback=errors.refuse_invalid,
        security_schemes=_SIGN_INS,
        doc_ui=False,
        static_folder=None,
    )
    app.url_map.strict_slashes = False
    for blueprint in ALL:
        app.register_api(blueprint)
    app.register_blueprint(docs.bp)
    _say_who_may(app)
    return app


def _say_who_may(app: OpenAPI) -> None:
    """Put into the document how each operation is signed in to."""
    for rule in app.url_map.iter_rules():
        need = need_of(app, rule.endpoint)
        operations = app.api_doc["paths"].get(_ARGUMENT.sub(r"{\1}", rule.rule), {})
        for method in map(str.lower, rule.methods or ()):
            if need is not None and method in operations:
                operations[method]["security"] = [{way: []} for way in _WAYS.get(need.permission, ("session", "key"))]
