"""Signing in to Google Drive, and its folders."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from backend.api.schemas.base import Input, Loose, Output, RowId
from backend.api.schemas.remote_sources import DraftIn

State = Annotated[str, StringConstraints(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


class SignInIn(Input):
    client_id: str | None = Field(None, max_length=400, description="from the Google Cloud console; none: the source's")
    client_secret: str | None = Field(None, max_length=400)
    source_id: RowId | None = Field(None, description="sign in again for this source")


class SignInBegunOut(Output):
    url: str = Field(description="Google's consent page; open it in a new window")
    state: str = Field(description="ask with it how the sign-in is, then give it as the secret `sign_in` of the source")
    redirect: str = Field(description="where Google sends the browser back to")


class SignInPath(Input):
    state: State


class SignInOut(Output):
    state: str
    status: Literal["waiting", "done", "failed"]
    account: str = Field(description="e-mail address of whose Drive it is, once done")
    code: str = Field(description="error code of a sign-in that failed")
    message: str


class SignInAddressIn(Input):
    address: str = Field(
        max_length=8000, description="where Google sent the browser, when it could not be opened from there"
    )


class CallbackQuery(Loose):
    """What Google sends along; more than that is ignored."""

    state: State
    code: str | None = Field(None, max_length=4000)
    error: str | None = Field(None, max_length=200)


class FoldersIn(Input):
    draft: DraftIn | None = Field(None, description="a source not yet stored")
    source_id: RowId | None = Field(None, description="a stored source")
    parent: str = Field("", max_length=200, description="id of a folder; empty: the top")
    page_token: str = Field("", max_length=2000)
    search: str = Field("", max_length=200, description="folders whose name contains this, anywhere")
    fresh: bool = Field(False, description="ask Google anew instead of showing what was seen a moment ago")


class FolderOut(Output):
    id: str
    name: str
    kind: Literal["folder", "drive", "root", "shared"]
    created: str | None = None
    modified: str | None = None


class FolderLevelOut(Output):
    folders: list[FolderOut]
    next_page_token: str | None
    breadcrumb: list[FolderOut]
