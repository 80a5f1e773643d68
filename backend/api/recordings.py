"""Recordings: what was found, how far it is, why it failed; the video itself."""

from __future__ import annotations

from pathlib import Path

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.callers import check_recordings, require
from backend.api.files import play_reply, send_media, send_play
from backend.api.permission import needs
from backend.api.replies import answer, printable
from backend.api.schemas.base import Nothing
from backend.api.schemas.recordings import (
    AgainIn,
    FrameQuery,
    PlayOut,
    RecordingList,
    RecordingOut,
    RecordingPath,
    RecordingQuery,
    RetryIn,
    RetryOut,
)
from backend.api.services import Services, services
from backend.domain.account import Need, Permission
from database.queries.begun_events import events_begun
from database.repositories.recordings import RecordingDetails, RecordingFilter

bp = blueprint("recordings", __name__)

_VIDEO = {"content": {"video/mp4": {"schema": {"type": "string", "format": "binary"}}}}
_JPEG = {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}


@bp.get("/recordings", summary="Recordings, filtered and paged", responses={200: RecordingList})
@needs(Permission.READ)
def list_recordings(query: RecordingQuery) -> Response:
    ours = services()
    page = ours.recordings.list_page(
        RecordingFilter(
            statuses=tuple(query.status or ()),
            camera_ids=tuple(query.camera_id or ()),
            from_ms=query.from_ms,
            to_ms=query.to_ms,
            run_id=query.run_id,
            text=query.q or "",
        ),
        sort=query.sort_key(),
        descending=query.sort.startswith("-"),
        page=query.page,
        page_size=query.page_size,
    )
    left, begun = time_left(ours), events_begun(ours.store, [one.id for one in page.items])
    items = [recording_out(one, left.get(one.id), begun.get(one.id, 0)) for one in page.items]
    return answer(RecordingList(items=items, total=page.total, page=page.page, page_size=page.page_size))


@bp.get("/recordings/<int:recording_id>", summary="One recording", responses={200: RecordingOut})
@needs(Permission.READ)
def get_recording(path: RecordingPath) -> Response:
    ours = services()
    one = ours.recordings.get(path.recording_id)
    begun = events_begun(ours.store, [one.id])
    return answer(recording_out(one, time_left(ours).get(one.id), begun.get(one.id, 0)))


@bp.post(
    "/recordings/retry",
    summary="Queue failed recordings again, and by their ids also skipped ones",
    responses={200: RetryOut},
)
@needs(Permission.OPERATE)
def retry_recordings(body: RetryIn) -> Response:
    ours = services()
    ids, now_ms = (None if body.all_failed else body.ids), ours.clock.now_ms()
    if ids is None:
        require(Need(Permission.OPERATE, whole_site=True))
    else:
        check_recordings(ids)
    retried = ours.recordings.retry(ids, now_ms=now_ms, skipped_too=ids is not None)
    ours.scheduler.wake()
    return answer(RetryOut(retried=retried))


@bp.post("/recordings/again", summary="Analyse recordings again that are done", responses={200: RetryOut})
@needs(Permission.OPERATE)
def analyse_again(body: AgainIn) -> Response:
    ours = services()
    check_recordings(body.ids)
    now_ms = ours.clock.now_ms()
    queued = ours.recordings.queue_done_again(body.ids, before_ms=now_ms, now_ms=now_ms)
    ours.scheduler.wake()
    return answer(RetryOut(retried=queued))


@bp.get(
    "/recordings/<int:recording_id>/video",
    summary="The recording, playable in a browser",
    description="Takes ranges. 202 with the progress while an H.264 rendition of an unplayable recording is made.",
    responses={200: _VIDEO, 206: _VIDEO, 202: PlayOut},
)
@needs(Permission.READ)
def recording_video(path: RecordingPath) -> Response:
    return send_play(services().renditions.open(path.recording_id))


@bp.post("/recordings/<int:recording_id>/rendition", summary="Try a failed rendition again", responses={202: PlayOut})
@needs(Permission.READ)
def retry_rendition(path: RecordingPath, body: Nothing) -> Response:
    return play_reply(services().renditions.retry(path.recording_id))


@bp.get("/recordings/<int:recording_id>/frame", summary="A picture of the recording (JPEG)", responses={200: _JPEG})
@needs(Permission.READ)
def recording_frame(path: RecordingPath, query: FrameQuery) -> Response:
    picture = services().pictures.of_recording(path.recording_id, query.at_ms, query.width)
    return send_media(picture, cache_s=3600)


def time_left(ours: Services) -> dict[int, int | None]:
    """Recording id -> ms until its analysis is done, for those that are being analysed."""
    return {line.recording_id: line.eta_ms for line in ours.scheduler.status().active}


def recording_out(one: RecordingDetails, eta_ms: int | None, begun: int) -> RecordingOut:
    """`begun`: packing events that begin in it."""
    return RecordingOut(
        id=one.id,
        camera_id=one.camera_id,
        camera_name=one.camera_name,
        path=printable(one.path),
        file_name=printable(Path(one.path).name),
        size_bytes=one.size_bytes,
        start_ms=one.start_ms,
        start_rule=one.start_rule,
        duration_ms=one.duration_ms,
        width=one.width,
        height=one.height,
        fps=one.fps,
        codec=one.codec,
        has_audio=one.has_audio,
        status=one.status,
        reason_code=one.reason_code,
        reason=one.reason,
        progress=one.progress,
        eta_ms=eta_ms,
        frames_total=one.frames_total,
        frames_decoded=one.frames_decoded,
        wall_ms=one.wall_ms,
        attempts=one.attempts,
        # One that still grows has events before it is done.
        events=begun if begun or one.done_ms is not None else None,
    )
