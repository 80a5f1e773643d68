"""Pictures that devices give of what they see right now."""

from __future__ import annotations

import base64
from collections.abc import Callable

from backend.domain.source import SourceTrouble, Trouble

PICTURE_BYTES = 8 * 1024 * 1024
"""The most that a device may send as one picture."""
_SHOWN_BYTES = 1024 * 1024
"""A larger one is not put among the words of a connection test; it is shown where cameras are chosen."""


def checked_jpeg(content: bytes, who: str) -> bytes:
    """Raises SourceTrouble ANSWER when it is something else."""
    if not content.startswith(b"\xff\xd8"):
        raise SourceTrouble(Trouble.ANSWER, f"{who} sends something else than a picture.")
    return content


def picture_detail(jpeg: bytes | None) -> dict[str, str]:
    """For the details of a step of a connection test: `picture`, base64. Empty without one, which is no failure."""
    if not jpeg or len(jpeg) > _SHOWN_BYTES:
        return {}
    return {"picture": base64.b64encode(jpeg).decode()}


def if_there_is_one(take: Callable[[], bytes]) -> bytes | None:
    """The picture of a device that may not give any."""
    try:
        return take()
    except SourceTrouble:
        return None
