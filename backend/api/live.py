"""Live cameras: how they are recorded, what they show, how they did."""

from __future__ import annotations

from typing import Any

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.callers import check_cameras, standing
from backend.api.live_streams import BOUNDARY, PictureStream, WallStream
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.live import (
    FrameQuery,
    LiveCameraOut,
    LiveGapList,
    LiveGapOut,
    LiveHistoryOut,
    LiveList,
    LiveMinuteOut,
    LivePath,
    PicturesQuery,
    SpanQuery,
)
from backend.api.services import Services, services
from backend.domain.account import Permission
from backend.domain.errors import InvalidInput
from backend.domain.live import LiveStatus
from backend.site.day import day_of
from backend.sources.live.preview import MOST_VIEWERS

bp = blueprint("live cameras", __name__)

_DAY_MS = 86_400_000
_LONGEST_MS = 31 * _DAY_MS
_JPEG: dict[str, Any] = {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
_MANY_PICTURES: dict[str, Any] = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
}
_PICTURES: dict[str, Any] = {
    "content": {"multipart/x-mixed-replace": {"schema": {"type": "string", "format": "binary"}}}
}


@bp.get("/live", summary="How every live camera is", responses={200: LiveList})
@needs(Permission.READ)
def live_cameras() -> Response:
    ours = services()
    names = {one.camera.id: one.camera.name for one in ours.cameras.all_stored()}
    today_ms, _ = day_of(ours.clock.now_ms(), ours.settings.current().timezone)
    gaps = ours.live.gaps.count(today_ms)
    items = [
        _camera_out(status, names[status.camera_id], gaps.get(status.camera_id, 0))
        for status in ours.live.statuses()
        if status.camera_id in names
    ]
    return answer(LiveList(items=items, previews_limit=MOST_VIEWERS))


@bp.get(
    "/live/<int:camera_id>/preview",
    summary="The camera's picture, again and again",
    description="multipart/x-mixed-replace of JPEG pictures, for the src of an image. Ends when the camera is away.",
    responses={200: _PICTURES},
)
@needs(Permission.READ)
def live_preview(path: LivePath) -> Response:
    ours = services()
    body = PictureStream(ours.live.previews.watch(path.camera_id), ours.stop, standing())
    return _endless(Response(body, mimetype=f"multipart/x-mixed-replace; boundary={BOUNDARY.decode()}"))


@bp.get(
    "/live/pictures",
    summary="Pictures of several cameras over one line",
    description="Again and again a line of JSON (camera_id, at_ms: when it was taken, sent_ms, bytes) and so many "
    "bytes of JPEG. A line with 0 bytes says that the line still stands. Does not end by itself.",
    responses={200: _MANY_PICTURES},
)
@needs(Permission.READ)
def live_pictures(query: PicturesQuery) -> Response:
    ours = services()
    check_cameras(query.cameras)
    body = WallStream(ours.live.previews.watch_all(dict.fromkeys(query.cameras)), ours.clock, ours.stop, standing())
    return _endless(Response(body, mimetype="application/octet-stream"))


@bp.get("/live/<int:camera_id>/frame", summary="One picture of now", responses={200: _JPEG})
@needs(Permission.READ)
def live_frame(path: LivePath, query: FrameQuery) -> Response:
    picture = services().live.previews.frame(path.camera_id, query.width)
    response = Response(picture, mimetype="image/jpeg")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/live/<int:camera_id>/history", summary="Its stream, minute by minute", responses={200: LiveHistoryOut})
@needs(Permission.READ)
def live_history(path: LivePath, query: SpanQuery) -> Response:
    ours = services()
    ours.cameras.get(path.camera_id)
    found = ours.live.minutes.of(path.camera_id, *_span(ours, query))
    return answer(LiveHistoryOut(items=[LiveMinuteOut.model_validate(one) for one in found]))


@bp.get("/live/<int:camera_id>/gaps", summary="When it was not recorded, and why", responses={200: LiveGapList})
@needs(Permission.READ)
def live_gaps(path: LivePath, query: SpanQuery) -> Response:
    ours = services()
    ours.cameras.get(path.camera_id)
    found = ours.live.gaps.within(path.camera_id, *_span(ours, query))
    return answer(LiveGapList(items=[LiveGapOut.model_validate(one) for one in found]))


def _endless(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _camera_out(status: LiveStatus, name: str, gaps_today: int) -> LiveCameraOut:
    return LiveCameraOut(
        camera_id=status.camera_id,
        camera_name=name,
        source_id=status.source_id,
        state=status.state,
        trouble=status.trouble.value if status.trouble is not None else None,
        message=status.message,
        since_ms=status.since_ms,
        next_ms=status.next_ms,
        fps=status.figures.fps,
        bitrate_bps=status.figures.bitrate_bps,
        jitter_ms=status.figures.jitter_ms,
        keyframe_ms=status.figures.keyframe_ms,
        width=status.width,
        height=status.height,
        codec=status.codec,
        segment_ms=status.segment_ms,
        gaps_today=gaps_today,
        clock_offset_ms=status.clock_offset_ms,
        offers_sound=status.offers_sound,
        has_sound=status.has_sound,
        has_sub=status.has_sub,
        sub_state=status.sub_state,
    )


def _span(ours: Services, query: SpanQuery) -> tuple[int, int]:
    to_ms = query.to_ms if query.to_ms is not None else ours.clock.now_ms() + 1
    from_ms = query.from_ms if query.from_ms is not None else max(0, to_ms - _DAY_MS)
    if not from_ms < to_ms <= from_ms + _LONGEST_MS:
        raise InvalidInput("Ask for a time of at most 31 days that ends after it begins.")
    return from_ms, to_ms
