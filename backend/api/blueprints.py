"""Every blueprint of the API, in the order of the documentation."""

from __future__ import annotations

from flask_openapi3.blueprint import APIBlueprint

from backend.api import (
    backups,
    cameras,
    clips,
    desk,
    device_search,
    drive,
    event_media,
    events,
    health,
    live,
    overview,
    plan,
    platforms,
    program,
    recordings,
    region_jobs,
    regions_preview,
    remote_sources,
    saved_searches,
    search,
    server,
    settings,
    setup,
    source_pictures,
    sources,
    status,
    stickers,
    stream,
    syncing,
    timeline,
    transfer,
)
from backend.api.reference import config as reference_config
from backend.api.reference import program as reference_program
from backend.api.reference import query as reference_query
from backend.api.reference import regions as reference_regions
from backend.api.reference import sources as reference_sources
from backend.api.reference import tables as reference_tables

ALL: tuple[APIBlueprint, ...] = (
    status.bp,
    program.bp,
    search.bp,
    saved_searches.bp,
    events.bp,
    event_media.bp,
    clips.bp,
    recordings.bp,
    timeline.bp,
    health.bp,
    cameras.bp,
    regions_preview.bp,
    region_jobs.bp,
    stickers.bp,
    sources.bp,
    remote_sources.bp,
    device_search.bp,
    source_pictures.bp,
    syncing.bp,
    live.bp,
    drive.bp,
    settings.bp,
    transfer.bp,
    setup.bp,
    overview.bp,
    plan.bp,
    desk.bp,
    desk.hooks,
    backups.bp,
    server.bp,
    platforms.bp,
    stream.bp,
    reference_program.bp,
    reference_config.bp,
    reference_sources.bp,
    reference_regions.bp,
    reference_query.bp,
    reference_tables.bp,
)
