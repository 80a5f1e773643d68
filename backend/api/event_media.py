"""Pictures and video of packing events, also of the minutes around them and of other cameras at the same time."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.files import send_media, send_play
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.events import (
    EventPath,
    EventViewList,
    EventViewOut,
    FrameTimes,
    ScopeQuery,
    StripQuery,
    ThumbnailQuery,
)
from backend.api.schemas.recordings import PlayOut
from backend.api.services import Services, services
from backend.clips.footage import Scope, shot
from backend.domain.account import Permission
from backend.domain.errors import InvalidInput, NotFound
from database.repositories.recording_rows import RecordingFilter

bp = blueprint("event_media", __name__)

_VIDEO = {"content": {"video/mp4": {"schema": {"type": "string", "format": "binary"}}}}
_JPEG = {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
_MOST_FILES = 500


@bp.get("/events/<event_id>/thumbnail", summary="A picture of the event (JPEG)", responses={200: _JPEG})
@needs(Permission.READ)
def event_thumbnail(path: EventPath, query: ThumbnailQuery) -> Response:
    return send_media(services().pictures.of_event(path.event_id, query.width), cache_s=300)


@bp.get("/events/<event_id>/filmstrip", summary="Frames of the event side by side (JPEG)", responses={200: _JPEG})
@needs(Permission.READ)
def event_filmstrip(path: EventPath, query: StripQuery) -> Response:
    return send_media(services().pictures.strip_of_event(path.event_id, query.count, query.width), cache_s=300)


@bp.get(
    "/events/<event_id>/video",
    summary="The event with its rolls, playable in a browser",
    description="Takes ranges. 202 with the progress while footage that no browser plays is converted.",
    responses={200: _VIDEO, 206: _VIDEO, 202: PlayOut},
)
@needs(Permission.READ)
def event_video(path: EventPath, query: ScopeQuery) -> Response:
    return send_play(services().previews.open(path.event_id, _scope(query)))


@bp.get("/events/<event_id>/video/frames", summary="When each frame is shown", responses={200: FrameTimes})
@needs(Permission.READ)
def event_video_frames(path: EventPath, query: ScopeQuery) -> Response:
    return answer(FrameTimes(times_us=services().previews.frame_times(path.event_id, _scope(query))))


@bp.get("/events/<event_id>/views", summary="Which cameras show this time", responses={200: EventViewList})
@needs(Permission.READ)
def event_views(path: EventPath, query: ScopeQuery) -> Response:
    ours = services()
    own = _view(ours, path.event_id, Scope(query.before_ms, query.after_ms))
    nearby = ours.recordings.list_page(
        RecordingFilter(from_ms=own.from_ms, to_ms=own.to_ms), sort="start_ms", page_size=_MOST_FILES
    )
    others = sorted({(one.camera_name, one.camera_id) for one in nearby.items} - {(own.camera_name, own.camera_id)})
    found = [own]
    for _, camera_id in others:
        try:
            found.append(_view(ours, path.event_id, Scope(query.before_ms, query.after_ms, camera_id)))
        except (NotFound, InvalidInput):
            continue  # its files of that time cannot be read
    return answer(EventViewList(items=found))


def _scope(query: ScopeQuery) -> Scope:
    return Scope(query.before_ms, query.after_ms, query.camera_id)


def _view(ours: Services, event_id: str, scope: Scope) -> EventViewOut:
    found = shot(ours.footage, ours.cut_settings, event_id, scope)
    return EventViewOut(
        camera_id=found.camera.id, camera_name=found.camera.name, from_ms=found.from_ms, to_ms=found.to_ms
    )
