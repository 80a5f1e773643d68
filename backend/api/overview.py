"""The overview: what runs, what today brought, how long the disk lasts, and what is wrong."""

from __future__ import annotations

import os
from collections.abc import Sequence

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.callers import caller
from backend.api.permission import needs
from backend.api.program import present_program
from backend.api.replies import answer, printable
from backend.api.schemas.base import Nothing
from backend.api.schemas.site import (
    FreedOut,
    GrowthOut,
    HourOut,
    OverviewOut,
    ProblemOut,
    SumsOut,
)
from backend.api.services import Services, services
from backend.api.site_space import disk_of, free, freeable_bytes, growth
from backend.api.source_actions import is_away
from backend.domain.account import Permission
from backend.domain.recording import RecordingStatus
from backend.domain.source import SourceState
from backend.site.day import day_of, first_of_days
from backend.site.problems import Facts, FetchTrouble, LiveTrouble, is_tight, problems
from backend.site.space import days_left
from database.queries.failure_counts import failure_counts
from database.repositories.sources import VideoSource

bp = blueprint("overview", __name__)

_LOST_AFTER_MS = 30_000
_FAILURES = 3
_WEEK = 7
"""Days, today among them."""


@bp.get("/overview", summary="Today, the disk, and what is wrong", responses={200: OverviewOut})
@needs(Permission.READ)
def get_overview() -> Response:
    ours = services()
    now_ms, zone = ours.clock.now_ms(), ours.settings.current().timezone
    day_from_ms, day_to_ms = day_of(now_ms, zone)
    facts, disk, grown = ours.site_facts, disk_of(ours), growth(ours)
    lasts = days_left(disk.free_bytes, grown.total_bytes)
    return answer(
        OverviewOut(
            now_ms=now_ms,
            timezone=zone,
            day_from_ms=day_from_ms,
            day_to_ms=day_to_ms,
            program=present_program(ours),
            hours=[HourOut.model_validate(hour) for hour in facts.hours(day_from_ms, day_to_ms)],
            today=SumsOut.model_validate(facts.sums(day_from_ms, day_to_ms)),
            week=SumsOut.model_validate(facts.sums(first_of_days(now_ms, zone, _WEEK), day_to_ms)),
            disk=disk,
            growth=GrowthOut.model_validate(grown),
            days_left=lasts,
            problems=[ProblemOut.model_validate(one) for one in problems(_facts(ours, disk.free_bytes, lasts))],
        )
    )


@bp.post("/storage/free", summary="Delete copies for the browser; all can be made again", responses={200: FreedOut})
@needs(Permission.OPERATE, whole_site=True)
def free_space(body: Nothing) -> Response:
    return answer(FreedOut(freed_bytes=free(services())))


def _facts(ours: Services, free_bytes: int, lasts: float | None) -> Facts:
    cameras = ours.cameras.all_stored()
    # Sources bring the footage of many cameras: their troubles are not for who may see only some.
    sources = ours.sources.all(enabled_only=True) if caller().cameras is None else []
    counts = ours.recordings.counts()
    bare = [
        (one.camera.id, one.camera.name)
        for one in cameras
        if one.enabled and not any((one.camera.regions.trigger, one.camera.regions.label, one.camera.regions.packing))
    ]
    return Facts(
        cameras=len(cameras),
        cameras_bare=bare,
        sources_gone=[printable(source.path) for source in sources if is_away(source)],
        program_active=ours.programs.status().program is not None,
        waiting=counts[RecordingStatus.PENDING],
        failures=[
            (one.reason_code, one.count, printable(os.path.basename(one.example))) for one in failure_counts(ours.store)
        ],
        disk_free_bytes=free_bytes,
        days_left=lasts,
        freeable_bytes=freeable_bytes(ours) if is_tight(free_bytes, lasts) else 0,
        unhealthy=list(ours.scheduler.status().unhealthy),
        restart_keys=ours.settings.awaiting_restart(),
        licence=ours.licence.standing(),
        restore_waits=ours.backups.state().staged,
        live=_lost_cameras(ours, {one.camera.id: one.camera.name for one in cameras}),
        fetching=_troubled_sources(ours, sources),
    )


def _lost_cameras(ours: Services, names: dict[int, str]) -> list[LiveTrouble]:
    """Live cameras that have not been recorded for a while: one that is back after a moment is no problem. `names`:
    of the cameras that the caller may see."""
    before_ms = ours.clock.now_ms() - _LOST_AFTER_MS
    return [
        LiveTrouble(one.camera_id, names[one.camera_id], one.trouble, one.since_ms)
        for one in ours.live.statuses()
        if one.camera_id in names
        and one.trouble is not None
        and (one.state is SourceState.FAILED or one.since_ms < before_ms)
    ]


def _troubled_sources(ours: Services, sources: Sequence[VideoSource]) -> list[FetchTrouble]:
    """Sources with files that failed, or went wrong several times in a row: one passing trouble is no problem."""
    names = {source.id: source.name for source in sources}
    return [
        FetchTrouble(one.source_id, names[one.source_id], one.trouble, one.state is SourceState.FAILED)
        for one in ours.sync.lines()
        if one.source_id in names
        and not one.paused
        and one.trouble is not None
        and (one.state is SourceState.FAILED or one.failures >= _FAILURES)
    ]
