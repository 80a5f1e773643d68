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
MORE = "more not listed"
"""Stands in the line after the matches of a code of which only the best were read."""

Search = Callable[[SearchRequest], SearchResult]
ZoneOf = Callable[[int], str]
"""Camera id to IANA zone."""


def csv_of(search: Search, request: SearchRequest, zone_of: ZoneOf) -> Iterator[bytes]:
    """All pages of `request` as CSV (UTF-8 with a mark), read page by page while it is sent; ends after MOST_LINES, and
    says so in its last line.

    The first page is read before the first byte, so that a request that makes no sense raises here.
    """
    request = replace(request, page=1, page_size=LARGEST_PAGE)
    return _written(_pages(search, request, search(request)), zone_of)


def _written(pages: Iterator[list[QueryGroup]], zone_of: ZoneOf) -> Iterator[bytes]:
    yield BYTE_ORDER_MARK.encode() + _csv([list(COLUMNS)])
    left = MOST_LINES
    for groups in pages:
        lines = [line for group in groups for line in group_lines(group, zone_of)]
        if len(lines) > left:
            yield _csv([*lines[:left], _remark("", MORE)])
            return
        left -= len(lines)
        yield _csv(lines)


def _pages(search: Search, request: SearchRequest, first: SearchResult) -> Iterator[list[QueryGroup]]:
    if first.codes_total == 0:
        return _by_time(search, request, first)
    return _by_code(search, request, first)


def _by_code(search: Search, request: SearchRequest, result: SearchResult) -> Iterator[list[QueryGroup]]:
    """Several codes fill the pages one after the other; the matches of one code fill them alone."""
    while True:
        rows = result.codes_total if result.codes_total > 1 else result.groups[0].total
        last = result.page * result.page_size >= rows
        if result.codes_total == 1:
            # What is on another page is not left out.
            (group,) = result.groups
            yield [replace(group, total=len(group.matches), more=group.more and last)]
        else:
            yield result.groups
        if last:
            return
        result = search(replace(request, page=result.page + 1))


def _by_time(search: Search, request: SearchRequest, result: SearchResult) -> Iterator[list[QueryGroup]]:
    """Newest first, each page from where the last one ended: by their number pages would shift with each new event."""
    from_here_ms, given = -1, set[str]()
    while True:
        (group,) = result.groups
        yield [replace(group, matches=[one for one in group.matches if one.event.public_id not in given])]
        if len(group.matches) < result.page_size:
            return
        last_ms = group.matches[-1].event.start_ms
        if last_ms != from_here_ms:
            from_here_ms, given = last_ms, set()
            request = replace(request, to_ms=last_ms + 1, page=1)
        else:  # a whole page of events that began in the same millisecond
            request = replace(request, page=request.page + 1)
        given |= {one.event.public_id for one in group.matches if one.event.start_ms == last_ms}
        result = search(request)


def group_lines(group: QueryGroup, zone_of: ZoneOf) -> list[list[str]]:
    if not group.matches and group.query:
        return [_remark(group.query, NOT_FOUND)]
    lines = [_line(group.query, match, zone_of(match.event.camera_id)) for match in group.matches]
    cut = bool(group.query) and (group.more or group.total > len(group.matches))
    return [*lines, _remark(group.query, MORE)] if cut else lines


def _remark(query: str, said: str) -> list[str]:
    return [safe_cell(query), said, *[""] * (len(COLUMNS) - 2)]


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
