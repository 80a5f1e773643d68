"""The table addresses of the 2.1.1 reference: headers and codes of a CSV or XLSX file."""

from __future__ import annotations

import base64
import binascii

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.bodies import MIB, takes_body
from backend.api.callers import require
from backend.api.permission import needs
from backend.api.reference import both
from backend.api.replies import answer
from backend.api.schemas.reference_query import Headers, ParsedCodes, ParseTable, TableFile
from backend.api.services import Services, services
from backend.api.source_actions import checked_file
from backend.domain.account import Need, Permission
from backend.domain.errors import InvalidInput
from backend.search.table_file import LARGEST_FILE

bp = blueprint("reference: tables", __name__, prefix=None)

_MOST_BYTES = LARGEST_FILE * 4 // 3 + MIB
"""A file in base64."""


@both.post(bp, "/get-csv-headers", summary="The columns of a table", responses={200: Headers})
@takes_body(_MOST_BYTES)
@needs(Permission.SEARCH)
def get_csv_headers(body: TableFile) -> Response:
    ours = services()
    table = ours.tables.read(file_of(ours, body))
    return answer(Headers(headers=[column.header or column.letter for column in table.columns]))


@both.post(bp, "/parse-csv", summary="The codes in a column of a table", responses={200: ParsedCodes})
@takes_body(_MOST_BYTES)
@needs(Permission.SEARCH)
def parse_csv(body: ParseTable) -> Response:
    ours = services()
    # Without a name the column is found by its content; the reference's own default fits few tables.
    column = body.column_name if "column_name" in body.model_fields_set else None
    table = ours.tables.read(file_of(ours, body), column=column)
    return answer(ParsedCodes(tracking_codes=[code.text for code in table.codes]))


def file_of(ours: Services, body: TableFile) -> bytes:
    """The bytes of the file, sent along or below the allowed roots. Raises InvalidInput, Forbidden, NotFound."""
    if body.file_content is not None:
        try:
            return base64.b64decode("".join(body.file_content.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise InvalidInput("file_content is not base64.") from error
    if body.file_path is None:
        raise InvalidInput("Send the file as file_content (base64), or name it as file_path.")
    require(Need(Permission.OPERATE, whole_site=True))
    path = checked_file(ours, body.file_path)
    try:
        with path.open("rb") as table:
            # One byte more than allowed is enough for the reader to refuse it.
            return table.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InvalidInput("The file cannot be read. Check its permissions.") from error
