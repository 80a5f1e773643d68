"""How looks are spread, counted and turned into advice."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np
import pytest

from backend.domain.camera import Camera
from backend.domain.errors import NotFound
from backend.domain.region import Box, Regions
from backend.regions.preview import CodePreview, HandsPreview, Previewer, TriggerPreview, advise, spread


@dataclass(frozen=True)
class Still:
    at_ms: float
    gray: np.ndarray = field(default_factory=lambda: np.zeros((36, 64), np.uint8))

    def rgb(self, box: Box) -> np.ndarray:
        return np.zeros((box.h, box.w, 3), np.uint8)


@dataclass(frozen=True)
class Code:
    text: str
    format: str = "QRCode"
    box: Box = field(default_factory=lambda: Box(1, 2, 3, 4))
    px_per_module: float | None = 3.0


class Video:
    def __init__(self, stills: list[Still]) -> None:
        self._stills = stills
        self.closed = False

    def frames(self, from_ms: float, to_ms: float):  # type: ignore[no-untyped-def]
        return iter([still for still in self._stills if from_ms <= still.at_ms <= to_ms])

    def close(self) -> None:
        self.closed = True


class Hands:
    def __enter__(self) -> Hands:
        return self

    def __exit__(self, *_: object) -> None: ...

    def find(self, rgb: np.ndarray, *, origin: tuple[int, int] = (0, 0)) -> list[Box]:
        return [Box(origin[0], origin[1], 5, 5)]


class Finder:
    """Reads the sticker in every second look, and one label."""

    def __init__(self, symbologies: object) -> None:
        self._looks = 0
        self._is_sticker = tuple(symbologies) == ("QRCode",)  # type: ignore[call-overload]

    def read(self, gray: np.ndarray, *, origin: tuple[int, int] = (0, 0)) -> list[Code]:
        self._looks += 1
        if self._is_sticker:
            return [Code("TIMEGO")] if self._looks % 2 else []
        return [Code("timego"), Code("SPX1")]


def test_looks_are_spread_evenly_whatever_the_frame_rate() -> None:
    for step_ms in (33, 66, 80):
        chosen = list(spread([Still(at) for at in range(0, 8000, step_ms)], 8000, 8))
        assert len(chosen) == 8
        gaps = [b.at_ms - a.at_ms for a, b in itertools.pairwise(chosen)]
        assert max(gaps) <= 1000 + step_ms
    assert len(list(spread([Still(0), Still(4000)], 8000, 8))) == 2


def test_reads_are_counted_and_the_sticker_is_no_label() -> None:
    video = Video([Still(at) for at in range(1000, 9000, 100)])
    made = Previewer(lambda path: video, Finder, Hands, lambda read, wanted: read.lower() == wanted.lower())
    camera = Camera(1, "C", symbologies=("QRCode", "Code128"))
    seen = made.look("x", camera, Regions(trigger=Box(0, 0, 20, 20), packing=Box(10, 5, 30, 20)), 1000)
    assert seen.looks == seen.trigger.looks == 12
    assert seen.trigger.read_rate == 0.5
    assert [(code.text, code.frames) for code in seen.codes] == [("SPX1", 12)]
    assert seen.hands.boxes[0] == Box(10, 5, 5, 5)
    assert (seen.frame_width, seen.frame_height, seen.from_ms) == (64, 36, 1000)
    assert "trigger_often_unread" in seen.advice
    assert video.closed


def test_past_the_end_there_is_nothing_and_the_file_is_closed() -> None:
    video = Video([Still(0)])
    made = Previewer(lambda path: video, Finder, Hands, lambda read, wanted: read == wanted)
    with pytest.raises(NotFound):
        made.look("x", Camera(1, "C"), Regions(), 60_000)
    assert video.closed


@pytest.mark.parametrize(
    ("trigger", "codes", "hands", "advice"),
    [
        (TriggerPreview(True, 10, 10, 4.0), 3.0, 5, ()),
        (TriggerPreview(True, 10, 0), 3.0, 5, ("trigger_not_read",)),
        (TriggerPreview(True, 10, 8, 4.0), 3.0, 5, ("trigger_often_unread",)),
        (TriggerPreview(True, 10, 10, 1.4), 1.5, 5, ("trigger_too_small", "label_too_small")),
        (TriggerPreview(False), None, 0, ("no_label_seen", "no_hands_seen")),
    ],
)
def test_advice_follows_from_what_was_seen(
    trigger: TriggerPreview, codes: float | None, hands: int, advice: tuple[str, ...]
) -> None:
    found = [] if codes is None else [CodePreview("X", "QRCode", Box(0, 0, 9, 9), 3, codes)]
    assert advise(trigger, found, HandsPreview(10, hands, ())) == advice
