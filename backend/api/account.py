"""One's own account: password, devices, second factor, API keys."""

from __future__ import annotations

from flask import Response, g, request

from backend.api.account_views import key_out
from backend.api.blueprint import blueprint
from backend.api.callers import caller, own_session, own_user
from backend.api.cookies import keep_session
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.accounts import (
    AccountIn,
    CodeInput,
    ConfirmIn,
    DeviceList,
    DeviceOut,
    DevicePath,
    EndedOut,
    EnrolmentOut,
    FactorOut,
    KeyIn,
    KeyList,
    KeyPath,
    MadeKeyOut,
    PasswordIn,
    RecoveryCodesOut,
    SessionOut,
)
from backend.api.services import services
from backend.api.session import session_out
from backend.domain.account import Permission, User

bp = blueprint("account", __name__)


@bp.patch("/account", summary="Change one's shown name", responses={200: SessionOut})
@needs(Permission.ACCOUNT)
def change_account(body: AccountIn) -> Response:
    user = services().accounts.people.change(own_user().id, {"display_name": body.display_name})
    return answer(session_out(caller(), user))


@bp.put("/account/password", summary="Change one's password; other sessions end", responses={200: SessionOut})
@needs(Permission.ACCOUNT)
def change_password(body: PasswordIn) -> Response:
    desk, user, session = services().accounts, own_user(), own_session()
    desk.sign_in.confirm_password(user, body.present)
    desk.people.set_password(user, body.password, keep_session=session.public_id)
    return _rotated(answer(session_out(caller(), user)))


@bp.get("/account/sessions", summary="Where one is signed in", responses={200: DeviceList})
@needs(Permission.ACCOUNT)
def list_devices() -> Response:
    own = own_session()
    items = [
        DeviceOut(
            id=one.public_id,
            current=one.public_id == own.public_id,
            provider=one.provider,
            user_agent=one.user_agent,
            address=one.address,
            created_ms=one.created_ms,
            seen_ms=one.seen_ms,
            expires_ms=one.expires_ms,
        )
        for one in services().accounts.sessions.of_user(own.user_id)
        if not one.factor_due
    ]
    return answer(DeviceList(items=items, total=len(items)))


@bp.delete("/account/sessions", summary="Sign out everywhere else", responses={200: EndedOut})
@needs(Permission.ACCOUNT)
def end_other_devices() -> Response:
    own = own_session()
    return answer(EndedOut(ended=services().accounts.sessions.end_all(own.user_id, but=own.public_id)))


@bp.delete("/account/sessions/<session_id>", summary="Sign out at one device", responses={204: None})
@needs(Permission.ACCOUNT)
def end_device(path: DevicePath) -> Response:
    services().accounts.sessions.end(own_session().user_id, path.session_id)
    return no_content()


@bp.get("/account/factor", summary="Is the second factor on", responses={200: FactorOut})
@needs(Permission.ACCOUNT)
def get_factor() -> Response:
    user = own_user()
    left = services().accounts.factor.recovery_codes_left(user.id)
    return answer(FactorOut(on=user.second_factor, recovery_codes_left=left))


@bp.post("/account/factor", summary="Begin a second factor", responses={200: EnrolmentOut})
@needs(Permission.ACCOUNT)
def begin_factor(body: ConfirmIn) -> Response:
    desk, user = services().accounts, own_user()
    _confirm(user, body.password)
    return answer(EnrolmentOut.model_validate(desk.factor.begin(user)))


@bp.put("/account/factor", summary="Switch the second factor on", responses={200: RecoveryCodesOut})
@needs(Permission.ACCOUNT)
def confirm_factor(body: CodeInput) -> Response:
    desk, user = services().accounts, own_user()
    codes = desk.factor.confirm(user, body.code)
    desk.sessions.end_all(user.id, but=own_session().public_id)
    return _rotated(answer(RecoveryCodesOut(codes=codes)))


@bp.delete("/account/factor", summary="Switch the second factor off", responses={200: FactorOut})
@needs(Permission.ACCOUNT)
def drop_own_factor(body: ConfirmIn) -> Response:
    desk, user = services().accounts, own_user()
    _confirm(user, body.password)
    desk.factor.switch_off(user.id)
    return _rotated(answer(FactorOut(on=False, recovery_codes_left=0)))


@bp.post("/account/factor/recovery-codes", summary="New recovery codes", responses={200: RecoveryCodesOut})
@needs(Permission.ACCOUNT)
def renew_recovery_codes(body: ConfirmIn) -> Response:
    desk, user = services().accounts, own_user()
    _confirm(user, body.password)
    return answer(RecoveryCodesOut(codes=desk.factor.new_recovery_codes(user.id) if user.second_factor else []))


@bp.get("/account/keys", summary="One's API keys", responses={200: KeyList})
@needs(Permission.ACCOUNT)
def list_keys() -> Response:
    items = [key_out(key) for key in services().accounts.keys.of_user(own_user().id)]
    return answer(KeyList(items=items, total=len(items)))


@bp.post("/account/keys", summary="Make an API key", responses={201: MadeKeyOut})
@needs(Permission.ACCOUNT)
def make_key(body: KeyIn) -> Response:
    scopes = [Permission(scope) for scope in body.scopes]
    made = services().accounts.keys.make(own_user(), body.name, scopes, body.days)
    return answer(MadeKeyOut(**key_out(made.key).model_dump(), secret=made.secret), 201)


@bp.delete("/account/keys/<int:key_id>", summary="Revoke an API key", responses={204: None})
@needs(Permission.ACCOUNT)
def revoke_key(path: KeyPath) -> Response:
    services().accounts.keys.revoke(own_user().id, path.key_id)
    return no_content()


def _confirm(user: User, password: str) -> None:
    """Whoever has no password signed in with Google just now or before; there is nothing more to ask for."""
    if user.has_password:
        services().accounts.sign_in.confirm_password(user, password)


def _rotated(reply: Response) -> Response:
    """Another token for this session: what was before must not open what is now."""
    opened = services().accounts.sessions.rotate(own_session())
    g.session = opened.session
    keep_session(reply, request, opened.token)
    return reply
