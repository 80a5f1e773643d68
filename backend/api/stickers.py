"""The printable sticker of a camera's table."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.cameras import CameraPath
from backend.api.schemas.stickers import SizeRowOut, StickerQuery, StickerSizesOut
from backend.api.services import services
from backend.domain.account import Permission
from backend.regions.sticker_sheet import sticker_sheet, sticker_sizes
from backend.regions.sticker_size import SIZES_MM

bp = blueprint("stickers", __name__)

_PDF = {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}


@bp.get("/cameras/<int:camera_id>/sticker-sheet", summary="Stickers to print (PDF, A4)", responses={200: _PDF})
@needs(Permission.OPERATE)
def get_sheet(path: CameraPath, query: StickerQuery) -> Response:
    ours = services()
    camera = ours.cameras.get(path.camera_id)
    width = ours.regions.frame_width(camera.id)
    data = sticker_sheet(camera.trigger_text, camera.name, query.lang, query.view_deg, width)
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="epack-sticker-{camera.id}.pdf"'
    return response


@bp.get(
    "/cameras/<int:camera_id>/sticker-sizes",
    summary="How large the sticker has to be printed",
    responses={200: StickerSizesOut},
)
@needs(Permission.OPERATE)
def get_sizes(path: CameraPath, query: StickerQuery) -> Response:
    ours = services()
    camera = ours.cameras.get(path.camera_id)
    width = ours.regions.frame_width(camera.id)
    table = sticker_sizes(camera.trigger_text, query.view_deg, width)
    return answer(
        StickerSizesOut(
            text=camera.trigger_text,
            frame_width=width,
            view_deg=table.view_deg,
            frame_widths=list(table.frame_widths),
            rows=[SizeRowOut(distance_cm=row.distance_cm, needed_mm=list(row.needed_mm)) for row in table.rows],
            sizes_mm=list(SIZES_MM),
        )
    )
