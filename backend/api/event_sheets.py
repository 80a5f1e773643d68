"""The evidence sheet of an event, to print or to hand in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.callers import caller
from backend.api.events import detail_of
from backend.api.permission import needs
from backend.api.schemas.events import EventDetail, EventPath, SheetQuery, SightingOut
from backend.api.services import Services, services
from backend.clips.event_sheet import SheetClip, SheetCode, SheetFacts, SheetPicture, event_sheet
from backend.clips.naming import clip_name
from backend.domain.account import Permission
from backend.domain.errors import EpackError
from backend.domain.region import Box

log = logging.getLogger(__name__)

bp = blueprint("event sheets", __name__)

MOST_LABELS = 6
"""Codes of one event that are shown in their frames."""

_PDF = {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}


@bp.get("/events/<event_id>/sheet", summary="The event on paper (PDF, A4)", responses={200: _PDF})
@needs(Permission.CUT)
def get_event_sheet(path: EventPath, query: SheetQuery) -> Response:
    ours = services()
    event = detail_of(ours, path.event_id)
    zone = ours.cameras.get(event.camera_id).timezone
    settings = ours.cut_settings()
    codes = [code.text for code in event.codes]
    facts = SheetFacts(
        brand=settings.brand,
        camera=event.camera_name,
        timezone=zone,
        event_id=event.id,
        start_ms=event.start_ms,
        end_ms=event.end_ms,
        codes=[SheetCode(code.text, code.format, code.frames, code.manual) for code in event.codes],
        flags=event.flags,
        recordings=[part.file_name for part in event.parts],
        pictures=_pictures(ours, event),
        clips=[
            SheetClip(clip.file_name or "", clip.mode, clip.from_ms, clip.to_ms, clip.size_bytes, clip.sha256 or "")
            for clip in event.clip_details
            if clip.status == "done"
        ],
        made_ms=ours.clock.now_ms(),
        made_by=caller().name,
        version=ours.version,
    )
    response = Response(event_sheet(facts, query.lang), mimetype="application/pdf")
    name = Path(clip_name(settings.brand, codes, event.start_ms, zone, event.id)).with_suffix(".pdf").name
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _pictures(ours: Services, event: EventDetail) -> list[SheetPicture]:
    """Start and end, and the frame in which each code was read best: those that can still be shown."""
    shown: list[SheetPicture] = []

    def add(picture: SheetPicture, find: Callable[[], Path]) -> None:
        try:
            shown.append(replace(picture, jpeg=find().read_bytes()))
        except (EpackError, OSError) as error:
            log.info("a picture of event %s is left out: %s", event.id, error)

    pictures = ours.pictures
    add(SheetPicture("start", event.start_ms), partial(pictures.of_moment, event.id, event.start_ms))
    add(SheetPicture("end", event.end_ms), partial(pictures.of_moment, event.id, event.end_ms))
    for seen in _best_sightings(event)[:MOST_LABELS]:
        label = SheetPicture("label", seen.best_ms, code=seen.text, box=Box(*seen.box))
        add(label, partial(pictures.of_recording, seen.recording_id, seen.best_at_ms))
    return shown


def _best_sightings(event: EventDetail) -> list[SightingOut]:
    """Of each code that was read and not set by hand."""
    found: list[SightingOut] = []
    for code in event.codes:
        seen = [
            one
            for one in event.sightings
            if one.text == code.text and one.last_ms >= event.start_ms and one.first_ms <= event.end_ms
        ]
        if seen and not code.manual:
            found.append(max(seen, key=lambda one: one.confidence))
    return found
