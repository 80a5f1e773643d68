"""`epack search`: find packing events by code. Only reads, so it works while the server runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.api.search import search_out
from backend.commands.installation import add_data_dir, installation_of
from backend.domain.errors import InvalidInput
from backend.runtime.clock import SystemClock
from backend.search.code_list import parse_codes
from backend.search.criteria import SearchRequest
from backend.search.service import Match, QueryGroup, SearchResult, SearchService
from backend.sources.walk import printable
from database.engine import Store
from database.repositories.cameras import CameraRepository

_SHOWN_AT_MOST = 500


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "search",
        help="find packing events by tracking code",
        description="Find packing events by tracking code: the whole code, its beginning, its last digits, a part, or "
        "one wrong character. Works while the server runs.",
    )
    parser.add_argument("codes", nargs="*", metavar="CODE", help="one code each; - reads a pasted list from stdin")
    parser.add_argument("--from", dest="from_time", metavar="WHEN", help="2026-01-31 or 2026-01-31T14:00 (site time)")
    parser.add_argument("--to", dest="to_time", metavar="WHEN", help="the same; a day alone is meant with its end")
    parser.add_argument("--camera", action="append", default=[], metavar="NAME", help="only this camera; repeatable")
    parser.add_argument("--json", action="store_true", help="the answer of POST /api/search")
    add_data_dir(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises InvalidInput for codes, times or cameras that make no sense, StoreError."""
    codes = codes_of(args.codes)
    if not codes and args.from_time is None and args.to_time is None:
        raise InvalidInput("Give at least one code, or a time range with --from and --to.")
    here = installation_of(args)
    with here.reading() as store:
        zone = ZoneInfo(here.settings(store).timezone)
        request = SearchRequest(
            codes=codes,
            from_ms=None if args.from_time is None else instant(args.from_time, zone),
            to_ms=None if args.to_time is None else instant(args.to_time, zone, end=True),
            camera_ids=_camera_ids(store, args.camera),
            page_size=_SHOWN_AT_MOST,
        )
        result = SearchService(store, SystemClock()).search(request)
        zones = {camera.id: ZoneInfo(camera.timezone) for camera in CameraRepository(store).all()}
    if args.json:
        print(search_out(result).model_dump_json(indent=1))
    else:
        print("\n".join(_lines(result, zones)))
    return 0


def codes_of(given: Sequence[str]) -> list[str]:
    """Each argument is one code as it stands; `-` stands for a list on standard input, in any form."""
    codes: list[str] = []
    for one in given:
        codes.extend([code.text for code in parse_codes(sys.stdin.read())] if one == "-" else [one])
    if given and not any(code.strip() for code in codes):
        raise InvalidInput("There is no code in what was given.")
    return codes


def instant(text: str, zone: ZoneInfo, *, end: bool = False) -> int:
    """UTC epoch ms of a day or a time in `zone`, or of a time with its own offset; `end`: a day's end. InvalidInput."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(f"{text!r} is no time. Write 2026-01-31 or 2026-01-31T14:00.") from None
    try:
        if len(text.strip()) <= len("2026-01-31"):
            at = datetime.combine(at.date() + timedelta(days=int(end)), time())
        if at.tzinfo is None:
            at = at.replace(tzinfo=zone)
        return round(at.timestamp() * 1000)
    except (OverflowError, ValueError):
        raise InvalidInput(f"{text!r} is too far away.") from None


def _camera_ids(store: Store, names: Sequence[str]) -> tuple[int, ...]:
    known = {camera.name.casefold(): camera.id for camera in CameraRepository(store).all()}
    for name in names:
        if name.casefold() not in known:
            listed = ", ".join(sorted(known)) or "none yet"
            raise InvalidInput(f"There is no camera {name!r}. Known ones: {listed}.")
    return tuple(known[name.casefold()] for name in names)


def _lines(result: SearchResult, zones: dict[int, ZoneInfo]) -> list[str]:
    rows = [("CODE", "WHY", "CAMERA", "LOCAL TIME", "DURATION", "EVENT")]
    for group in result.groups:
        rows.extend(_rows(group, zones))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    table = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    ]
    lines = table if len(rows) > 1 else []
    lines.extend(_remarks(result))
    return lines


def _remarks(result: SearchResult) -> list[str]:
    remarks = []
    for group in result.groups:
        name = printable(group.query)
        if not group.matches and name:
            close = ", ".join(printable(match.why.code) for match in group.nearest)
            remarks.append(f"{name}: nothing found." + (f" Closest: {close}." if close else ""))
        elif not group.matches:
            remarks.append("There is no event in this time range.")
        elif group.more or group.total > len(group.matches):
            shown, total = len(group.matches), f"{group.total}{' or more' if group.more else ''}"
            remarks.append(f"{name or 'Time range'}: {shown} of {total} shown. Narrow it with --from and --to.")
    if len(result.groups) < result.codes_total:
        remarks.append(f"The first {len(result.groups)} of {result.codes_total} codes are shown.")
    return remarks


def _rows(group: QueryGroup, zones: dict[int, ZoneInfo]) -> list[tuple[str, str, str, str, str, str]]:
    return [_row(match, zones.get(match.event.camera_id, ZoneInfo("UTC"))) for match in group.matches]


def _row(match: Match, zone: ZoneInfo) -> tuple[str, str, str, str, str, str]:
    event = match.event
    code = match.why.code or ", ".join(code.text for code in event.codes) or "(no code)"
    at = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=event.start_ms)).astimezone(zone)
    return (
        printable(code),
        match.why.detail,
        printable(event.camera_name),
        f"{at:%Y-%m-%d %H:%M:%S %z}",
        f"{(event.end_ms - event.start_ms) / 1000:.1f} s",
        event.public_id,
    )
