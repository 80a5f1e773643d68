"""PROFILE.json of `epack analyze`: the regions and reading rules of one camera. Every key is optional."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend.detection.symbologies import formats_for
from backend.domain.camera import (
    DEFAULT_SYMBOLOGIES,
    DEFAULT_TIMEZONE,
    DEFAULT_TRIGGER_TEXT,
    Camera,
    StartTimeRule,
)
from backend.domain.errors import InvalidInput
from backend.domain.region import Box, Polygon, RegionKind, Regions, Shape

_KEYS = ("trigger", "label", "packing", "trigger_text", "symbologies", "timezone", "start_time")


def read_profile(path: Path | None, camera_name: str) -> Camera:
    """The camera a profile file describes; defaults without one. Raises InvalidInput naming the key that is wrong."""
    if path is None:
        return camera_from({}, camera_name)
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise InvalidInput(f"There is no profile file {path}.") from error
    except OSError as error:
        raise InvalidInput(f"The profile file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InvalidInput(f"The profile file {path} is no text in UTF-8. Save it as UTF-8.") from error
    except json.JSONDecodeError as error:
        raise InvalidInput(f"The profile file {path} is no JSON: {error.msg} in line {error.lineno}.") from error
    except (RecursionError, ValueError) as error:
        raise InvalidInput(f"The profile file {path} is nested too deeply, or a number in it is too long.") from error
    if not isinstance(data, dict):
        raise InvalidInput(f"The profile file {path} must hold one JSON object.")
    return camera_from(data, camera_name)


def camera_from(data: Mapping[str, Any], camera_name: str) -> Camera:
    """Raises InvalidInput for unknown keys and values that make no sense."""
    unknown = sorted(set(data) - set(_KEYS))
    if unknown:
        raise InvalidInput(f"Unknown profile key {unknown[0]!r}. Known are: {', '.join(_KEYS)}.")
    shapes = {kind: _shape(data.get(kind.value), kind.value) for kind in RegionKind}
    symbologies = data.get("symbologies")
    if symbologies is None:
        symbologies = list(DEFAULT_SYMBOLOGIES)
    if not isinstance(symbologies, list) or not all(isinstance(name, str) for name in symbologies):
        raise InvalidInput('symbologies must be a list of names such as ["QRCode", "Code128"].')
    return Camera(
        id=0,
        name=camera_name,
        regions=Regions.of(shapes, None, None),
        trigger_text=_text(data, "trigger_text", DEFAULT_TRIGGER_TEXT),
        symbologies=formats_for(symbologies)[0],
        timezone=_zone(_text(data, "timezone", DEFAULT_TIMEZONE)),
        start_time_rule=_rule(_text(data, "start_time", StartTimeRule.FILENAME.value)),
    )


def _shape(value: object, key: str) -> Shape | None:
    # ePACK 2.1.1 kept four zeros for a camera without a sticker.
    if value is None or value == [0, 0, 0, 0]:
        return None
    is_polygon = isinstance(value, list) and value and isinstance(value[0], list)
    # Drawn by hand or by another program, a region may end a little outside; the sampler leaves that part out.
    parse = Polygon.parse if is_polygon else Box.parse
    return parse(value, key, may_reach_out=True)


def _text(data: Mapping[str, Any], key: str, default: str) -> str:
    value = data.get(key)
    if value is None:
        return default
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(f"{key} must be a text, not {value!r}.")
    return value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInput(f"Unknown time zone {name!r}. Use an IANA name such as Asia/Ho_Chi_Minh.") from error
    return name


def _rule(name: str) -> StartTimeRule:
    try:
        return StartTimeRule(name)
    except ValueError as error:
        known = ", ".join(rule.value for rule in StartTimeRule)
        raise InvalidInput(f"start_time must be one of {known}, not {name!r}.") from error
