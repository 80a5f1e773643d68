"""What cameras of a source see right now, to tell them apart before they are chosen."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.schemas.remote_sources import DraftPictureIn
from backend.api.services import services
from backend.domain.account import Permission
from backend.sources.remote import Draft

bp = blueprint("source pictures", __name__)

_JPEG = {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}


@bp.post("/sources/test/picture", summary="Present picture of a camera not yet chosen", responses={200: _JPEG})
@needs(Permission.OPERATE, whole_site=True)
def picture_of_draft(body: DraftPictureIn) -> Response:
    ours = services()
    draft = Draft(body.kind, body.config, body.secrets, body.source_id)
    response = Response(ours.remote.picture_of_draft(draft, body.camera, ours.stop), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "no-store"
    return response
