"""create_app: the web application around the services. Starts no thread, opens no file of the shop."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask_cors import CORS

from backend.api import access, audit, bodies, callers, errors, rates, static_site
from backend.api.description import described_app
from backend.api.services import EXTENSION, Services, WebOptions

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_HEADERS = ["Authorization", "Content-Type", "Last-Event-ID", "Range", callers.OWN_HEADER]


def create_app(services: Services) -> Flask:
    """The application: blueprints, error shape, checks of each request, the dashboard's files."""
    app = described_app(services.version)
    app.extensions[EXTENSION] = services
    errors.register(app)
    access.register(app, services.web)
    rates.register(app, services.web.rate_factor, services.clock)
    callers.register(app)
    audit.register(app)
    bodies.register(app)
    static_site.register(app, services.web.dashboard_dir)
    allow_development(app, services.web)
    return app


def allow_development(app: Flask, options: WebOptions) -> None:
    """Let the one origin of a dashboard in development read and change; without one, no other origin may."""
    if options.dev_origin is not None:
        resources: dict[str | re.Pattern[str], dict[str, Any]] = {r"/api/*": {"origins": [options.dev_origin]}}
        CORS(app, resources=resources, methods=_METHODS, allow_headers=_HEADERS, max_age=600)
