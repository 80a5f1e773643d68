"""Every blueprint of the API, in the order of the documentation."""

from __future__ import annotations

from flask_openapi3.blueprint import APIBlueprint

from backend.api import cameras, regions_preview, settings, stream

ALL: tuple[APIBlueprint, ...] = (cameras.bp, regions_preview.bp, settings.bp, stream.bp)
