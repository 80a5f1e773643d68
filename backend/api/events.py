"""Packing events: lists, details, and what people change of them."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.event_views import MARKER_MARGIN_MS, event_detail, event_out
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.base import Nothing
from backend.api.schemas.events import (
    ChangePath,
    CodeCorrection,
    CodeIn,
    EventDetail,
    EventList,
    EventPatch,
    EventPath,
    EventQuery,
)
from backend.api.services import Services, services
from backend.clips.footage import shot
from backend.domain.account import Permission
from backend.domain.errors import InvalidInput, NotFound
from backend.scheduling import messages
from database.queries.event_views import EventFilter, EventView
from database.repositories.events import EventChange

bp = blueprint("events", __name__)

_ALL_CLIPS = 500


@bp.get("/events", summary="Events, filtered and paged", responses={200: EventList})
@needs(Permission.READ)
def list_events(query: EventQuery) -> Response:
    page = services().event_queries.list_page(
        EventFilter(
            camera_ids=tuple(query.camera_id or ()),
            from_ms=query.from_ms,
            to_ms=query.to_ms,
            with_flags=tuple(query.flags or ()),
            without_flags=tuple(query.without_flags or ()),
        ),
        newest_first=query.sort == "-start_ms",
        page=query.page,
        page_size=query.page_size,
    )
    items = [event_out(view) for view in page.items]
    return answer(EventList(items=items, total=page.total, page=page.page, page_size=page.page_size))


@bp.get("/events/<event_id>", summary="One event with all that was seen", responses={200: EventDetail})
@needs(Permission.READ)
def get_event(path: EventPath) -> Response:
    return answer(detail_of(services(), path.event_id))


@bp.patch("/events/<event_id>", summary="Set the note, lock or unlock", responses={200: EventDetail})
@needs(Permission.OPERATE)
def change_event(path: EventPath, body: EventPatch) -> Response:
    ours = services()
    ours.events.change(path.event_id, EventChange(body.note, body.locked), now_ms=ours.clock.now_ms())
    return _changed(ours, path.event_id)


@bp.post("/events/<event_id>/codes", summary="Give the event a code by hand", responses={200: EventDetail})
@needs(Permission.OPERATE)
def add_code(path: EventPath, body: CodeIn) -> Response:
    ours = services()
    ours.events.add_manual_code(path.event_id, body.text, now_ms=ours.clock.now_ms())
    return _changed(ours, path.event_id)


@bp.put("/events/<event_id>/codes", summary="Correct a code, or take it away", responses={200: EventDetail})
@needs(Permission.OPERATE)
def correct_code(path: EventPath, body: CodeCorrection) -> Response:
    ours = services()
    ours.event_changes.correct_code(path.event_id, body.wrong, body.right, now_ms=ours.clock.now_ms())
    return _changed(ours, path.event_id)


@bp.post(
    "/events/<event_id>/changes/<int:change_id>/undo",
    summary="Take a change by hand back",
    responses={200: EventDetail},
)
@needs(Permission.OPERATE)
def undo_change(path: ChangePath, body: Nothing) -> Response:
    ours = services()
    ours.event_changes.undo(path.event_id, path.change_id, now_ms=ours.clock.now_ms())
    return _changed(ours, path.event_id)


@bp.delete("/events/<event_id>/codes", summary="Take a code set by hand back", responses={200: EventDetail})
@needs(Permission.OPERATE)
def remove_code(path: EventPath, body: CodeIn) -> Response:
    ours = services()
    ours.events.remove_manual_code(path.event_id, body.text, now_ms=ours.clock.now_ms())
    return _changed(ours, path.event_id)


def _changed(ours: Services, event_id: str) -> Response:
    """The event as it is now, told to every page that is open."""
    event = detail_of(ours, event_id)
    ours.broadcast.publish(messages.EVENT, messages.event_changed(event.camera_id, event.start_ms, event.end_ms))
    return answer(event)


def video_window(ours: Services, view: EventView) -> tuple[int, int]:
    """UTC epoch ms that the event's video shows; the event itself when there is no footage any more."""
    try:
        found = shot(ours.footage, ours.cut_settings, view.public_id)
    except (InvalidInput, NotFound):
        return view.start_ms, view.end_ms
    return found.from_ms, found.to_ms


def detail_of(ours: Services, event_id: str) -> EventDetail:
    """The event as it is read and changed. Raises NotFound."""
    view = ours.event_queries.get(event_id)
    seen = ours.observations.for_camera(
        view.camera_id, view.start_ms - MARKER_MARGIN_MS, view.end_ms + MARKER_MARGIN_MS
    )
    clips = ours.clips.list_page(event_public_id=view.public_id, page_size=_ALL_CLIPS).items
    changes = ours.event_changes.of_event(view.public_id)
    video_from_ms, video_to_ms = video_window(ours, view)
    return event_detail(view, seen, clips, changes, video_from_ms, video_to_ms)
