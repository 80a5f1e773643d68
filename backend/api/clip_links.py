"""Links that open one clip without a sign-in."""

from __future__ import annotations

from flask import Response

from backend.api.account_views import link_out
from backend.api.audit import tell
from backend.api.blueprint import blueprint
from backend.api.callers import caller
from backend.api.clips import finished_file
from backend.api.files import check_file, send_media
from backend.api.permission import needs
from backend.api.replies import answer, no_content, printable
from backend.api.schemas.accounts import LinkIn, LinkList, LinkOut, LinkPath, SharedClipOut, SharedPath, SharedQuery
from backend.api.schemas.clips import ClipPath
from backend.api.services import services
from backend.domain.account import Permission
from backend.domain.errors import Forbidden
from database.visible import only_cameras

bp = blueprint("clip links", __name__)

_VIDEO = {"content": {"video/mp4": {"schema": {"type": "string", "format": "binary"}}}}


@bp.get("/clips/<clip_id>/links", summary="Open links of a clip, newest first", responses={200: LinkList})
@needs(Permission.CUT)
def list_links(path: ClipPath) -> Response:
    ours = services()
    ours.clips.get(path.clip_id)
    items = [link_out(link, ours.accounts.links) for link in ours.accounts.links.of_clip(path.clip_id)]
    return answer(LinkList(items=items, total=len(items)))


@bp.post("/clips/<clip_id>/links", summary="Make a link that opens this clip", responses={201: LinkOut})
@needs(Permission.CUT)
def make_link(path: ClipPath, body: LinkIn) -> Response:
    ours, user_id = services(), caller().user_id
    if user_id is None:
        raise Forbidden("A link is made by a person: sign in, or use a personal API key.", code="not_permitted")
    finished_file(ours.clips.get(path.clip_id))
    link = ours.accounts.links.make(path.clip_id, user_id, body.hours)
    tell(link_id=link.public_id, hours=body.hours)
    return answer(link_out(link, ours.accounts.links), 201)


@bp.delete("/clips/<clip_id>/links/<link_id>", summary="Take a link back", responses={204: None})
@needs(Permission.CUT)
def revoke_link(path: LinkPath) -> Response:
    services().accounts.links.revoke(path.clip_id, path.link_id)
    return no_content()


@bp.get(
    "/shared/<token>",
    summary="The clip of a link",
    description="Needs no sign-in; takes ranges. `download=true` saves it instead of playing it.",
    responses={200: _VIDEO, 206: _VIDEO},
)
@needs(Permission.OPEN)
def open_link(path: SharedPath, query: SharedQuery) -> Response:
    ours = services()
    # A link opens for whoever has it, also for a person signed in here who may see other cameras only.
    with only_cameras(None):
        link = ours.accounts.links.open(path.token)
        file = finished_file(ours.clips.get(link.clip_id))
    tell(link_id=link.public_id, clip_id=link.clip_id)
    return _unkept(send_media(file, download_name=file.name if query.download else None))


@bp.get(
    "/shared/<token>/facts",
    summary="What the clip of a link shows",
    description="Needs no sign-in.",
    responses={200: SharedClipOut},
)
@needs(Permission.OPEN)
def shared_facts(path: SharedPath) -> Response:
    ours = services()
    with only_cameras(None):
        link = ours.accounts.links.find(path.token)
        clip = ours.clips.get(link.clip_id)
        event = ours.event_queries.get(clip.event_public_id)
        camera = ours.cameras.get(event.camera_id)
    file = finished_file(clip)
    check_file(file)
    facts = SharedClipOut(
        camera_name=camera.name,
        timezone=camera.timezone,
        from_ms=clip.from_ms,
        to_ms=clip.to_ms,
        duration_ms=clip.duration_ms,
        codes=[code.text for code in event.codes],
        file_name=printable(file.name),
        size_bytes=clip.size_bytes,
        sha256=clip.sha256,
        brand_name=ours.settings.current().brand_name,
        expires_ms=link.expires_ms,
    )
    return _unkept(answer(facts))


def _unkept(reply: Response) -> Response:
    # What was taken back must not play on from a cache of somebody else's network.
    reply.headers["Cache-Control"] = "private, no-store"
    reply.headers["Referrer-Policy"] = "no-referrer"
    return reply
