"""The languages that ePACK speaks to people."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "vi"]
