"""Find events by code: typed, pasted, from a table, from a photograph."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.bodies import FORM_BYTES, MIB, takes_body, takes_upload
from backend.api.event_views import event_out
from backend.api.files import send_table
from backend.api.permission import needs
from backend.api.photo import MAX_BYTES, read_photo
from backend.api.replies import answer
from backend.api.schemas.base import CautionOut
from backend.api.schemas.search import (
    GroupOut,
    MatchOut,
    PhotoCode,
    PhotoOut,
    SearchIn,
    SearchOut,
    TableColumnOut,
    TableOut,
    WhyOut,
)
from backend.api.schemas.uploads import PhotoForm, TableForm
from backend.api.services import services
from backend.api.uploads import form_text, upload_bytes
from backend.domain.account import Permission
from backend.search.criteria import SearchRequest
from backend.search.result_table import csv_of
from backend.search.service import Match, QueryGroup, SearchResult
from backend.search.table_file import LARGEST_FILE
from backend.search.table_upload import TableCodes

bp = blueprint("search", __name__)

MOST_CODES_BYTES = 16 * MIB
"""A pasted list of codes: four million characters, with room for how JSON writes them."""

_CSV = {"content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}

PHOTO_SYMBOLOGIES = ("QRCode", "DataMatrix", "Code128", "EAN13", "EAN8", "Code39", "ITF", "PDF417")
"""What labels and order slips carry; a photograph is looked at once, so more kinds cost little."""


@bp.post("/search", summary="Events by code, with the reason of each match", responses={200: SearchOut})
@takes_body(MOST_CODES_BYTES)
@needs(Permission.SEARCH)
def search_events(body: SearchIn) -> Response:
    return answer(search_out(services().search.search(_request(body))))


@bp.post("/search/export", summary="All results of a search as CSV", responses={200: _CSV})
@takes_body(MOST_CODES_BYTES)
@needs(Permission.SEARCH)
def export_results(body: SearchIn) -> Response:
    ours = services()
    zones = {camera.id: camera.timezone for camera in ours.cameras.all()}
    lines = csv_of(ours.search.search, _request(body), lambda camera_id: zones.get(camera_id, "UTC"))
    return send_table(lines, "epack-results.csv")


@bp.post("/search/table", summary="The codes in a marketplace's export", responses={200: TableOut})
@takes_upload(LARGEST_FILE + FORM_BYTES)
@needs(Permission.SEARCH)
def read_codes_in_table(form: TableForm) -> Response:
    platform, column = form_text("platform", 100), form_text("column", 500)
    return answer(table_out(services().tables.read(upload_bytes(form.file), platform=platform, column=column)))


@bp.post("/search/photo", summary="The codes in a photograph of a label", responses={200: PhotoOut})
@takes_upload(MAX_BYTES + FORM_BYTES)
@needs(Permission.SEARCH)
def read_codes_in_photo(form: PhotoForm) -> Response:
    found = read_photo(upload_bytes(form.file), services().code_reader(PHOTO_SYMBOLOGIES))
    codes = [PhotoCode(text=code.text, format=code.format, box=code.box.as_list()) for code in found.codes]
    return answer(PhotoOut(codes=codes, width=found.width, height=found.height))


def _request(body: SearchIn) -> SearchRequest:
    return SearchRequest(
        text=body.text,
        codes=body.codes,
        from_ms=body.from_ms,
        to_ms=body.to_ms,
        camera_ids=tuple(body.camera_ids or ()),
        page=body.page,
        page_size=body.page_size,
        widen=body.widen,
    )


def search_out(result: SearchResult) -> SearchOut:
    return SearchOut(
        groups=[_group_out(group) for group in result.groups],
        codes_total=result.codes_total,
        codes_found=result.codes_found,
        page=result.page,
        page_size=result.page_size,
        took_ms=result.took_ms,
    )


def table_out(table: TableCodes) -> TableOut:
    return TableOut(
        columns=[TableColumnOut.model_validate(column) for column in table.columns],
        suggested_column=table.suggested_column,
        column=table.column,
        codes=[code.text for code in table.codes],
        rows=table.rows,
        platform_saved=table.platform_saved,
        warnings=[CautionOut.model_validate(one) for one in table.warnings],
    )


def _group_out(group: QueryGroup) -> GroupOut:
    return GroupOut(
        query=group.query,
        matches=[_match_out(match) for match in group.matches],
        total=group.total,
        more=group.more,
        nearest=[_match_out(match) for match in group.nearest],
    )


def _match_out(match: Match) -> MatchOut:
    return MatchOut(event=event_out(match.event), why=WhyOut.model_validate(match.why))
