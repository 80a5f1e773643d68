"""What a person should know about work that went through all the same: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that was left out, lost or guessed.

    `code` is stable and lower_snake; `message` is an English sentence; other languages are filled from `details`.
    """

    code: str
    message: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message
