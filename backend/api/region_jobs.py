"""Jobs of the region editor: what the detectors see in drawn regions, before anything is saved."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.cameras import regions_from
from backend.api.permission import needs
from backend.api.region_shapes import box_list, code_out
from backend.api.replies import answer, printable
from backend.api.schemas.base import CautionOut, Nothing
from backend.api.schemas.cameras import CameraPath
from backend.api.schemas.region_jobs import (
    CheckHands,
    CheckIn,
    CheckLabel,
    CheckOut,
    CheckTrigger,
    LookOut,
    PieceOut,
    ProposalOut,
    RegionJobOut,
    RegionJobPath,
    SuggestionOut,
    TrialCodeOut,
    TrialEventOut,
    TrialIn,
    TrialOut,
    TrialSpanOut,
)
from backend.api.services import services
from backend.domain.account import Permission
from backend.domain.event import PackingEvent
from backend.regions.suggestion import Suggestion
from backend.regions.trial import Trial
from backend.regions.verdict import Verdict
from backend.runtime.jobs import Job
from database.queries.event_views import EventView

bp = blueprint("region jobs", __name__)


@bp.post(
    "/cameras/<int:camera_id>/region-check",
    summary="Run the detectors in drawn regions on frames of several recordings",
    responses={202: RegionJobOut},
)
@needs(Permission.OPERATE)
def check_regions(path: CameraPath, body: CheckIn) -> Response:
    shown = (body.shown.recording_id, body.shown.at_ms) if body.shown else None
    return answer(job_out(services().desk.check(path.camera_id, regions_from(body.regions), shown)), 202)


@bp.post(
    "/cameras/<int:camera_id>/region-suggestion",
    summary="Propose regions from up to an hour of footage",
    responses={202: RegionJobOut},
)
@needs(Permission.OPERATE)
def suggest_regions(path: CameraPath, body: Nothing) -> Response:
    return answer(job_out(services().desk.suggest(path.camera_id)), 202)


@bp.post(
    "/cameras/<int:camera_id>/region-trial",
    summary="Analyse a stretch with drawn regions, storing nothing",
    responses={202: RegionJobOut},
)
@needs(Permission.OPERATE)
def try_regions(path: CameraPath, body: TrialIn) -> Response:
    job = services().desk.try_out(path.camera_id, regions_from(body.regions), body.from_ms, body.to_ms)
    return answer(job_out(job), 202)


@bp.get("/region-jobs/<job_id>", summary="How far a job is, and what it found", responses={200: RegionJobOut})
@needs(Permission.OPERATE)
def get_job(path: RegionJobPath) -> Response:
    return answer(job_out(services().desk.get(path.job_id)))


@bp.post("/region-jobs/<job_id>/cancel", summary="Stop a job", responses={200: RegionJobOut})
@needs(Permission.OPERATE)
def cancel_job(path: RegionJobPath, body: Nothing) -> Response:
    return answer(job_out(services().desk.cancel(path.job_id)))


def job_out(job: Job) -> RegionJobOut:
    made = RegionJobOut(
        id=job.id,
        kind=job.kind,
        status=job.status,
        progress=round(job.progress, 3),
        reason=job.reason,
        reason_code=job.reason_code,
    )
    if isinstance(job.result, Verdict):
        made.check = check_out(job.result)
    elif isinstance(job.result, Suggestion):
        made.suggestion = suggestion_out(job.result)
    elif isinstance(job.result, Trial):
        made.trial = trial_out(job.result)
    return made


def check_out(verdict: Verdict) -> CheckOut:
    trigger, hands = verdict.trigger, verdict.hands
    return CheckOut(
        frame_width=verdict.frame_width,
        frame_height=verdict.frame_height,
        looks=[
            LookOut(
                recording_id=look.moment.recording_id,
                at_ms=look.moment.at_ms,
                why=look.moment.why,
                sticker=look.sticker,
                codes=look.codes,
                hands=[box.as_list() for box in look.hands],
            )
            for look in verdict.looks
        ],
        trigger=CheckTrigger(
            set=trigger.set,
            looks=trigger.looks,
            read=trigger.read,
            covered=trigger.covered,
            px_per_module=trigger.px_per_module,
        ),
        label=CheckLabel(
            codes=[code_out(code) for code in verdict.codes],
            px_per_module=verdict.label_px_per_module,
        ),
        hands=CheckHands(looks=hands.looks, found=hands.found),
        advice=list(verdict.advice),
    )


def suggestion_out(suggestion: Suggestion) -> SuggestionOut:
    return SuggestionOut(
        frame_width=suggestion.frame_width,
        frame_height=suggestion.frame_height,
        footage_ms=suggestion.footage_ms,
        looks=suggestion.looks,
        proposals=[
            ProposalOut(
                kind=one.kind,
                box=box_list(one.box),
                reason=one.reason,
                seen=one.seen,
                looks=one.looks,
                px_per_module=one.px_per_module,
            )
            for one in suggestion.proposals
        ],
    )


def trial_out(trial: Trial) -> TrialOut:
    return TrialOut(
        from_ms=trial.from_ms,
        to_ms=trial.to_ms,
        pieces=[PieceOut.model_validate(piece) for piece in trial.pieces],
        events=[event_out(event) for event in trial.events],
        codes=[TrialCodeOut.model_validate(code) for code in trial.codes],
        spans=[TrialSpanOut.model_validate(span) for span in trial.spans],
        warnings=[CautionOut.model_validate(one) for one in trial.warnings],
        saved_events=None if trial.saved is None else [event_out(event) for event in trial.saved],
    )


def event_out(event: PackingEvent | EventView) -> TrialEventOut:
    return TrialEventOut(
        start_ms=event.start_ms,
        end_ms=event.end_ms,
        codes=[printable(code.text) for code in event.codes],
        flags=list(event.flags),
    )
