"""Links that open one clip without a sign-in."""

from __future__ import annotations

from flask import Response

from backend.api.account_views import link_out
from backend.api.blueprint import blueprint
from backend.api.callers import caller
from backend.api.clips import finished_file
from backend.api.files import send_media
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.accounts import LinkIn, LinkList, LinkOut, LinkPath, SharedPath, SharedQuery
from backend.api.schemas.clips import ClipPath
from backend.api.services import services
from backend.domain.account import Permission
from backend.domain.errors import Forbidden

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
    return answer(link_out(ours.accounts.links.make(path.clip_id, user_id, body.hours), ours.accounts.links), 201)


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
    link = ours.accounts.links.open(path.token)
    file = finished_file(ours.clips.get(link.clip_id))
    reply = send_media(file, download_name=file.name if query.download else None)
    # What was taken back must not play on from a cache of somebody else's network.
    reply.headers["Cache-Control"] = "private, no-store"
    reply.headers["Referrer-Policy"] = "no-referrer"
    return reply
