"""Clips: cut, watch the progress, cancel, download."""

from __future__ import annotations

from pathlib import Path

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.event_views import clip_out
from backend.api.files import send_archive, send_media
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.base import Nothing
from backend.api.schemas.clips import (
    BatchOut,
    BatchPath,
    ClipFileQuery,
    ClipList,
    ClipOut,
    ClipPatch,
    ClipPath,
    ClipQuery,
    ClipsIn,
    RefusedOut,
)
from backend.api.services import services
from backend.clips.writer import CutMode
from backend.domain.account import Permission
from backend.domain.errors import Conflict
from database.repositories.clips import Clip

bp = blueprint("clips", __name__)

_VIDEO = {"content": {"video/mp4": {"schema": {"type": "string", "format": "binary"}}}}
_ZIP = {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}


@bp.post("/clips", summary="Cut clips of events", responses={202: BatchOut})
@needs(Permission.CUT)
def cut_clips(body: ClipsIn) -> Response:
    batch = services().cutter.enqueue(body.event_ids, CutMode(body.mode), burn_in=body.burn_in)
    refused = [RefusedOut.model_validate(one) for one in batch.refused]
    return answer(BatchOut(batch_id=batch.batch_id, clips=[clip_out(c) for c in batch.clips], refused=refused), 202)


@bp.get("/clips", summary="Clips, newest first", responses={200: ClipList})
@needs(Permission.READ)
def list_clips(query: ClipQuery) -> Response:
    page = services().clips.list_page(
        event_public_id=query.event_id, batch_id=query.batch_id, page=query.page, page_size=query.page_size
    )
    items = [clip_out(clip) for clip in page.items]
    return answer(ClipList(items=items, total=page.total, page=page.page, page_size=page.page_size))


@bp.get("/clips/<clip_id>", summary="One clip", responses={200: ClipOut})
@needs(Permission.READ)
def get_clip(path: ClipPath) -> Response:
    return answer(clip_out(services().clips.get(path.clip_id)))


@bp.post("/clips/<clip_id>/cancel", summary="Cancel a cut that is not done", responses={200: ClipOut})
@needs(Permission.CUT)
def cancel_clip(path: ClipPath, body: Nothing) -> Response:
    return answer(clip_out(services().cutter.cancel(path.clip_id)))


@bp.post("/clips/batch/<batch_id>/cancel", summary="Cancel what is left of a batch", responses={200: BatchOut})
@needs(Permission.CUT)
def cancel_batch(path: BatchPath, body: Nothing) -> Response:
    clips = services().cutter.cancel_batch(path.batch_id)
    return answer(BatchOut(batch_id=path.batch_id, clips=[clip_out(clip) for clip in clips], refused=[]))


@bp.patch("/clips/<clip_id>", summary="Lock or unlock: a locked clip is kept for ever", responses={200: ClipOut})
@needs(Permission.OPERATE)
def change_clip(path: ClipPath, body: ClipPatch) -> Response:
    ours = services()
    ours.clips.set_locked(path.clip_id, body.locked)
    return answer(clip_out(ours.clips.get(path.clip_id)))


@bp.get(
    "/clips/<clip_id>/file",
    summary="The clip's file",
    description="Takes ranges. `inline=true` plays it instead of downloading it.",
    responses={200: _VIDEO, 206: _VIDEO},
)
@needs(Permission.CUT)
def clip_file(path: ClipPath, query: ClipFileQuery) -> Response:
    file = finished_file(services().clips.get(path.clip_id))
    return send_media(file, download_name=None if query.inline else file.name)


@bp.get("/clips/batch/<batch_id>.zip", summary="All clips of a batch", responses={200: _ZIP})
@needs(Permission.CUT)
def batch_zip(path: BatchPath) -> Response:
    return send_archive(services().cutter.batch_zip(path.batch_id), f"epack-{path.batch_id}.zip")


def finished_file(clip: Clip) -> Path:
    """Raises Conflict while there is no file."""
    if clip.status != "done" or clip.path is None:
        raise Conflict(
            f"The clip is not ready: it is {clip.status}.", code="clip_not_ready", details={"status": clip.status}
        )
    return Path(clip.path)
