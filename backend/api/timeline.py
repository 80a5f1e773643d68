"""The day of every camera, the days that have footage, and playing from any instant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.files import send_play
from backend.api.permission import needs
from backend.api.replies import answer, printable
from backend.api.schemas.recordings import PlayOut
from backend.api.schemas.timeline import (
    CameraDayOut,
    CameraMomentPath,
    DayEventOut,
    DayQuery,
    DayRecordingOut,
    DayUnreadOut,
    FootageDayOut,
    FootageDaysOut,
    GapOut,
    MomentOut,
    MomentQuery,
    MonthQuery,
    MoreEventsOut,
    MoreEventsQuery,
    PiecePath,
    StretchOut,
    TimelineDayOut,
)
from backend.api.services import services
from backend.domain.account import Permission
from backend.domain.calendar import days_of_month, parse_day
from backend.timeline.service import CameraDay
from database.queries.day_view import DayEvent, Place

bp = blueprint("timeline", __name__)

_VIDEO = {"content": {"video/mp4": {"schema": {"type": "string", "format": "binary"}}}}


@bp.get("/timeline", summary="A day of every camera", responses={200: TimelineDayOut})
@needs(Permission.READ)
def timeline_day(query: DayQuery) -> Response:
    ours = services()
    shown = ours.timeline.day(parse_day(query.day), query.camera_id or ())
    return answer(
        TimelineDayOut(day=query.day, now_ms=ours.clock.now_ms(), cameras=[_camera_day(camera) for camera in shown])
    )


@bp.get("/timeline/days", summary="The days of a month that have footage", responses={200: FootageDaysOut})
@needs(Permission.READ)
def timeline_days(query: MonthQuery) -> Response:
    found = services().timeline.days(days_of_month(query.month))
    days = [
        FootageDayOut(day=one.day.isoformat(), cameras=one.cameras, footage_ms=one.footage_ms) for one in found.days
    ]
    first, last = (None if day is None else day.isoformat() for day in (found.first, found.last))
    return answer(FootageDaysOut(days=days, first_day=first, last_day=last))


@bp.get(
    "/cameras/<int:camera_id>/day-events",
    summary="The events of a full day behind those of the first answer",
    responses={200: MoreEventsOut},
)
@needs(Permission.READ)
def day_events(path: CameraMomentPath, query: MoreEventsQuery) -> Response:
    start_ms, row = query.after.split("-")
    found, more = services().timeline.more_events(parse_day(query.day), path.camera_id, (int(start_ms), int(row)))
    return answer(MoreEventsOut(events=_events(found), more_events=_place_text(more)))


@bp.get("/cameras/<int:camera_id>/moment", summary="What shows an instant of a camera", responses={200: MomentOut})
@needs(Permission.READ)
def camera_moment(path: CameraMomentPath, query: MomentQuery) -> Response:
    found = services().camera_player.find(path.camera_id, query.at_ms)
    recording = found.recording
    ending = "video" if found.piece is None else f"pieces/{found.piece}"
    return answer(
        MomentOut(
            camera_id=recording.camera_id,
            recording_id=recording.id,
            file_name=printable(Path(recording.path).name),
            at_ms=found.at_ms,
            video_url=f"/api/recordings/{recording.id}/{ending}",
            video_from_ms=found.video_from_ms,
            video_to_ms=found.video_to_ms,
            next_ms=found.next_ms,
        )
    )


@bp.get(
    "/recordings/<int:recording_id>/pieces/<int:piece>",
    summary="A piece of a recording that no browser plays, converted",
    description="Takes ranges. 202 with the progress while it is converted. `moment` says which piece shows what.",
    responses={200: _VIDEO, 206: _VIDEO, 202: PlayOut},
)
@needs(Permission.READ)
def recording_piece(path: PiecePath) -> Response:
    return send_play(services().camera_player.open_piece(path.recording_id, path.piece))


def _camera_day(one: CameraDay) -> CameraDayOut:
    return CameraDayOut(
        camera_id=one.camera_id,
        camera_name=one.camera_name,
        timezone=one.timezone,
        from_ms=one.from_ms,
        to_ms=one.to_ms,
        working=[StretchOut(from_ms=from_ms, to_ms=to_ms) for from_ms, to_ms in one.working],
        recordings=[
            DayRecordingOut(
                id=recording.id,
                from_ms=recording.from_ms,
                to_ms=recording.to_ms,
                status=recording.status,
                reason_code=recording.reason_code,
                reason=recording.reason,
                progress=recording.progress,
                file_name=printable(Path(recording.path).name),
                length_known=recording.length_known,
            )
            for recording in one.recordings
        ],
        gaps=[GapOut(from_ms=gap.from_ms, to_ms=gap.to_ms, cause=gap.cause, filling=gap.filling) for gap in one.gaps],
        events=_events(one.events),
        unread=[DayUnreadOut.model_validate(label) for label in one.unread],
        more_events=_place_text(one.more),
    )


def _events(events: Sequence[DayEvent]) -> list[DayEventOut]:
    return [
        DayEventOut(
            id=event.public_id,
            start_ms=event.start_ms,
            end_ms=event.end_ms,
            codes=[printable(code) for code in event.codes],
            flags=list(event.flags),
        )
        for event in events
    ]


def _place_text(place: Place | None) -> str | None:
    return None if place is None else f"{place[0]}-{place[1]}"
