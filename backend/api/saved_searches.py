"""Searches kept under a name."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.callers import caller
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.search import SavedSearchIn, SavedSearchList, SavedSearchOut, SavedSearchPath
from backend.api.services import services
from backend.domain.account import Permission
from database.repositories.saved_searches import SHARED

bp = blueprint("saved_searches", __name__)


@bp.get("/searches", summary="Saved searches, by name", responses={200: SavedSearchList})
@needs(Permission.SEARCH)
def list_searches() -> Response:
    items = [SavedSearchOut.model_validate(one) for one in services().saved_searches.all(_owner())]
    return answer(SavedSearchList(items=items, total=len(items)))


@bp.put("/searches", summary="Save a search; one of the same name is replaced", responses={200: SavedSearchOut})
@needs(Permission.SEARCH)
def save_search(body: SavedSearchIn) -> Response:
    ours = services()
    saved = ours.saved_searches.save(_owner(), body.name, body.address, now_ms=ours.clock.now_ms())
    return answer(SavedSearchOut.model_validate(saved))


@bp.delete("/searches/<int:search_id>", summary="Forget a saved search", responses={204: None})
@needs(Permission.SEARCH)
def delete_search(path: SavedSearchPath) -> Response:
    services().saved_searches.remove(_owner(), path.search_id)
    return no_content()


def _owner() -> int:
    """Whoever sees all cameras shares searches with the others who do."""
    who = caller()
    return SHARED if who.cameras is None or who.user_id is None else who.user_id
