"""Finds events by code: one request, one read transaction, a bounded amount of work per code whatever is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from backend.domain.code import folded
from backend.search.code_list import QueryCode
from backend.search.criteria import SearchRequest
from backend.search.ranking import STRENGTH, MatchKind, Why, explain, kind_of, nearest
from backend.search.variants import one_away
from database.code_index import SHORTEST_PART
from database.engine import Store
from database.queries.code_lookup import CodeLookup, Hits, looking
from database.queries.event_views import EventFilter, EventView

READ_AT_MOST = 200
"""Codes read per lookup. More than this many hits are no answer a person reads; the result then says `more`."""

NEWEST_EVENTS = 10_000
"""Events of a time range looked through, newest first, when READ_AT_MOST rows of a common part may miss the range."""

MATCHES_PER_GROUP = 20
"""Matches shown of each code when several were asked for."""

SHORTEST_NEAR = 6
"""Below this length almost everything is one character away from something."""

FORMS_AT_MOST = 50
"""Different codes one character away that are read."""
NEAREST_COUNT = 5


class Clock(Protocol):
    def monotonic(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Match:
    event: EventView
    why: Why


@dataclass(frozen=True, slots=True)
class QueryGroup:
    """What was found for one code; `query` is empty for a list by time."""

    query: str
    matches: list[Match]
    total: int
    more: bool
    """There are more than `total`; the count stopped there."""
    nearest: list[Match]
    """Only when nothing was found."""
    exact: bool = False
    """The code itself is among what was found."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One code: `page` pages through its matches. Several: through the groups. None: through the events by time."""

    groups: list[QueryGroup]
    codes_total: int
    codes_found: int
    """How many of the codes asked for are stored exactly, on all pages."""
    page: int
    page_size: int
    took_ms: float


class SearchService:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def search(self, request: SearchRequest) -> SearchResult:
        """Raises InvalidInput when the request makes no sense, StoreError when the store fails."""
        began = self._clock.monotonic()
        request.check()
        codes = request.query_codes()
        wanted = EventFilter(request.camera_ids, request.from_ms, request.to_ms)
        first = (request.page - 1) * request.page_size
        found = 0
        with looking(self._store, wanted, READ_AT_MOST) as lookup:
            if not codes:
                groups = [_by_time(lookup, request)]
            elif len(codes) == 1:
                groups = [_group(lookup, codes[0], request.widen, first, request.page_size)]
                found = int(groups[0].exact)
            else:
                found = len(lookup.found_exactly([code.norm for code in codes]))
                shown = codes[first : first + request.page_size]
                groups = [_group(lookup, code, request.widen, 0, MATCHES_PER_GROUP) for code in shown]
        took_ms = (self._clock.monotonic() - began) * 1000
        return SearchResult(groups, len(codes), found, request.page, request.page_size, round(took_ms, 3))


def _by_time(lookup: CodeLookup, request: SearchRequest) -> QueryGroup:
    page = lookup.by_time(request.page, request.page_size)
    why = Why(MatchKind.PART, "", "In the time range.")
    return QueryGroup("", [Match(event, why) for event in page.items], page.total, page.more, [])


def _group(lookup: CodeLookup, code: QueryCode, widen: bool, first: int, count: int) -> QueryGroup:
    best: dict[int, tuple[int, int, str]] = {}
    more = False
    for hits in _tiers(lookup, code.norm):
        for hit in hits.found:
            kind = kind_of(code.norm, hit.norm)
            if kind is not None:
                rank = (STRENGTH[kind], -hit.start_ms, hit.norm)
                best[hit.event_row_id] = min(rank, best.get(hit.event_row_id, rank))
        more = more or not hits.complete
        if best and not widen:
            break
    ranked = sorted(best.items(), key=lambda one: one[1])
    shown = [(row_id, explain(code.norm, rank[2])) for row_id, rank in ranked[first : first + count]]
    matches = _matches(lookup, [(row_id, why) for row_id, why in shown if why is not None])
    close = [] if best else _nearest(lookup, code.norm)
    exact = bool(ranked) and ranked[0][1][0] == STRENGTH[MatchKind.EXACT]
    return QueryGroup(code.text, matches, len(ranked), more, close, exact)


def _tiers(lookup: CodeLookup, norm: str) -> Iterator[Hits]:
    """Ways to find a code, the strongest first; a weaker one is only tried when it is asked for.

    Beginning, end and middle are one tier: some code ends with almost any six digits, and the one looked for must not
    be hidden by it.
    """
    yield _in_range(lookup, norm, lookup.equal("norm", norm))
    read = [lookup.containing(norm)] if len(norm) >= SHORTEST_PART else []
    if not read or not read[0].complete:
        # Too short for the gram index, or so common that it gave the newest only: beginnings and ends come on top.
        read += [lookup.starting("rev", norm[::-1]), lookup.starting("norm", norm)]
    yield _in_range(lookup, norm, _joined(read))
    if len(norm) >= SHORTEST_NEAR:
        yield lookup.equal("folded", folded(norm))
        forms = lookup.existing("folded", one_away(norm))
        if forms:
            found = _joined([lookup.equal("folded", form) for form in forms[:FORMS_AT_MOST]])
            yield Hits(found.found, found.complete and len(forms) <= FORMS_AT_MOST)


def _in_range(lookup: CodeLookup, norm: str, hits: Hits) -> Hits:
    """The hits, which are the newest; where there are more than could be read, those within the range asked for."""
    if hits.complete or not lookup.is_limited:
        return hits
    within = lookup.newest(norm, NEWEST_EVENTS)
    return within if within.complete else _joined([hits, within])


def _joined(read: Sequence[Hits]) -> Hits:
    return Hits([hit for hits in read for hit in hits.found], all(hits.complete for hits in read))


def _matches(lookup: CodeLookup, reasons: Sequence[tuple[int, Why]]) -> list[Match]:
    """The events of these rows, each with its reason."""
    events = {event.row_id: event for event in lookup.events([row_id for row_id, _ in reasons])}
    return [Match(events[row_id], why) for row_id, why in reasons if row_id in events]


def _nearest(lookup: CodeLookup, norm: str) -> list[Match]:
    """Codes that share a long beginning or end: neighbours in the order of either reading direction."""
    candidates = [
        *lookup.neighbours("norm", norm, NEAREST_COUNT),
        *lookup.neighbours("rev", norm[::-1], NEAREST_COUNT),
        *lookup.neighbours("folded", folded(norm), NEAREST_COUNT),
    ]
    reasons: list[tuple[int, Why]] = []
    for why in nearest(norm, candidates, NEAREST_COUNT):
        hits = _in_range(lookup, why.code, lookup.equal("norm", why.code))
        reasons.extend((hit.event_row_id, why) for hit in hits.found[:1])
    return _matches(lookup, reasons)
