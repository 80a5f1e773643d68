"""The first-time set-up: its steps, the space it will need, the first result on the owner's own footage."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.base import Nothing
from backend.api.schemas.site import FirstResultOut, SetupOut, SpaceOut, SpaceQuery, StepIn, StepPath
from backend.api.services import Services, services
from backend.api.site_space import space
from backend.domain.account import Permission
from backend.domain.errors import EpackError
from backend.site.first_result import FirstResult
from backend.site.progress import SetupState
from backend.sources.local import detect_cameras

bp = blueprint("setup", __name__)

_EXAMPLES = 20


@bp.get("/setup", summary="How far the first-time set-up is", responses={200: SetupOut})
@needs(Permission.READ)
def get_setup() -> Response:
    ours = services()
    return answer(setup_out(ours, ours.setup.state()))


@bp.put("/setup/steps/<step>", summary="Note that a step is done, skipped or open again", responses={200: SetupOut})
@needs(Permission.OPERATE, whole_site=True)
def mark_setup_step(path: StepPath, body: StepIn) -> Response:
    ours = services()
    return answer(setup_out(ours, ours.setup.mark(path.step, body.status)))


@bp.post("/setup/finish", summary="The set-up is over", responses={200: SetupOut})
@needs(Permission.OPERATE, whole_site=True)
def finish_setup(body: Nothing) -> Response:
    ours = services()
    return answer(setup_out(ours, ours.setup.finish()))


@bp.get("/setup/space", summary="The space that recordings, clips and store will need", responses={200: SpaceOut})
@needs(Permission.OPERATE, whole_site=True)
def get_space(query: SpaceQuery) -> Response:
    return answer(space(services(), query.clips_per_day, query.retention_clips_days))


@bp.post("/setup/first-result", summary="Analyse the newest footage before all else", responses={202: FirstResultOut})
@needs(Permission.OPERATE, whole_site=True)
def ask_first_result(body: Nothing) -> Response:
    ours = services()
    ours.first_results.ask()
    if ours.programs.status().program is None:
        ours.programs.start("default")
    else:
        ours.programs.scan_now()
    return answer(first_result_out(ours, ours.first_results.state()), 202)


@bp.get("/setup/first-result", summary="What the newest footage shows", responses={200: FirstResultOut})
@needs(Permission.OPERATE, whole_site=True)
def get_first_result() -> Response:
    ours = services()
    return answer(first_result_out(ours, ours.first_results.state()))


def setup_out(ours: Services, state: SetupState) -> SetupOut:
    # Who has set up cameras without these steps, or finished them, is not asked again.
    begun = ours.sources.all() or ours.cameras.all_stored()
    untouched = all(status == "open" for status in state.steps.values())
    needed = state.finished_ms is None and not (begun and untouched)
    return SetupOut(steps=state.steps, present=state.present, finished_ms=state.finished_ms, needed=needed)


def first_result_out(ours: Services, found: FirstResult) -> FirstResultOut:
    return FirstResultOut(
        phase=found.phase,
        from_ms=found.from_ms,
        to_ms=found.to_ms,
        media_ms=found.media_ms,
        files=found.files,
        files_done=found.files_done,
        files_failed=found.files_failed,
        progress=found.progress,
        events=len(found.event_ids),
        event_ids=list(found.event_ids[:_EXAMPLES]),
        newest_ms=_newest_ms(ours) if found.phase == "no_footage" else None,
    )


def _newest_ms(ours: Services) -> int | None:
    """When the newest file in any source was written; None when there is none."""
    newest = []
    for source in ours.sources.all(enabled_only=True):
        try:
            newest += [camera.newest_ms for camera in detect_cameras(source.path, [source.path]).cameras]
        except EpackError:
            continue  # its folder is gone: the overview says so
    return max(newest, default=None)
