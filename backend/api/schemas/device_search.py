"""Searches for devices in the network."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from backend.api.schemas.base import Input, Output
from backend.runtime.jobs import JobStatus


class DiscoverIn(Input):
    address: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = Field(
        None, description="one device; none: everybody in the networks of this machine"
    )
    seconds: float = Field(4.0, ge=1, le=15, description="how long answers are waited for")


class DiscoverPath(Input):
    job_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class FoundDeviceOut(Output):
    kind: str
    host: str
    address: str = Field(description="as it goes into a source's settings")
    name: str
    manufacturer: str
    model: str
    location: str
    services: list[str] = Field(description="what it says it has; empty: it does not tell strangers")
    trouble: str | None = Field(description="it announced itself, and then this went wrong")
    source_ids: list[int] = Field(default_factory=list, description="sources that have this device already")


class DiscoverOut(Output):
    """Ask again until `done`. `progress` is 0..1."""

    id: str
    status: JobStatus
    done: bool
    progress: float
    reason: str | None
    reason_code: str | None = Field(description="why it failed as a stable word")
    devices: list[FoundDeviceOut] = Field(description="those found so far")
