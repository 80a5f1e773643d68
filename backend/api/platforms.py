"""Which column of each marketplace's export holds the codes."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.search import PlatformIn, PlatformList, PlatformOut, PlatformQuery
from backend.api.services import services
from backend.domain.account import Permission
from database.repositories.mappings import ColumnMapping

bp = blueprint("platforms", __name__)


@bp.get("/platforms", summary="Remembered columns of marketplace exports", responses={200: PlatformList})
@needs(Permission.SEARCH)
def list_platforms() -> Response:
    items = [PlatformOut.model_validate(mapping) for mapping in services().mappings.all()]
    return answer(PlatformList(items=items, total=len(items)))


@bp.put("/platforms", summary="Remember a column", responses={200: PlatformOut})
@needs(Permission.SEARCH)
def save_platform(body: PlatformIn) -> Response:
    ours = services()
    mapping = ColumnMapping(body.platform_name, body.column_header, body.column_letter)
    return answer(PlatformOut.model_validate(ours.mappings.save(mapping, now_ms=ours.clock.now_ms())))


@bp.delete("/platforms", summary="Forget a column", responses={204: None})
@needs(Permission.SEARCH)
def delete_platform(query: PlatformQuery) -> Response:
    services().mappings.remove(query.platform_name)
    return no_content()
