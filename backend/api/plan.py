"""The plan: what the licence of this installation permits, and taking another one."""

from __future__ import annotations

from flask import Response, request

from backend.api.blueprint import blueprint
from backend.api.callers import caller
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.base import Nothing
from backend.api.schemas.desk import ActivateIn, BuyIn, OwnOrderOut, PackageList, PackageOut
from backend.api.schemas.plan import LicenceIn, LicenceOut, PlanOut
from backend.api.services import Services, services
from backend.domain.account import Permission
from backend.domain.payment import CURRENCY
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
    ours.buying.install(body.text)
    return answer(_plan(ours))


@bp.delete("/plan/licence", summary="Take the licence off; its key may go elsewhere", responses={200: PlanOut})
@needs(Permission.ADMIN)
def remove_licence() -> Response:
    ours = services()
    ours.buying.release()
    return answer(_plan(ours))


@bp.get("/plan/packages", summary="What can be bought, and where", responses={200: PackageList})
@needs(Permission.READ)
def plan_packages() -> Response:
    buying = services().buying
    items = [PackageOut.model_validate(one) for one in buying.packages()]
    return answer(PackageList(seller=buying.seller, currency=CURRENCY, items=items))


@bp.post("/plan/order", summary="Buy a package; it is paid at the checkout address", responses={201: OwnOrderOut})
@needs(Permission.ADMIN)
def buy(body: BuyIn) -> Response:
    return_to = f"{request.host_url}plan/"
    order = services().buying.order(body.package, body.customer, body.email, return_to)
    return answer(OwnOrderOut.model_validate(order), 201)


@bp.get("/plan/order", summary="The order of this installation, as it is known here", responses={200: OwnOrderOut})
@needs(Permission.ADMIN)
def get_own_order() -> Response:
    return answer(OwnOrderOut.model_validate(services().buying.current()))


@bp.post("/plan/order/refresh", summary="Ask how the order stands", responses={200: OwnOrderOut})
@needs(Permission.ADMIN)
def refresh_own_order(body: Nothing) -> Response:
    return answer(OwnOrderOut.model_validate(services().buying.refresh()))


@bp.delete("/plan/order", summary="Give the order up, or put a settled one away", responses={204: None})
@needs(Permission.ADMIN)
def forget_own_order() -> Response:
    services().buying.forget()
    return no_content()


@bp.post("/plan/activation", summary="Activate a key on this machine", responses={200: PlanOut})
@needs(Permission.ADMIN)
def activate_key(body: ActivateIn) -> Response:
    ours = services()
    ours.buying.activate(body.key)
    return answer(_plan(ours))


def _plan(ours: Services) -> PlanOut:
    """Whose the licence is and what names this machine is for administrators only."""
    administers = Permission.ADMIN in caller().permissions
    standing, licence = ours.licence.standing(), ours.licence.licence() if administers else None
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
        releases_waiting=ours.buying.releases_waiting() if administers else 0,
        request_code=request_code(ours.licence.marks()) if administers else "",
    )
