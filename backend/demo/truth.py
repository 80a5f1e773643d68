"""What really happens in a piece of footage, measured on the drawn frames and written beside it as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backend.demo.choreography import IDLE, Play
from backend.demo.layout import regions_of
from backend.demo.measure import Seen
from backend.demo.paper import narrowest_module
from backend.demo.scenario import Scenario
from backend.domain.camera import DEFAULT_TRIGGER_TEXT
from backend.domain.region import Box

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TrueCode:
    """A label of an order. `legible`: UTC epoch ms intervals in which its code is whole, uncovered and still."""

    text: str
    format: str
    px_per_module: float
    """Of its narrowest module, in frame px."""
    tilt_deg: float
    readable: bool
    legible: tuple[Interval, ...]
    box: tuple[int, int, int, int] | None
    """x, y, w, h of the code in frame px where it was first legible."""

    @property
    def legible_ms(self) -> int:
        """Longest legible stretch."""
        return max((b - a for a, b in self.legible), default=0)


@dataclass(frozen=True, slots=True)
class TrueOrder:
    start_ms: int
    end_ms: int
    codes: tuple[TrueCode, ...]
    gloves: bool


@dataclass(frozen=True, slots=True)
class TrueRecording:
    path: str
    """File name, beside the truth file."""
    start_ms: int
    duration_ms: int
    frames: int


@dataclass(frozen=True, slots=True)
class Truth:
    """All `*_ms` and intervals are UTC epoch ms, boxes frame px."""

    scenario: str
    camera: str
    sticker: bool
    profile: dict[str, Any]
    recordings: tuple[TrueRecording, ...]
    orders: tuple[TrueOrder, ...]
    decoys: tuple[dict[str, Any], ...]
    hands: tuple[Interval, ...]
    """When at least one bare hand is wholly in the frame."""
    encoding: dict[str, Any]

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Truth:
        raw = json.loads(path.read_text(encoding="utf-8"))
        orders = tuple(
            TrueOrder(
                o["start_ms"],
                o["end_ms"],
                tuple(
                    TrueCode(
                        c["text"],
                        c["format"],
                        c["px_per_module"],
                        c["tilt_deg"],
                        c["readable"],
                        _pairs(c["legible"]),
                        tuple(c["box"]) if c["box"] else None,
                    )
                    for c in o["codes"]
                ),
                o["gloves"],
            )
            for o in raw["orders"]
        )
        recordings = tuple(TrueRecording(**r) for r in raw["recordings"])
        return cls(
            raw["scenario"],
            raw["camera"],
            raw["sticker"],
            raw["profile"],
            recordings,
            orders,
            tuple(raw["decoys"]),
            _pairs(raw["hands"]),
            raw["encoding"],
        )


def _pairs(values: list[list[int]]) -> tuple[Interval, ...]:
    return tuple((a, b) for a, b in values)


class _Spans:
    """Collects intervals from a flag per frame: from the first frame with it to the first frame without it."""

    def __init__(self) -> None:
        self.done: list[Interval] = []
        self._since: int | None = None

    def feed(self, on: bool, t_ms: int) -> None:
        if on and self._since is None:
            self._since = t_ms
        elif not on and self._since is not None:
            self.done.append((self._since, t_ms))
            self._since = None


class TruthBuilder:
    """Fed with what each frame shows, answers the truth."""

    def __init__(self, scenario: Scenario, play: Play) -> None:
        self.scenario, self.play = scenario, play
        self._busy = [_Spans() for _ in scenario.orders]
        self._covering: int | None = None
        self._labels = [_Spans() for _ in play.labels]
        self._boxes: dict[int, Box] = {}
        self._hands = _Spans()
        self._recordings: list[TrueRecording] = []

    def feed(self, seen: Seen, t_ms: int) -> None:
        """`t_ms`: UTC epoch ms of the frame."""
        if self.scenario.sticker:
            self._follow_sticker(seen)
        for number, spans in enumerate(self._busy):
            spans.feed(number == self._covering or (not self.scenario.sticker and number in seen.in_packing), t_ms)
        for index, spans in enumerate(self._labels):
            spans.feed(index in seen.legible, t_ms)
            if index in seen.legible:
                self._boxes.setdefault(index, seen.legible[index])
        self._hands.feed(seen.hands > 0, t_ms)

    def _follow_sticker(self, seen: Seen) -> None:
        """Starts when a parcel lies on more than half of the sticker, ends when nothing lies on it any more."""
        if self._covering is None:
            self._covering = next((n for n, part in seen.sticker_by_parcel.items() if part > 0.5), None)
        elif seen.sticker_covered < 0.02:
            self._covering = None

    def recorded(self, path: Path, start_ms: int, duration_ms: int, frames: int) -> None:
        self._recordings.append(TrueRecording(path.name, start_ms, duration_ms, frames))

    def build(self, end_ms: int) -> Truth:
        for spans in (*self._labels, *self._busy, self._hands):
            spans.feed(False, end_ms)
        orders = []
        for number, order in enumerate(self.scenario.orders):
            busy = self._busy[number].done
            if busy:
                # Without a sticker hands may leave the region for a moment: first entering to last leaving.
                orders.append(TrueOrder(busy[0][0], busy[-1][1], self._codes(number), order.gloves))
        base = self.scenario.start_ms
        decoys = tuple(
            {
                "kind": d.kind,
                "from_ms": base + d.from_ms,
                "to_ms": base + d.to_ms,
                "text": d.label.text if d.label else None,
            }
            for d in self.scenario.decoys
        )
        s = self.scenario
        encoding = asdict(s.encoding) | {"width": s.width, "height": s.height, "fps": s.fps, "vfr": s.vfr}
        return Truth(
            s.name,
            s.camera,
            s.sticker,
            profile_of(s),
            tuple(self._recordings),
            tuple(orders),
            decoys,
            tuple(self._hands.done),
            encoding,
        )

    def _codes(self, number: int) -> tuple[TrueCode, ...]:
        codes = []
        for index, (owner, label) in enumerate(self.play.labels):
            if owner == IDLE or owner != number:
                continue
            box = self._boxes.get(index)
            legible = tuple(self._labels[index].done) if label.readable else ()
            codes.append(
                TrueCode(
                    label.text,
                    label.symbology,
                    round(narrowest_module(label), 2),
                    label.tilt_deg,
                    label.readable,
                    legible,
                    (box.x, box.y, box.w, box.h) if box else None,
                )
            )
        return tuple(codes)


def profile_of(scenario: Scenario) -> dict[str, Any]:
    """What `epack analyze --profile` takes."""
    regions = regions_of(scenario)
    return {
        "trigger": regions.trigger.as_list() if regions.trigger else None,
        "label": regions.label.as_list() if regions.label else None,
        "packing": regions.packing.as_list() if regions.packing else None,
        "trigger_text": DEFAULT_TRIGGER_TEXT,
        "symbologies": ["QRCode", "Code128", "EAN13"],
        "timezone": scenario.timezone,
        "start_time": "filename",
    }
