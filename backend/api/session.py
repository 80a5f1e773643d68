"""Signing in and out, and who one is."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from flask import Response, g, redirect, request

from backend.accounts.sessions import caller_of
from backend.accounts.sign_in import SignedIn
from backend.api.account_views import user_out
from backend.api.audit import tell, tell_refused
from backend.api.blueprint import blueprint
from backend.api.callers import caller, own_session
from backend.api.cookies import ATTEMPT, SESSION, drop_cookie, keep_attempt, keep_signed_in, origin_of, read_cookie
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.accounts import (
    AcceptIn,
    AddressOut,
    CodeInput,
    GoogleAnswer,
    GoogleQuery,
    SessionOut,
    SignInIn,
    TokenIn,
)
from backend.api.services import services
from backend.domain.account import NOBODY, Caller, Permission, Role, User
from backend.domain.errors import EpackError, SignInNeeded

bp = blueprint("session", __name__)

CALLBACK = "/api/session/google/callback"
_SIGN_IN_PAGE = "/sign-in/"


@bp.get("/session", summary="Who one is, and what is permitted", responses={200: SessionOut})
@needs(Permission.OPEN)
def get_session() -> Response:
    return answer(session_out(caller(), g.user, factor_due=g.session is not None and g.session.factor_due))


@bp.post("/session", summary="Sign in with a password", responses={200: SessionOut})
@needs(Permission.OPEN)
def sign_in(body: SignInIn) -> Response:
    return _begun(services().accounts.sign_in.with_password(body.name, body.password, origin_of(request)))


@bp.post("/session/code", summary="Give the second factor", responses={200: SessionOut})
@needs(Permission.OPEN)
def give_code(body: CodeInput) -> Response:
    session = own_session()
    if not session.factor_due:
        raise SignInNeeded("Sign in with name and password first.")
    return _begun(services().accounts.sign_in.with_factor(session, body.code, origin_of(request)))


@bp.delete("/session", summary="Sign out", responses={204: None})
@needs(Permission.OPEN)
def sign_out() -> Response:
    if g.session is not None:
        services().accounts.sessions.end(g.session.user_id, g.session.public_id)
    reply = no_content()
    drop_cookie(reply, request, SESSION)
    return reply


@bp.get("/session/google", summary="Sign in with Google", responses={303: None})
@needs(Permission.OPEN)
def begin_google(query: GoogleQuery) -> Response:
    try:
        address, kept = services().accounts.google.begin(callback_address(), page_of_ours(query.next))
    except EpackError as error:
        return _told(error)
    reply = _sent(address)
    keep_attempt(reply, request, kept)
    return reply


@bp.get("/session/google/callback", summary="Where Google sends the browser back to", responses={303: None})
@needs(Permission.OPEN)
def finish_google(query: GoogleAnswer) -> Response:
    desk = services().accounts
    try:
        if query.error or not query.code:
            raise SignInNeeded("The sign-in was not finished at Google.", code="google_begin_again")
        user, page = desk.google.finish(read_cookie(request, ATTEMPT), query.state, query.code)
        signed_in = desk.sign_in.open(user, "google", origin_of(request))
    except EpackError as error:
        tell_refused(error.code)
        reply = _told(error)
    else:
        tell(name=user.name)
        due = signed_in.opened.session.factor_due
        reply = _sent(f"{_SIGN_IN_PAGE}?next={quote(page, safe='')}" if due else page)
        keep_signed_in(reply, request, signed_in)
    drop_cookie(reply, request, ATTEMPT)
    return reply


@bp.post("/one-time-address", summary="What a one-time address is for", responses={200: AddressOut})
@needs(Permission.OPEN)
def look_at_address(body: TokenIn) -> Response:
    ours = services()
    found, user = ours.accounts.people.look(body.token)
    return answer(
        AddressOut(
            kind=found.kind,
            name=user.name if user else None,
            role=user.role if user else Role.ADMIN,
            shortest_password=ours.settings.current().password_min_length,
            expires_ms=found.expires_ms,
        )
    )


@bp.post("/one-time-address/accept", summary="Set the password, and be signed in", responses={200: SessionOut})
@needs(Permission.OPEN)
def accept_address(body: AcceptIn) -> Response:
    desk = services().accounts
    user = desk.people.accept(body.token, body.password, body.name)
    tell(name=user.name)
    return _begun(desk.sign_in.open(user, "address", origin_of(request)))


def session_out(who: Caller, user: User | None, *, factor_due: bool = False) -> SessionOut:
    desk = services().accounts
    setup_needed, google = who.role is None and desk.people.setup_needed(), desk.google.ready()
    return SessionOut(
        signed_in=who.role is not None,
        factor_due=factor_due,
        setup_needed=setup_needed,
        sign_in_possible=not setup_needed or desk.users.anybody_signs_in(google=google),
        google=google,
        user=user_out(user) if user is not None and who.role is not None else None,
        permissions=sorted(who.permissions),
        whole_site=who.role is not None and who.cameras is None,
    )


def callback_address() -> str:
    return request.host_url.rstrip("/") + CALLBACK


def page_of_ours(address: str) -> str:
    """The path of one of our pages, or the first page: nobody is sent to another site from here."""
    parts = urlsplit(address)
    strange = parts.scheme or parts.netloc or "\\" in address or not address.isprintable()
    return address if address.startswith("/") and not address.startswith("//") and not strange else "/"


def _begun(signed_in: SignedIn) -> Response:
    session = signed_in.opened.session
    who = NOBODY if session.factor_due else caller_of(session, signed_in.user)
    reply = answer(session_out(who, signed_in.user, factor_due=session.factor_due))
    keep_signed_in(reply, request, signed_in)
    return reply


def _told(error: EpackError) -> Response:
    """A browser stands here, not a program: the page says it in the person's language."""
    return _sent(f"{_SIGN_IN_PAGE}?error={quote(error.code)}")


def _sent(address: str) -> Response:
    reply = redirect(address, 303)
    reply.headers["Referrer-Policy"] = "no-referrer"
    return reply  # type: ignore[return-value]
