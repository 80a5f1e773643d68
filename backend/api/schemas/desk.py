"""Buying a licence, and the vendor's desk."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from backend.api.schemas.base import Input, Output

Key = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Mark = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}:[0-9a-f]{16}$")]
Marks = Annotated[list[Mark], Field(max_length=40)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=100)]
OrderCode = Annotated[int, Field(ge=1, le=2**53)]


class PackageOut(Output):
    id: str
    name: str
    amount: int
    days: int | None = Field(description="null: for ever")
    cameras: int | None = Field(description="null: no limit")
    features: list[str]
    description: str


class PackageList(Output):
    seller: str = Field(description="here, server, or none: nothing is sold, licences are entered")
    currency: str
    items: list[PackageOut]


class BuyIn(Input):
    package: Text
    customer: Text
    email: Text


class OwnOrderOut(Output):
    order_code: int
    status: str = Field(description="pending, paid, underpaid, cancelled, expired, failed, refunded")
    package: str
    amount: int
    currency: str
    checkout_url: str
    expires_ms: int
    installed: bool


class ActivateIn(Input):
    key: Key


# What installations ask the desk


class OrderIn(BuyIn):
    machine: Marks = Field(default_factory=list)
    return_to: str = Field(max_length=500, pattern=r"^https?://[^\s\\@]+$")


class OpenedOrderOut(Output):
    order_code: int
    token: str
    checkout_url: str
    amount: int
    currency: str
    expires_ms: int


class OrderPath(Input):
    order_code: OrderCode


class TokenIn(Input):
    token: Token


class OrderStandingOut(Output):
    status: str
    licence: str | None


class ActivationIn(Input):
    key: Key
    machine: Marks
    device: dict[str, Annotated[str, StringConstraints(max_length=100)]] = Field(default_factory=dict, max_length=10)


class LicenceTextOut(Output):
    licence: str


class InstallationIn(Input):
    id: Key
    machine: Marks


class HeartbeatOut(Output):
    revoked: bool


class ReleasedOut(Output):
    released: bool


# The vendor


class DeskIn(Input):
    config: dict[str, Any] = Field(description="client_id, api_key, checksum_key, private_key, passphrase, packages")


class HookIn(Input):
    address: str = Field(
        max_length=300,
        pattern=r"^https://[^\s/?#@]+(/[^\s?#]*)?$",
        description="Where PayOS reaches this installation from outside, without the path of the webhook.",
    )


class DeskOut(Output):
    open: bool
    client_id: str | None
    packages: list[PackageOut]
    mail: str | None = Field(description="host and sender")


class DeskOrderOut(Output):
    order_code: int
    status: str
    package: str
    customer: str
    email: str
    amount: int
    paid_amount: int
    currency: str
    reference: str | None
    license_id: str | None
    created_ms: int
    paid_ms: int | None


class DeskOrderList(Output):
    items: list[DeskOrderOut]


class LicencePath(Input):
    licence: Key
