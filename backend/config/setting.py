"""What one setting is: type, default, unit, bounds, choices, group, help; and how a value for it is checked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from zoneinfo import available_timezones

from backend.domain.errors import InvalidInput

Kind = Literal["int", "float", "bool", "text", "texts", "time", "timezone"]

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LONGEST_TEXT = 500
_LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class Setting:
    """`key` is filled in from the field's name. `help` is one English sentence; the dashboard translates by key."""

    default: Any
    kind: Kind
    group: str
    help: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    restart: bool = False
    """Takes effect at the next start only."""
    key: str = ""

    def checked(self, value: object) -> Any:
        """`value` in this setting's type. Raises InvalidInput naming key, value and what is allowed."""
        if self.kind in ("int", "float"):
            return self._number(value)
        if self.kind == "bool":
            if not isinstance(value, bool):
                raise self.refusal(value, "not_a_switch", "must be true or false")
            return value
        if self.kind == "texts":
            return self._texts(value)
        return self._text(value)

    def bounds(self) -> str:
        """The bounds in words, e.g. `1 to 3600 s`; empty when there are none."""
        unit = f" {self.unit}" if self.unit else ""
        if self.minimum is not None and self.maximum is not None:
            return f"{self.minimum:g} to {self.maximum:g}{unit}"
        if self.choices:
            return ", ".join(self.choices)
        if self.kind == "time":
            return "HH:MM"
        return "an IANA name" if self.kind == "timezone" else ""

    def _number(self, value: object) -> int | float:
        whole = self.kind == "int"
        kind, allowed = ("not_whole", "must be a whole number") if whole else ("not_a_number", "must be a number")
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.refusal(value, kind, allowed)
        if whole and value != round(value):
            raise self.refusal(value, kind, allowed)
        low, high = self.minimum, self.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            raise self.refusal(value, "out_of_range", f"must be {self.bounds()}")
        return int(value) if whole else float(value)

    def _text(self, value: object) -> str:
        if not isinstance(value, str):
            raise self.refusal(value, "not_text", "must be text")
        text = value.strip()
        if len(text) > _LONGEST_TEXT or any(not sign.isprintable() for sign in text):
            raise self.refusal(value, "too_long", f"must be at most {_LONGEST_TEXT} printable characters")
        if self.choices and text not in self.choices:
            raise self.refusal(value, "not_a_choice", f"must be one of: {self.bounds()}")
        if self.kind == "time" and not _TIME.fullmatch(text):
            raise self.refusal(value, "not_a_time", "must be a time of day as HH:MM, 00:00 to 23:59")
        if self.kind == "timezone" and text not in available_timezones():
            raise self.refusal(value, "not_a_timezone", "must be an IANA time zone such as Asia/Ho_Chi_Minh")
        return text

    def _texts(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or len(value) > _LONGEST_LIST:
            raise self.refusal(value, "not_a_list", f"must be a list of at most {_LONGEST_LIST} texts")
        texts = []
        for item in value:
            text = self._text(item)
            if text and text not in texts:
                texts.append(text)
        return tuple(texts)

    def refusal(self, value: object, problem: str, allowed: str) -> InvalidInput:
        """`problem` names the rule that is broken, so that the dashboard can say it in its own language."""
        shown = repr(value)
        shown = shown if len(shown) <= 80 else shown[:77] + "..."
        return InvalidInput(
            f"The setting {self.key} {allowed}; {shown} is not.",
            code="setting_refused",
            details={
                "key": self.key,
                "value": shown,
                "bounds": self.bounds(),
                "problem": problem,
                "min": self.minimum,
                "max": self.maximum,
                "unit": self.unit,
            },
        )


def setting(default: Any, kind: Kind, group: str, help_text: str, **more: Any) -> Any:
    """A dataclass field that carries its Setting."""
    return field(default=default, metadata={"setting": Setting(default, kind, group, help_text, **more)})


def setting_of(name: str, metadata: Mapping[str, Any]) -> Setting:
    """The Setting a dataclass field carries, with its key filled in."""
    bare: Setting = metadata["setting"]
    return replace(bare, key=name)
