"""The mail server: its password, and whether it works. Its other settings are among the settings."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.callers import own_user
from backend.api.permission import needs
from backend.api.replies import answer, no_content
from backend.api.schemas.accounts import MailOut, MailPasswordIn
from backend.api.schemas.base import Nothing
from backend.api.services import services
from backend.domain.account import Permission
from backend.domain.errors import Conflict

bp = blueprint("mail", __name__)


@bp.get("/mail", summary="Can mails be sent", responses={200: MailOut})
@needs(Permission.ADMIN)
def get_mail() -> Response:
    return answer(_mail())


@bp.put("/mail", summary="Keep the password of the mail server", responses={200: MailOut})
@needs(Permission.ADMIN)
def set_mail_password(body: MailPasswordIn) -> Response:
    services().post.set_password(body.password or None)
    return answer(_mail())


@bp.post("/mail/trial", summary="Send a mail to one's own address now", responses={204: None})
@needs(Permission.ADMIN)
def try_mail(body: Nothing) -> Response:
    user = own_user()
    if not user.email:
        raise Conflict("Your account has no e-mail address. Enter one on the page Users first.", code="no_own_email")
    services().post.try_out(services().accounts.notices.trial(user))
    return no_content()


def _mail() -> MailOut:
    post = services().post
    return MailOut(ready=post.ready, has_password=post.has_password())
