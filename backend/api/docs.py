"""The OpenAPI document, and a page to read it that needs no network."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, current_app, send_from_directory
from flask_openapi3.openapi import OpenAPI

from backend.api.permission import needs
from backend.api.static_site import page_policy
from backend.domain.account import Permission

bp = Blueprint("docs", __name__, url_prefix="/api")

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>ePACK API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>
"""
_START = """window.onload = function () {
  SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null });
};
"""
_ASSETS = {"swagger-ui.css": "css", "swagger-ui-bundle.js": "js"}


@bp.get("/openapi.json")
@needs(Permission.READ)
def document() -> Response:
    app = cast(OpenAPI, current_app)
    return Response(app.json.dumps(app.api_doc, sort_keys=True), mimetype="application/json")


@bp.get("/docs")
@needs(Permission.READ)
def page() -> Response:
    response = Response(_PAGE, mimetype="text/html")
    response.headers["Content-Security-Policy"] = page_policy(_PAGE.encode())
    return response


@bp.get("/docs/start.js")
@needs(Permission.READ)
def start() -> Response:
    return Response(_START, mimetype="text/javascript")


@bp.get("/docs/<any('swagger-ui.css', 'swagger-ui-bundle.js'):name>")
@needs(Permission.READ)
def asset(name: str) -> Response:
    # The user interface comes in the wheel of flask-openapi3-swagger, so the page works offline.
    folder = Path(str(resources.files("flask_openapi3_swagger"))) / "templates" / "swagger" / _ASSETS[name]
    response = send_from_directory(folder, name, conditional=True)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
