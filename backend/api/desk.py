"""The vendor's desk: what installations and PayOS ask it, and what the vendor does at it."""

from __future__ import annotations

from flask import Response, jsonify, request

from backend.api.audit import tell
from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.base import Nothing
from backend.api.schemas.desk import (
    ActivationIn,
    DeskIn,
    DeskOrderList,
    DeskOrderOut,
    DeskOut,
    HeartbeatOut,
    HookIn,
    InstallationIn,
    LicencePath,
    LicenceTextOut,
    OpenedOrderOut,
    OrderIn,
    OrderPath,
    OrderStandingOut,
    PackageList,
    PackageOut,
    ReleasedOut,
    TokenIn,
)
from backend.api.services import services
from backend.domain.account import Permission
from backend.domain.errors import Conflict, NotFound
from backend.domain.payment import CURRENCY
from backend.payments.selling import Selling
from database.repositories.orders import Order

bp = blueprint("vendor's desk", __name__)
hooks = blueprint("webhooks", __name__, prefix=None)
_PAYOS_HOOK = "/webhook/payos"


@hooks.post(_PAYOS_HOOK, summary="PayOS tells of a payment", responses={200: None})
@needs(Permission.OPEN)
def payos_webhook() -> Response:
    _desk().desk.hook(request.get_json())
    return jsonify({"success": True})


@bp.get("/desk/packages", summary="What is on sale", responses={200: PackageList})
@needs(Permission.OPEN)
def desk_packages() -> Response:
    items = [PackageOut.model_validate(one) for one in _desk().desk.packages()]
    return answer(PackageList(seller="here", currency=CURRENCY, items=items))


@bp.post("/desk/orders", summary="Open an order for an installation", responses={201: OpenedOrderOut})
@needs(Permission.OPEN)
def open_desk_order(body: OrderIn) -> Response:
    opened = _desk().desk.open(body.package, body.customer, body.email, body.machine, body.return_to)
    order = opened.order
    out = OpenedOrderOut(
        order_code=order.order_code,
        token=opened.token,
        checkout_url=order.checkout_url or "",
        amount=order.amount,
        currency=order.currency,
        expires_ms=order.expires_ms,
    )
    return answer(out, 201)


@bp.post("/desk/orders/<int:order_code>", summary="How an order stands", responses={200: OrderStandingOut})
@needs(Permission.OPEN)
def desk_order(path: OrderPath, body: TokenIn) -> Response:
    desk = _desk().desk
    order = desk.standing(path.order_code, body.token)
    return answer(OrderStandingOut(status=order.status.value, licence=desk.licence_of(order)))


@bp.post("/desk/activations", summary="The licence of a key for one machine", responses={200: LicenceTextOut})
@needs(Permission.OPEN)
def activate_at_desk(body: ActivationIn) -> Response:
    return answer(LicenceTextOut(licence=_desk().desk.activate(body.key, body.machine, body.device)))


@bp.post("/desk/heartbeats", summary="An installation lives", responses={200: HeartbeatOut})
@needs(Permission.OPEN)
def desk_heartbeat(body: InstallationIn) -> Response:
    return answer(HeartbeatOut(revoked=not _desk().desk.beat(body.id, body.machine)))


@bp.post("/desk/releases", summary="A licence leaves a machine", responses={200: ReleasedOut})
@needs(Permission.OPEN)
def release_at_desk(body: InstallationIn) -> Response:
    return answer(ReleasedOut(released=_desk().desk.deactivate(body.id, body.machine)))


# The vendor


@bp.get("/desk/config", summary="How the desk is set up, without secrets", responses={200: DeskOut})
@needs(Permission.ADMIN)
def get_desk() -> Response:
    return answer(_out())


@bp.put("/desk/config", summary="Set the desk up; secrets left out stay", responses={200: DeskOut})
@needs(Permission.ADMIN)
def set_up_desk(body: DeskIn) -> Response:
    services().selling.set_up(body.config)
    return answer(_out())


@bp.post("/desk/webhook", summary="Have PayOS send its webhooks here", responses={204: None})
@needs(Permission.ADMIN)
def announce_webhook(body: HookIn) -> Response:
    _desk().desk.announce_hook(f"{body.address.rstrip('/')}{_PAYOS_HOOK}")
    return no_content()


@bp.delete("/desk/config", summary="Sell no more; orders and licences stay", responses={204: None})
@needs(Permission.ADMIN)
def close_desk() -> Response:
    services().selling.close_desk()
    return no_content()


@bp.get("/desk/orders", summary="The newest orders", responses={200: DeskOrderList})
@needs(Permission.ADMIN)
def desk_orders() -> Response:
    return answer(DeskOrderList(items=[_order_out(one) for one in services().selling.orders.latest()]))


@bp.post("/desk/orders/<int:order_code>/refund", summary="Money was given back", responses={200: DeskOrderOut})
@needs(Permission.ADMIN)
def refund_order(path: OrderPath, body: Nothing) -> Response:
    selling = _desk()
    selling.orders.get(path.order_code)
    if not selling.desk.refund(path.order_code):
        raise Conflict("Only a paid order can be given back.", code="order_not_paid")
    return answer(_order_out(selling.orders.get(path.order_code)))


@bp.post("/desk/licences/<licence>/revoke", summary="Take a licence back, by id or key", responses={204: None})
@needs(Permission.ADMIN)
def revoke_licence(path: LicencePath, body: Nothing) -> Response:
    ours = services()
    tell(licence_id=ours.selling.licences.revoke(path.licence, now_ms=ours.clock.now_ms()))
    return no_content()


def _desk() -> Selling:
    selling = services().selling
    if not selling.is_open:
        raise NotFound("Nothing is sold here.", code="no_desk")
    return selling


def _out() -> DeskOut:
    config = services().selling.config()
    return DeskOut(
        open=config is not None,
        client_id=config.client_id if config else None,
        packages=[PackageOut.model_validate(one) for one in config.packages] if config else [],
        mail=f"{config.mail.host}, {config.mail.sender}" if config and config.mail else None,
    )


def _order_out(order: Order) -> DeskOrderOut:
    return DeskOrderOut(
        order_code=order.order_code,
        status=order.status.value,
        package=order.package.name,
        customer=order.customer,
        email=order.email,
        amount=order.amount,
        paid_amount=order.paid_amount,
        currency=order.currency,
        reference=order.reference,
        license_id=order.license_id,
        created_ms=order.created_ms,
        paid_ms=order.paid_ms,
    )
