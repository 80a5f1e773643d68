"""The results of a search as a table, one line an event; codes that were not found have a line too."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath

from backend.domain.spreadsheet import BYTE_ORDER_MARK, local_time, safe_cell, seconds
from backend.search.criteria import LARGEST_PAGE, SearchRequest
from backend.search.service import Match, QueryGroup, SearchResult

COLUMNS = (
    "searched", "match", "event_id", "codes", "camera", "start", "end", "duration_s", "files", "locked", "note",
)  # fmt: skip
MOST_LINES = 100_000
NOT_FOUND = "not found"

Search = Callable[[SearchRequest], SearchResult]
ZoneOf = Callable[[int], str]
"""Camera id to IANA zone."""


def csv_of(search: Search, request: SearchRequest, zone_of: ZoneOf) -> Iterator[bytes]:
    """All pages of `request` as CSV (UTF-8 with a mark), read page by page while it is sent; ends after MOST_LINES.

    The first page is read before the first byte, so that a request that makes no sense raises here.
    """
    first = search(replace(request, page=1, page_size=LARGEST_PAGE))
    return _written(search, request, zone_of, first)


def _written(search: Search, request: SearchRequest, zone_of: ZoneOf, result: SearchResult) -> Iterator[bytes]:
    yield BYTE_ORDER_MARK.encode() + _csv([list(COLUMNS)])
    left = MOST_LINES
    while True:
        lines = [line for group in result.groups for line in group_lines(group, zone_of)][:left]
        left -= len(lines)
        yield _csv(lines)
        rows = result.codes_total if result.codes_total > 1 else (result.groups[0].total if result.groups else 0)
        if left <= 0 or not result.groups or result.page * result.page_size >= rows:
            return
        result = search(replace(request, page=result.page + 1, page_size=result.page_size))


def group_lines(group: QueryGroup, zone_of: ZoneOf) -> list[list[str]]:
    if not group.matches and group.query:
        return [[safe_cell(group.query), NOT_FOUND, *[""] * (len(COLUMNS) - 2)]]
    return [_line(group.query, match, zone_of(match.event.camera_id)) for match in group.matches]


def _line(query: str, match: Match, zone: str) -> list[str]:
    event = match.event
    files = " + ".join(PurePath(part.path).name for part in event.parts)
    return [
        safe_cell(query),
        match.why.kind.value if query else "",
        event.public_id,
        safe_cell(" ".join(code.text for code in event.codes)),
        safe_cell(event.camera_name),
        local_time(event.start_ms, zone),
        local_time(event.end_ms, zone),
        seconds(event.end_ms - event.start_ms),
        safe_cell(files),
        "yes" if event.locked else "",
        safe_cell(event.note),
    ]


def _csv(lines: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8", "replace")
