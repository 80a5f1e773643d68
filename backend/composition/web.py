"""How the web application may be reached, by the settings."""

from __future__ import annotations

from backend.api.services import WebOptions
from backend.config.paths import PROJECT_DIR
from backend.config.settings import Settings


def web_options(settings: Settings) -> WebOptions:
    return WebOptions(
        PROJECT_DIR / "frontend" / "out",
        dev_origin=settings.dev_origin or None,
        allowed_hosts=settings.allowed_hosts,
        rate_factor=settings.rate_limit_factor,
        strict_transport=settings.tls and bool(settings.tls_certificate),
    )
