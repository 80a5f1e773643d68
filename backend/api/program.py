"""The programs: start, stop, progress, history."""

from __future__ import annotations

from flask import Response, request

from backend.api.blueprint import blueprint
from backend.api.callers import caller, require
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.base import CautionOut, PageQuery
from backend.api.schemas.program import CARD_LABELS, ProgramIn, ProgramOut, RunLineOut, RunList, RunOut, ScanOut
from backend.api.services import Services, services
from backend.api.sight import program_for
from backend.api.static_site import serve_page, wants_page
from backend.domain.account import Need, Permission
from backend.domain.errors import InvalidInput
from backend.scheduling.program_status import ProgramStatus

bp = blueprint("program", __name__, prefix=None)


@bp.get("/api/program", summary="What runs, and how far it is", responses={200: ProgramOut})
@needs(Permission.READ)
def get_program() -> Response:
    return answer(present_program(services()))


@bp.post("/program", doc_ui=False)
@bp.post("/api/program", summary="Run or stop a program", responses={200: ProgramOut})
@needs(Permission.OPERATE, whole_site=True)
def control_program(body: ProgramIn) -> Response:
    return answer(program_out(control(services(), body)))


@bp.get("/api/program/runs", summary="Every start of a program, newest first", responses={200: RunList})
@needs(Permission.OPERATE, whole_site=True)
def list_runs(query: PageQuery) -> Response:
    page = services().runs.list_page(page=query.page, page_size=query.page_size)
    items = [RunOut.model_validate(run) for run in page.items]
    return answer(RunList(items=items, total=page.total, page=page.page, page_size=page.page_size))


@bp.get("/program", doc_ui=False)
@needs(Permission.OPEN)
def get_program_or_page() -> Response:
    """The reference's address is also a page of the dashboard: a browser gets the page, a program the state."""
    if wants_page():
        reply = serve_page(request.path.lstrip("/"))
    else:
        require(Need(Permission.READ))
        reply = answer(present_program(services()))
    reply.vary.add("Accept")
    return reply


def present_program(ours: Services) -> ProgramOut:
    """As the present caller may see it."""
    return program_for(caller().cameras, program_out(ours.programs.status()))


def control(ours: Services, body: ProgramIn) -> ProgramStatus:
    """Raises InvalidInput, Forbidden, NotFound, Conflict."""
    if body.action == "stop":
        return ours.programs.stop()
    name = body.program or body.card
    if not name:
        raise InvalidInput("Say which program to run: first, default or custom.")
    return ours.programs.start(name, days=body.days, custom_path=body.custom_path, again=body.again)


def program_out(status: ProgramStatus) -> ProgramOut:
    return ProgramOut(
        program=status.program,
        status=status.status,
        run=RunLineOut.model_validate(status.run) if status.run else None,
        waiting=RunLineOut.model_validate(status.waiting) if status.waiting else None,
        progress=status.progress,
        eta_ms=status.eta_ms,
        files_total=status.files_total,
        files_done=status.files_done,
        files_failed=status.files_failed,
        scan=ScanOut.model_validate(status.scan) if status.scan else None,
        started_ms=status.started_ms,
        days=status.days,
        custom_path=status.custom_path,
        first_run_completed=status.first_run_completed,
        problems=[CautionOut.model_validate(one) for one in status.problems],
        current_running=CARD_LABELS[status.program] if status.program else None,
    )
