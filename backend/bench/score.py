"""Hold found events against the truth of synthetic footage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from backend.domain.event import PackingEvent

# A code counts as one that must be read when it is legible for this long at this size.
LEGIBLE_MS = 500
LEGIBLE_PX = 2.0


@dataclass(slots=True)
class Score:
    """Counts over any number of cameras; errors are absolute, in ms."""

    orders: int = 0
    found: int = 0
    invented: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    start_errors_ms: list[int] = field(default_factory=list)
    end_errors_ms: list[int] = field(default_factory=list)
    codes_due: int = 0
    codes_read: int = 0
    codes_extra: int = 0
    """Codes read although they were too small or too short to be due."""
    codes_missed: list[str] = field(default_factory=list)
    codes_wrong: list[str] = field(default_factory=list)

    def add(self, truth: Sequence[Mapping[str, Any]], events: Iterable[PackingEvent], where: str) -> None:
        """`truth`: the `orders` of a truth file (of all files of one camera), times UTC epoch ms."""
        left = list(events)
        for order in truth:
            self.orders += 1
            match = max(left, key=lambda e: _overlap_ms(order, e), default=None)
            if match is None or _overlap_ms(order, match) <= 0:
                self.missed.append(f"{where}: order at {order['start_ms']}")
                self._score_codes(order, None, where)
                continue
            left.remove(match)
            self.found += 1
            self.start_errors_ms.append(abs(match.start_ms - order["start_ms"]))
            self.end_errors_ms.append(abs(match.end_ms - order["end_ms"]))
            self._score_codes(order, match, where)
        self.invented += [f"{where}: {e.start_ms} for {e.duration_ms} ms {[f.value for f in e.flags]}" for e in left]
        real = {code["text"] for order in truth for code in order["codes"]}
        for event in left:
            self.codes_wrong += [f"{where}: {c.text}" for c in event.codes if c.text not in real]

    def merge(self, other: Score) -> None:
        """Count another score's findings with this one's."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def _score_codes(self, order: Mapping[str, Any], event: PackingEvent | None, where: str) -> None:
        read = {code.text for code in event.codes} if event else set()
        for code in order["codes"]:
            due = is_due(code)
            self.codes_due += due
            if code["text"] in read:
                self.codes_read += due
                self.codes_extra += not due
            elif due:
                self.codes_missed.append(f"{where}: {code['text']} {code['format']} {code['px_per_module']} px")
        wrong = read - {code["text"] for code in order["codes"]}
        self.codes_wrong += [f"{where}: {text}" for text in sorted(wrong)]

    def as_dict(self) -> dict[str, Any]:
        return {
            "orders": self.orders,
            "found": self.found,
            "invented": self.invented,
            "missed": self.missed,
            "start_median_ms": _median(self.start_errors_ms),
            "start_p95_ms": p95(self.start_errors_ms),
            "end_median_ms": _median(self.end_errors_ms),
            "end_p95_ms": p95(self.end_errors_ms),
            "codes_due": self.codes_due,
            "codes_read": self.codes_read,
            "codes_extra": self.codes_extra,
            "codes_missed": self.codes_missed,
            "codes_wrong": self.codes_wrong,
        }


def is_due(code: Mapping[str, Any]) -> bool:
    """Legible for at least half a second in one go, at 2 px per module or more."""
    longest = max((to_ms - from_ms for from_ms, to_ms in code["legible"]), default=0)
    return bool(code["readable"]) and longest >= LEGIBLE_MS and code["px_per_module"] >= LEGIBLE_PX


def p95(values: Sequence[int]) -> int | None:
    if len(values) < 2:
        return values[0] if values else None
    return round(quantiles(values, n=20, method="inclusive")[-1])


def _median(values: Sequence[int]) -> int | None:
    return round(median(values)) if values else None


def _overlap_ms(order: Mapping[str, Any], event: PackingEvent) -> int:
    return int(min(order["end_ms"], event.end_ms) - max(order["start_ms"], event.start_ms))
