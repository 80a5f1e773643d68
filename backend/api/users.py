"""Accounts of others: invitations, roles, cameras, resets. For administrators."""

from __future__ import annotations

from typing import cast

from flask import Response

from backend.api.account_views import issued_out, user_out
from backend.api.blueprint import blueprint
from backend.api.callers import caller
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.accounts import (
    EndedOut,
    GoogleOut,
    GoogleSecretIn,
    InvitationIn,
    OneTimeAddressOut,
    UserList,
    UserOut,
    UserPatch,
    UserPath,
)
from backend.api.schemas.base import Nothing
from backend.api.services import services
from backend.api.session import callback_address
from backend.domain.account import Permission, User, UserChanges
from backend.domain.errors import Conflict, InvalidInput

bp = blueprint("users", __name__)


@bp.get("/users", summary="All accounts", responses={200: UserList})
@needs(Permission.ADMIN)
def list_users() -> Response:
    desk = services().accounts
    waiting = desk.people.waiting()
    items = [user_out(user, waiting.get(user.id)) for user in desk.users.all()]
    return answer(UserList(items=items, total=len(items)))


@bp.post("/users", summary="Invite somebody", responses={201: OneTimeAddressOut})
@needs(Permission.ADMIN)
def invite_user(body: InvitationIn) -> Response:
    limit = None if body.cameras is None else frozenset(body.cameras)
    user = User(0, body.name, body.role, limit, body.display_name, body.email)
    issued = services().accounts.people.invite(user)
    assert issued.user is not None
    return answer(issued_out(issued, issued.user), 201)


@bp.patch("/users/<int:user_id>", summary="Change an account", responses={200: UserOut})
@needs(Permission.ADMIN)
def change_user(path: UserPath, body: UserPatch) -> Response:
    desk = services().accounts
    changes = body.model_dump(exclude_unset=True)
    for name in ("name", "role", "display_name", "enabled"):
        if name in changes and changes[name] is None:
            raise InvalidInput(f"{name} cannot be empty.")
    if changes.get("cameras") is not None:
        changes["cameras"] = frozenset(changes["cameras"])
    after = desk.people.change(path.user_id, cast(UserChanges, changes))
    return answer(user_out(after, desk.people.waiting().get(after.id)))


@bp.delete(
    "/users/<int:user_id>", summary="Delete an account, with its sessions, keys and links", responses={204: None}
)
@needs(Permission.ADMIN)
def delete_user(path: UserPath) -> Response:
    if path.user_id == caller().user_id:
        raise Conflict("You cannot delete your own account. Another administrator can.", code="own_account")
    services().accounts.people.remove(path.user_id)
    return no_content()


@bp.post(
    "/users/<int:user_id>/address",
    summary="A new one-time address: the invitation again, or a reset of the password",
    responses={201: OneTimeAddressOut},
)
@needs(Permission.ADMIN)
def renew_address(path: UserPath, body: Nothing) -> Response:
    issued = services().accounts.people.reset(path.user_id)
    assert issued.user is not None
    return answer(issued_out(issued, issued.user), 201)


@bp.delete("/users/<int:user_id>/factor", summary="Switch a lost second factor off", responses={204: None})
@needs(Permission.ADMIN)
def drop_factor(path: UserPath) -> Response:
    services().accounts.people.drop_factor(path.user_id)
    return no_content()


@bp.delete("/users/<int:user_id>/sessions", summary="Sign somebody out everywhere", responses={200: EndedOut})
@needs(Permission.ADMIN)
def end_sessions(path: UserPath) -> Response:
    desk = services().accounts
    return answer(EndedOut(ended=desk.sessions.end_all(desk.users.get(path.user_id).id)))


@bp.get("/google-sign-in", summary="Is the sign-in with Google set up", responses={200: GoogleOut})
@needs(Permission.ADMIN)
def get_google() -> Response:
    return answer(_google())


@bp.put("/google-sign-in", summary="Keep the client secret of the sign-in with Google", responses={200: GoogleOut})
@needs(Permission.ADMIN)
def set_google(body: GoogleSecretIn) -> Response:
    services().accounts.google.set_secret(body.client_secret or None)
    return answer(_google())


def _google() -> GoogleOut:
    google = services().accounts.google
    return GoogleOut(ready=google.ready(), has_secret=google.has_secret(), redirect_uri=callback_address())
