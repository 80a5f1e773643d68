"""What a person tells about a Hikvision device besides what every recorder has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.sources import recorder_settings
from backend.sources.device_settings import choice_field
from backend.sources.recorder_settings import RecorderSettings

TIMES = ("auto", "local", "utc")
_MORE = ("times",)


@dataclass(frozen=True, slots=True)
class HikvisionSettings:
    recorder: RecorderSettings
    times: str
    """What the Z at the end of its times means: `local` (most firmwares), `utc`, or `auto`: find out."""


def check_config(config: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with defaults. Raises InvalidInput naming the field."""
    return {**recorder_settings.check_config(config, _MORE), "times": choice_field(config, "times", TIMES)}


def read_settings(config: Mapping[str, Any]) -> HikvisionSettings:
    """Raises InvalidInput."""
    return HikvisionSettings(recorder_settings.read_settings(config, _MORE), choice_field(config, "times", TIMES))
