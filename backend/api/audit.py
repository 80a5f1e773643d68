"""The record of who did what: written after each request that is worth a line, read by administrators."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from backend.api.audit_actions import ACTIONS, Action
from backend.api.blueprint import blueprint
from backend.api.callers import caller
from backend.api.files import send_table
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.audit import AuditExportQuery, AuditLineOut, AuditOut, AuditQuery
from backend.api.services import services
from backend.domain.account import Permission
from backend.domain.audit import LONGEST_DETAILS, AuditEntry, AuditLine
from backend.domain.errors import StoreError
from backend.domain.spreadsheet import BYTE_ORDER_MARK, safe_cell
from backend.runtime.lately import Lately
from database.repositories.audit import AuditFilter

log = structlog.get_logger(__name__)
bp = blueprint("audit", __name__)

_CSV = {"content": {"text/csv": {"schema": {"type": "string"}}}}

_COLUMNS = ("seq", "time_utc", "actor", "role", "address", "action", "outcome", "details", "hash")
_QUIET_S = 600.0
"""After so long without a request for any piece of a file, the next one is a new look at it."""
_LET_IN = frozenset({"token", "state", "licence"})
"""Parts of addresses that let in whoever knows them, or may: a licence is named by its id or its key."""
_MOST_ITEMS = 50
_LONGEST_TEXT = 200


@bp.get("/audit", summary="Who did what, newest first", responses={200: AuditOut})
@needs(Permission.ADMIN)
def list_audit(query: AuditQuery) -> Response:
    audit = services().audit
    found = audit.page(_filter(query), query.page, query.page_size)
    actors, actions = audit.names()
    return answer(
        AuditOut(
            items=[_line_out(line) for line in found.items],
            total=found.total,
            page=query.page,
            page_size=query.page_size,
            actors=actors,
            actions=actions,
        )
    )


@bp.get("/audit.csv", summary="The same lines as a table, oldest first", responses={200: _CSV})
@needs(Permission.ADMIN)
def export_audit(query: AuditExportQuery) -> Response:
    return send_table(_table(services().audit.lines(_filter(query))), "epack-audit.csv")


def register(app: Flask) -> None:
    """Write a line after each request that is worth one, also after a refused one."""

    pieces = Lately(_QUIET_S)

    @app.after_request
    def record(response: Response) -> Response:
        action = ACTIONS.get((request.endpoint or "").rpartition(".")[2])
        # 304: what was seen before is still the same. 202: of a copy that is still being made nothing is seen yet.
        unseen = (202, 304) if action is not None and action.once else (304,)
        if (
            action is not None
            and response.status_code not in unseen
            and (not action.once or _is_first(response, pieces))
        ):
            _write(action, response)
        return response


def tell(**facts: Any) -> None:
    """Have the line of the present request say this too: what neither its address nor its body names."""
    g.told = {**g.get("told", {}), **facts}


def tell_refused(code: str) -> None:
    """Have the line say so where a browser is sent on to a page that tells it, instead of being answered an error."""
    g.refused = code


def _write(action: Action, response: Response) -> None:
    who, ours = caller(), services()
    entry = AuditEntry(
        ours.clock.now_ms(),
        who.name or _named(action),
        who.user_id,
        who.role.value if who.role else "",
        request.remote_addr or "",
        action.name,
        g.get("refused") or ("done" if response.status_code < 400 else _code_of(response)),
        _details(action),
    )
    try:
        ours.audit.append(entry)
    except StoreError as error:
        # What was asked for has happened; that it cannot be written down is said where it is seen.
        log.error("the record of who did what cannot be written", action=action.name, reason=error.message)


def _is_first(response: Response, pieces: Lately) -> bool:
    """A player asks for a file in many pieces: the one with its beginning says that it was seen, and any other by
    somebody who has not asked for this file lately, or all but its first byte could be had without a line."""
    who, wanted = caller(), request.range
    asked = (who.user_id, who.name, request.remote_addr, request.full_path, response.status_code < 400)
    new = pieces.is_new(asked, services().clock)
    return new or wanted is None or any(start == 0 for start, _ in wanted.ranges)


def _named(action: Action) -> str:
    """Whose name a failed sign-in was for: it is what one wants to know of it."""
    name = _body().get(action.actor) if action.actor else None
    return name[:_LONGEST_TEXT] if isinstance(name, str) else ""


def _details(action: Action) -> dict[str, Any]:
    """What the address names, and those fields of body and query that the action says. Never all of a body: it may
    hold a secret."""
    named = {name: value for name, value in (request.view_args or {}).items() if name not in _LET_IN}
    found: dict[str, Any] = {**named, **g.get("told", {})}
    for source in (request.args.to_dict(), _body()):
        found |= {name: _short(source[name]) for name in action.fields if name in source}
    if len(json.dumps(found, ensure_ascii=True)) > LONGEST_DETAILS:
        return {"names": sorted(found)[:_MOST_ITEMS]}
    return found


def _body() -> dict[str, Any]:
    """The request's JSON object; empty for anything else, and for what was refused before it was read."""
    try:
        body = request.get_json(silent=True) if request.is_json else None
    except HTTPException:
        return {}
    return body if isinstance(body, dict) else {}


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value[:_LONGEST_TEXT]
    if isinstance(value, list):
        return [_short(one) for one in value[:_MOST_ITEMS]] + (
            [f"... {len(value)}"] if len(value) > _MOST_ITEMS else []
        )
    if isinstance(value, dict):
        return {str(name)[:_LONGEST_TEXT]: _short(one) for name, one in list(value.items())[:_MOST_ITEMS]}
    return value


def _code_of(response: Response) -> str:
    error = response.get_json(silent=True) if response.is_json else None
    code = error.get("error", {}).get("code") if isinstance(error, dict) else None
    return str(code or response.status_code)


def _filter(query: AuditExportQuery) -> AuditFilter:
    return AuditFilter(query.from_ms, query.to_ms, query.actor, query.action, query.text)


def _line_out(line: AuditLine) -> AuditLineOut:
    entry = line.entry
    return AuditLineOut(
        seq=line.seq,
        at_ms=entry.at_ms,
        actor=entry.actor,
        role=entry.role,
        address=entry.address,
        action=entry.action,
        outcome=entry.outcome,
        details=dict(entry.details),
    )


def _table(lines: Iterator[AuditLine]) -> Iterator[bytes]:
    yield BYTE_ORDER_MARK.encode() + _row(_COLUMNS)
    for line in lines:
        entry = line.entry
        at = datetime.fromtimestamp(entry.at_ms / 1000, UTC).isoformat(timespec="milliseconds")
        details = json.dumps(entry.details, ensure_ascii=False)
        yield _row(
            (line.seq, at, entry.actor, entry.role, entry.address, entry.action, entry.outcome, details, line.hash)
        )


def _row(cells: tuple[Any, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([safe_cell(str(cell)) for cell in cells])
    return out.getvalue().encode("utf-8", "backslashreplace")
