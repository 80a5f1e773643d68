"""Giving a consent back when a Drive is signed out or removed."""

from __future__ import annotations

from collections.abc import Sequence

from backend.sources.drive.login import token_of
from backend.sources.drive.sign_in import SignIns
from backend.sources.protocol import SourceLogin


def farewell(sign_ins: SignIns, login: SourceLogin, others: Sequence[SourceLogin]) -> None:
    """Google takes back everything that this client was granted by this account, so a consent that another source
    still lives on is left alone."""
    token = token_of(login.secrets)
    if token is None:
        return
    grant = (login.config.get("client_id"), token.account)
    for other in others:
        theirs = token_of(other.secrets)
        if theirs is not None and (other.config.get("client_id"), theirs.account) == grant:
            return
    sign_ins.revoke(token)
