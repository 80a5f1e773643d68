"""Settings with their limits, so that the dashboard can draw and check them."""

from __future__ import annotations

from typing import Any

from pydantic import Field, RootModel

from backend.api.schemas.base import Output


class SettingOut(Output):
    key: str
    value: Any
    default: Any
    type: str
    unit: str
    min: float | None
    max: float | None
    choices: list[str]
    help: str
    group: str
    restart: bool = Field(description="takes effect at the next start only")
    fixed: bool = Field(description="set by the environment; cannot be changed here")


class SettingList(Output):
    items: list[SettingOut]
    total: int
    awaiting_restart: list[str] = Field(description="changed, but not in effect before the next start")


class SettingChanges(RootModel[dict[str, Any]]):
    """Setting key -> new value."""
