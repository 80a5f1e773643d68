"""Sign-in, accounts, sessions, keys, links."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from backend.api.schemas.base import Input, Loose, Output, PublicId, RowId
from backend.domain.account import Permission, Role

Secret = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
SignInName = Annotated[str, StringConstraints(min_length=1, max_length=254)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Scope = Literal["read", "search", "cut", "operate", "admin"]


class UserOut(Output):
    id: int
    name: str
    display_name: str
    email: str | None
    photo_url: str | None
    role: Role
    cameras: list[int] | None = Field(description="Which cameras they may see; null: all")
    enabled: bool
    has_password: bool
    google: bool = Field(description="A Google account is tied to it")
    second_factor: bool
    created_ms: int
    last_login_ms: int | None
    invited_until_ms: int | None = Field(None, description="When its open one-time address ends")


class SessionOut(Output):
    """Who one is, and what pages may show."""

    signed_in: bool
    factor_due: bool = Field(description="The password was right; the code of the second factor is still to come")
    setup_needed: bool = Field(description="There is no administrator yet; the console shows where one is made")
    sign_in_possible: bool = Field(description="Some account can be signed in to, be there an administrator or not")
    google: bool = Field(description="Signing in with Google is possible")
    user: UserOut | None
    permissions: list[Permission]
    whole_site: bool = Field(description="What concerns all cameras is permitted too")


class SignInIn(Input):
    name: SignInName
    password: Secret


class CodeInput(Input):
    code: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class GoogleQuery(Input):
    next: Annotated[str, StringConstraints(max_length=2000)] = "/"


class GoogleAnswer(Loose):
    """What the provider sends back; it may add more."""

    state: str = ""
    code: str = ""
    error: str = ""


class TokenIn(Input):
    token: Secret


class AddressOut(Output):
    kind: Literal["setup", "invitation", "reset"]
    name: str | None = Field(description="Whose account it is; null: the first administrator chooses a name")
    role: Role
    shortest_password: int
    expires_ms: int


class AcceptIn(Input):
    token: Secret
    password: Secret
    name: SignInName | None = None


class AccountIn(Input):
    display_name: Text


class PasswordIn(Input):
    present: Secret
    password: Secret


class ConfirmIn(Input):
    password: Secret


class DeviceOut(Output):
    id: str
    current: bool
    provider: str
    user_agent: str
    address: str
    created_ms: int
    seen_ms: int
    expires_ms: int


class DeviceList(Output):
    items: list[DeviceOut]
    total: int


class DevicePath(Input):
    session_id: PublicId


class EndedOut(Output):
    ended: int


class EnrolmentOut(Output):
    secret: str
    address: str = Field(description="What the QR code for the authenticator app holds")
    picture: str = Field(description="That QR code: an SVG as a data address")


class RecoveryCodesOut(Output):
    codes: list[str] = Field(description="Shown once; each stands in for one code of the app")


class FactorOut(Output):
    on: bool
    recovery_codes_left: int


class KeyIn(Input):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    scopes: list[Scope] = Field(min_length=1, max_length=5)
    days: int | None = Field(90, ge=1, le=3650, description="How long it holds; null: until it is revoked")


class KeyOut(Output):
    id: int
    name: str
    prefix: str
    scopes: list[Permission]
    created_ms: int
    expires_ms: int | None
    used_ms: int | None


class MadeKeyOut(KeyOut):
    secret: str = Field(description="Shown once")


class KeyList(Output):
    items: list[KeyOut]
    total: int


class KeyPath(Input):
    key_id: RowId


class UserPath(Input):
    user_id: RowId


class InvitationIn(Input):
    name: SignInName
    role: Role
    display_name: Text = ""
    email: Annotated[str, StringConstraints(max_length=254)] | None = None
    cameras: list[RowId] | None = Field(None, max_length=1000, description="null: all cameras")


class UserPatch(Input):
    name: SignInName | None = None
    role: Role | None = None
    display_name: Text | None = None
    email: Annotated[str, StringConstraints(max_length=254)] | None = None
    cameras: list[RowId] | None = Field(None, max_length=1000, description="null: all cameras")
    enabled: bool | None = None


class OneTimeAddressOut(Output):
    """Shown once. `address` is relative to the dashboard."""

    user: UserOut
    kind: Literal["setup", "invitation", "reset"]
    address: str
    expires_ms: int


class UserList(Output):
    items: list[UserOut]
    total: int


class GoogleOut(Output):
    ready: bool
    has_secret: bool
    redirect_uri: str = Field(description="What is entered in the provider's console")


class GoogleSecretIn(Input):
    client_secret: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] | None = Field(
        description="null or empty: forget it"
    )


class MailOut(Output):
    ready: bool = Field(description="Mails can be sent: by the settings, or by the vendor's desk of this installation")
    has_password: bool


class MailPasswordIn(Input):
    password: Annotated[str, StringConstraints(max_length=500)] | None = Field(description="null or empty: forget it")


class LinkIn(Input):
    hours: int = Field(72, ge=1, le=2160)


class LinkOut(Output):
    id: str
    clip_id: str
    address: str = Field(
        description="The page that shows the clip without a sign-in, relative to the server. What follows its # is the "
        "token of /api/shared/{token}."
    )
    made_by: str
    created_ms: int
    expires_ms: int
    opened: int
    opened_ms: int | None


class LinkList(Output):
    items: list[LinkOut]
    total: int


class LinkPath(Input):
    clip_id: PublicId
    link_id: PublicId


class SharedPath(Input):
    token: Annotated[str, StringConstraints(max_length=200)]


class SharedClipOut(Output):
    """What the page of a link tells of its clip."""

    camera_name: str
    timezone: str = Field(description="IANA name of the zone that the camera stands in")
    from_ms: int
    to_ms: int
    duration_ms: int
    codes: list[str]
    file_name: str
    size_bytes: int
    sha256: str | None = Field(description="Of the file, for whoever keeps it as evidence")
    brand_name: str
    expires_ms: int


class SharedQuery(Input):
    download: bool = False
