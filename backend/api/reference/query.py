"""The query and cutter addresses of the 2.1.1 reference."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.bodies import MIB, takes_body
from backend.api.permission import needs
from backend.api.reference import both
from backend.api.replies import answer, printable
from backend.api.schemas.reference_query import CutFiles, CutVideos, Query, QueryEvent, QueryEvents
from backend.api.search import MOST_CODES_BYTES
from backend.api.services import Services, services
from backend.clips.cut_worker import Batch
from backend.domain.account import Permission
from backend.domain.errors import InvalidInput
from backend.search.criteria import SearchRequest
from database.queries.event_views import EventView

bp = blueprint("reference: query", __name__, prefix=None)

_DAY_MS = 86_400_000
_WAIT_S = 20.0
"""A client of the reference waits for its clips. Usual clips take milliseconds; for long ones it gets the batch."""
_LOOK_EVERY_S = 0.1


@both.post(bp, "/query", summary="Events by codes and time", responses={200: QueryEvents})
@takes_body(MOST_CODES_BYTES)
@needs(Permission.SEARCH)
def query_events(body: Query) -> Response:
    ours = services()
    from_ms, to_ms = time_range(ours, body)
    result = ours.search.search(
        SearchRequest(
            text=body.search_string,
            from_ms=from_ms,
            to_ms=to_ms,
            camera_ids=_camera_ids(ours, body.selected_cameras),
            page=body.page,
            page_size=body.page_size,
        )
    )
    found: dict[str, EventView] = {}
    for group in result.groups:
        for match in group.matches:
            found.setdefault(match.event.public_id, match.event)
    events = [event_out(view) for view in found.values()]
    total = result.groups[0].total if len(result.groups) == 1 else len(events)
    return answer(QueryEvents(events=events, total=total))


@both.post(bp, "/cut-videos", summary="Cut clips of events, by their ids", responses={200: CutFiles, 202: CutFiles})
@takes_body(8 * MIB)
@needs(Permission.CUT)
def cut_videos(body: CutVideos) -> Response:
    ours = services()
    batch = ours.cutter.enqueue([event.event_id for event in body.selected_events])
    files, failed, pending = _outcome(ours, batch)
    message = f"{len(files)} clips are ready." + (f" {pending} are still being cut." if pending else "")
    reply = CutFiles(message=message, cut_files=files, batch_id=batch.batch_id, pending=pending, failed=failed)
    return answer(reply, 202 if pending else 200)


def time_range(ours: Services, body: Query) -> tuple[int, int]:
    """Both bounds as UTC epoch ms; without both, the last `default_days`. Raises InvalidInput."""
    if body.from_time and body.to_time:
        zone = ZoneInfo(ours.settings.current().timezone)
        from_ms, to_ms = iso_ms(body.from_time, zone, "from_time"), iso_ms(body.to_time, zone, "to_time")
        if from_ms >= to_ms:
            raise InvalidInput("from_time must be before to_time.")
        return from_ms, to_ms
    now_ms = ours.clock.now_ms()
    return max(0, now_ms - body.default_days * _DAY_MS), now_ms


def iso_ms(text: str, zone: ZoneInfo, what: str) -> int:
    """ISO 8601 to UTC epoch ms; a time without offset is one of `zone`. Raises InvalidInput naming `what`."""
    try:
        at = datetime.fromisoformat(text.strip())
        at = at if at.tzinfo is not None else at.replace(tzinfo=zone)
        return max(0, round((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000))
    except (ValueError, OverflowError) as error:
        raise InvalidInput(f"{what} must be a time such as 2026-03-01T08:00:00Z.") from error


def event_out(view: EventView) -> QueryEvent:
    part = view.parts[0] if view.parts else None
    duration_s = (view.end_ms - view.start_ms) / 1000
    return QueryEvent(
        event_id=view.public_id,
        ts=part.from_ms / 1000 if part else None,
        te=part.from_ms / 1000 + duration_s if part else None,
        duration=duration_s,
        tracking_codes=json.dumps([code.text for code in view.codes], ensure_ascii=False),
        video_file=printable(part.path) if part else "",
        packing_time_start=view.start_ms,
        packing_time_end=view.end_ms,
    )


def _camera_ids(ours: Services, names: list[str]) -> tuple[int, ...]:
    known = {camera.name: camera.id for camera in ours.cameras.all()}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InvalidInput(f"There is no camera {unknown[0]!r}.")
    return tuple(known[name] for name in names)


def _outcome(ours: Services, batch: Batch) -> tuple[list[str], list[str], int]:
    """Files, failures and the number of clips still under way, after waiting a while for all of them."""
    waited_s = 0.0
    while True:
        clips = [ours.clips.get(clip.public_id) for clip in batch.clips]
        pending = sum(clip.status in ("queued", "running") for clip in clips)
        if not pending or waited_s >= _WAIT_S or ours.stop.wait(_LOOK_EVERY_S):
            files = [printable(clip.path) for clip in clips if clip.status == "done" and clip.path]
            failed = [f"{clip.event_public_id}: {clip.reason}" for clip in clips if clip.status == "failed"]
            return files, failed + [f"{one.event_id}: {one.reason}" for one in batch.refused], pending
        waited_s += _LOOK_EVERY_S
