"""The licence of this installation."""

from __future__ import annotations

from pydantic import Field

from backend.api.schemas.base import Input, Output


class LicenceOut(Output):
    id: str
    key: str
    product: str
    customer: str
    email: str
    issued_ms: int
    expires_ms: int | None = Field(description="null: for ever")
    features: list[str]
    cameras: int | None = Field(description="null: no limit")
    activations: int
    bound: bool = Field(description="made out for this machine")


class PlanOut(Output):
    state: str = Field(
        description="unlimited, trial, trial_ended, valid, grace, ended, other_machine, revoked, damaged"
    )
    may_analyse: bool
    ends_ms: int | None
    days_left: int | None
    warn: bool
    clock_set_back: bool
    cameras: int | None
    features: list[str]
    cameras_used: int
    releases_waiting: int = Field(
        description="licences taken off here that the licence server has not heard of yet; for administrators"
    )
    licence: LicenceOut | None = Field(description="for administrators")
    request_code: str = Field(description="names this machine to the vendor; holds no serial number in clear")


class LicenceIn(Input):
    text: str = Field(min_length=1, max_length=16_384, description="the signed text, or the content of the file")
