"""The plan: what the licence of this installation permits, and taking another one."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.plan import LicenceIn, LicenceOut, PlanOut
from backend.api.services import Services, services
from backend.domain.account import Permission
from backend.licensing.machine import request_code

bp = blueprint("plan", __name__)


@bp.get("/plan", summary="The licence and what it permits", responses={200: PlanOut})
@needs(Permission.READ)
def get_plan() -> Response:
    return answer(_plan(services()))


@bp.post("/plan/licence", summary="Take a licence, by its signed text", responses={200: PlanOut})
@needs(Permission.ADMIN)
def install_licence(body: LicenceIn) -> Response:
    ours = services()
    ours.licence.install(body.text)
    ours.scheduler.wake()
    return answer(_plan(ours))


@bp.delete("/plan/licence", summary="Take the licence off this machine", responses={200: PlanOut})
@needs(Permission.ADMIN)
def remove_licence() -> Response:
    ours = services()
    ours.licence.remove()
    return answer(_plan(ours))


def _plan(ours: Services) -> PlanOut:
    standing, licence = ours.licence.standing(), ours.licence.licence()
    return PlanOut(
        state=standing.state.value,
        may_analyse=standing.may_analyse,
        ends_ms=standing.ends_ms,
        days_left=standing.days_left,
        warn=standing.warn,
        clock_set_back=standing.clock_set_back,
        cameras=standing.cameras,
        features=list(standing.features),
        cameras_used=sum(one.enabled for one in ours.cameras.all_stored()),
        licence=LicenceOut(
            id=licence.id,
            key=licence.key,
            product=licence.product,
            customer=licence.customer,
            email=licence.email,
            issued_ms=licence.issued_ms,
            expires_ms=licence.expires_ms,
            features=list(licence.features),
            cameras=licence.cameras,
            activations=licence.activations,
            bound=bool(licence.machine),
        )
        if licence is not None
        else None,
        request_code=request_code(ours.licence.marks()),
    )
