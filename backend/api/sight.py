"""What a caller with a camera limit may see of what does not come from the store: live messages, present work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from backend.api.schemas.program import ProgramOut
from backend.api.services import Services
from backend.domain.errors import EpackError
from backend.runtime.broadcast import RESYNC, Message
from backend.scheduling import messages
from database.visible import only_cameras

_EVERYBODYS = frozenset({RESYNC, messages.HEALTH})


def shown_to(ours: Services, limit: frozenset[int] | None, message: Message) -> Message | None:
    """The message as this caller may see it; None when it is about something else."""
    if limit is None or message.topic in _EVERYBODYS:
        return message
    if message.topic == messages.PROGRAM:
        return Message(message.number, message.topic, {**message.data, **_WITHOUT_PATHS})
    return message if _is_about(ours, limit, message.topic, message.data) else None


def sees_recording(ours: Services, limit: frozenset[int] | None, recording_id: int) -> bool:
    return limit is None or _is_there(ours.recordings.get, recording_id, limit)


def program_for(limit: frozenset[int] | None, program: ProgramOut) -> ProgramOut:
    """Paths and troubles of the whole site are not for who may see only some cameras."""
    return program if limit is None else program.model_copy(update=_WITHOUT_PATHS)


_WITHOUT_PATHS: Mapping[str, Any] = {"custom_path": None, "problems": [], "run": None, "waiting": None}


def _is_about(ours: Services, limit: frozenset[int], topic: str, data: Mapping[str, Any]) -> bool:
    """Whether it is about one of these cameras; what does not say so is about another."""
    if "camera_id" in data:
        return data["camera_id"] in limit
    if "event_id" in data:
        return _is_there(ours.event_queries.get, data["event_id"], limit)
    recording = data.get("recording_id", data.get("id") if topic == messages.RECORDING else None)
    return recording is not None and _is_there(ours.recordings.get, recording, limit)


def _is_there(look: Callable[[Any], object], key: Any, limit: frozenset[int]) -> bool:
    try:
        with only_cameras(limit):
            look(key)
    except EpackError:
        return False
    return True
