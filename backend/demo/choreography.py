"""Who is where, when: turns a scenario into tracks of parcels, papers, goods and hands."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from backend.demo.carton import CARTONS
from backend.demo.layout import AWAY, CARTON_AT, HAND_SCALE, REST, SHOULDERS, STICKER_AT
from backend.demo.paper import paper_size, text_height
from backend.demo.scenario import Label, Order, Scenario
from backend.demo.track import Key, Track

HAND_REACH = 205 * HAND_SCALE
"""From the middle of the hand to the fingertips, reference px."""
IDLE = -1
"""Order number of things that belong to no order."""


@dataclass(slots=True)
class Actor:
    """One moving thing. `kind`: carton, panel, label, goods, hand, passer_by."""

    kind: str
    track: Track
    order: int = IDLE
    side: str = ""
    label: int = -1
    carton: int = 0
    gloves: bool = False
    depth: int = 0
    """Drawing order: higher lies on top."""


@dataclass(slots=True)
class Play:
    """Everything that moves, and every label that is shown with its number."""

    actors: list[Actor] = field(default_factory=list)
    labels: list[tuple[int, Label]] = field(default_factory=list)
    """(order number or IDLE, label)"""


def _aim(side: str, x: float, y: float, turn: float = 0.0) -> float:
    """Angle (degrees, counter-clockwise) that points a hand at x, y from its shoulder."""
    sx, sy = SHOULDERS[side]
    return -float(np.degrees(np.arctan2(x - sx, sy - y))) + turn


class Choreographer:
    """Builds the play of one scenario; all randomness comes from the scenario's seed."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.rng = np.random.default_rng([scenario.seed, 13, scenario.cast])
        self.play = Play()

    def build(self) -> Play:
        for number, order in enumerate(self.scenario.orders):
            self._order(number, order)
        for decoy in self.scenario.decoys:
            if decoy.kind == "passer_by":
                self._passer_by(decoy.from_ms, decoy.to_ms)
            elif decoy.kind == "cross":
                self._cross(decoy.from_ms, decoy.to_ms)
            elif decoy.kind == "idle_hands":
                self._idle_hands(decoy.from_ms, decoy.to_ms)
            elif decoy.kind == "code" and decoy.label is not None:
                self._shown_only(decoy.from_ms, decoy.to_ms, decoy.label)
            else:
                raise ValueError(f"unknown decoy {decoy.kind!r}")
        self.play.actors.sort(key=lambda a: a.depth)
        return self.play

    def _hand_key(self, t: float, side: str, x: float, y: float, look: str, turn: float = 0.0) -> Key:
        return Key(t, x, y, _aim(side, x, y, turn), look)

    def _order(self, number: int, order: Order) -> None:
        rng = self.rng
        slide_in, slide_out = float(rng.uniform(420, 800)), float(rng.uniform(420, 760))
        w, d, _ = CARTONS[order.carton % len(CARTONS)]
        cx, cy = CARTON_AT[0] + float(rng.uniform(-18, 18)), CARTON_AT[1] + float(rng.uniform(-14, 14))
        begin, finish = order.start_ms - slide_in * 0.55, order.end_ms - slide_out * 0.75
        arrive, leave_end = begin + slide_in, finish + slide_out
        outside = {"left": (-w, cy + 30.0), "right": (1280.0 + w, cy + 30.0), "top": (cx + 40, -d - 60.0)}
        start, end = outside[order.enter], outside[order.leave]
        carton = Track()
        closed, taped = arrive + (finish - arrive) * 0.42, arrive + (finish - arrive) * 0.6
        shown = [label.from_ms for label in order.labels if label.mode == "stuck"]
        if shown:
            # A label goes on a closed box.
            closed = min(closed, max(arrive + 200, min(shown) - 1500))
            taped = min(taped, max(arrive + 300, min(shown) - 700))
        carton.add(Key(begin, *start, look="open"))
        carton.add(Key(arrive, cx, cy, look="open"))
        for t, look in ((closed, "closed"), (taped, "taped"), (finish, "taped")):
            nudge = rng.uniform(-5, 5, 2) if look == "closed" and not shown else (0, 0)
            cx, cy = cx + float(nudge[0]), cy + float(nudge[1])
            carton.add(Key(t, cx, cy, look=look))
        carton.add(Key(leave_end, *end, look="taped"))
        self.play.actors.append(Actor("carton", carton, number, carton=order.carton, depth=10))
        calm = self._labels(number, order, carton, (cx, cy))
        self._goods(number, arrive, closed, (cx, cy), (w, d))
        for side in "LR":
            self._work(number, order, side, carton, (begin, arrive, finish, leave_end), (w, d), calm)

    def _labels(
        self, number: int, order: Order, carton: Track, at: tuple[float, float]
    ) -> list[tuple[float, float, Label]]:
        """Add the papers; answers when the hands must keep away from them."""
        calm: list[tuple[float, float, Label]] = []
        for label in order.labels:
            index = len(self.play.labels)
            self.play.labels.append((number, label))
            track, (x, y) = Track(), (at[0], at[1] - 20)
            if label.mode == "stuck":
                track.add(Key(label.from_ms - 650, x + 80, 830))
                track.add(Key(label.from_ms - 120, x, y))
                rest = [key for key in carton.keys if key.t_ms > label.from_ms]
                for key in rest[-2:]:
                    track.add(Key(key.t_ms, x + key.x - rest[-2].x, y + key.y - rest[-2].y))
                kind, depth = "label", 30
            elif label.mode == "held":
                track.add(Key(label.from_ms - 380, x + 60, 840))
                track.add(Key(label.from_ms - 30, x, y - 10))
                steps = max(1, int((label.to_ms - label.from_ms) / 700))
                for i in range(1, steps + 1):
                    t = label.from_ms + (label.to_ms - label.from_ms) * i / steps
                    jitter = self.rng.uniform(-2, 2, 2)
                    track.add(Key(t, x + float(jitter[0]), y - 10 + float(jitter[1])))
                track.add(Key(label.to_ms + 330, x - 60, 840))
                kind, depth = "label", 40
            else:
                track.add(Key(label.from_ms - 220, x, y, look="turn"))
                track.add(Key(label.from_ms, x, y, look="show"))
                track.add(Key(label.to_ms, x, y, look="turn"))
                track.add(Key(label.to_ms + 220, x, y, look="turn"))
                kind, depth = "panel", 30
            self.play.actors.append(Actor(kind, track, number, label=index, carton=order.carton, depth=depth))
            calm.append((label.from_ms - 60, label.to_ms + 30, label))
        return calm

    def _goods(self, number: int, arrive: float, closed: float, at: tuple[float, float], size: tuple[int, int]) -> None:
        """Things that come from the right edge into the open box."""
        room = closed - arrive
        for i in range(int(min(3, room // 1600))):
            t = arrive + 500 + i * 1600 * float(self.rng.uniform(0.9, 1.1))
            if t + 1000 > closed:
                break
            track = Track()
            x, y = (
                at[0] + float(self.rng.uniform(-0.25, 0.25)) * size[0],
                at[1] + float(self.rng.uniform(-0.2, 0.2)) * size[1],
            )
            track.add(Key(t, 1010, 800, 20, look=str(self.rng.integers(0, 4))))
            track.add(Key(t + 650, x, y, float(self.rng.uniform(-40, 40)), look=track.last.look))
            track.add(Key(closed, x, y, track.last.angle, look=track.last.look))
            self.play.actors.append(Actor("goods", track, number, depth=20))

    def _work(
        self,
        number: int,
        order: Order,
        side: str,
        carton: Track,
        times: tuple[float, float, float, float],
        size: tuple[int, int],
        calm: list[tuple[float, float, Label]],
    ) -> None:
        """One hand: carries the box in, works over it, keeps off the labels while they are shown, carries it out."""
        rng, track = self.rng, Track()
        _, arrive, finish, _ = times
        sign = -1.0 if side == "L" else 1.0
        grip = (sign * (size[0] / 2 - 6), size[1] * 0.28)
        for key in carton.keys[:2]:
            track.add(self._hand_key(key.t_ms, side, key.x + grip[0], key.y + grip[1], "grip", -sign * 22))
        t = arrive + float(rng.uniform(150, 400))
        while t < finish - 500:
            busy = [c for c in calm if c[0] - 450 < t < c[1]]
            if busy:
                t = self._keep_off(track, side, busy[0], carton)
                continue
            soon = min([c[0] - 450 for c in calm if c[0] - 450 >= t], default=finish - 450)
            pause = float(rng.uniform(1800, 3000)) if rng.random() < 0.14 else float(rng.uniform(80, 420))
            move = float(rng.uniform(320, 800))
            x = carton.keys[1].x + sign * size[0] * 0.18 + float(rng.uniform(-0.26, 0.26)) * size[0]
            y = carton.keys[1].y + float(rng.uniform(-0.1, 0.55)) * size[1]
            look = str(rng.choice(["open", "flat", "relaxed", "grip", "pinch"]))
            key = self._hand_key(min(t + move, soon), side, x, y, look, float(rng.uniform(-16, 16)))
            track.add(key)
            t = min(track.last.t_ms + pause, soon)
            track.add(Key(t, x + float(rng.uniform(-3, 3)), y + float(rng.uniform(-3, 3)), key.angle, look))
            t = track.last.t_ms + 1
        for key in carton.keys[-2:]:
            track.add(self._hand_key(key.t_ms, side, key.x + grip[0], key.y + grip[1], "grip", -sign * 22))
        self.play.actors.append(Actor("hand", track, number, side, gloves=order.gloves, depth=50))

    def _keep_off(self, track: Track, side: str, calm: tuple[float, float, Label], carton: Track) -> float:
        """Hold the parcel below the paper while its code is shown; answers when the hand is free again."""
        begin, finish, label = calm
        sign = -1.0 if side == "L" else 1.0
        x, y, lift = self._beside(label, carton, sign)
        if track.last.t_ms < begin - 60:
            track.add(self._hand_key(begin - 20, side, x, y, "relaxed", -sign * 8))
        touch = (begin + finish) / 2 if label.thumb and side == "R" and finish - begin > 1500 else None
        t = begin
        while t + 650.0 < finish:
            t += 650.0
            wobble = self.rng.uniform(0, 5, 2)
            on_paper = touch is not None and abs(t - touch) < 700
            dx, dy = sign * float(wobble[0]), float(wobble[1]) - (lift if on_paper else 0)
            track.add(self._hand_key(t, side, x + dx, y + dy, "relaxed", -sign * 8))
        track.add(self._hand_key(finish + 1, side, x, y, "relaxed", -sign * 8))
        return track.last.t_ms + 1

    def _beside(self, label: Label, carton: Track, sign: float) -> tuple[float, float, float]:
        """Where a hand stays off a paper (x, y), and how far up it can reach to lie on the text below the code."""
        k = self.scenario.scale
        w, h = (v / k for v in paper_size(label))
        tilt = np.deg2rad(label.tilt_deg)
        tall = abs(w * np.sin(tilt)) + abs(h * np.cos(tilt))
        wide = abs(w * np.cos(tilt)) + abs(h * np.sin(tilt))
        y = carton.keys[1].y - 20 + tall / 2 + HAND_REACH + 14
        x = carton.keys[1].x + sign * float(np.clip(wide / 2 - 10, 80, 190))
        lift = text_height(label) / k * 0.7 + 14 if abs(label.tilt_deg) < 8 else 0.0
        return x, float(y), float(lift)

    def _cross(self, begin: float, finish: float) -> None:
        """A hand reaches across the sticker and is gone again."""
        track, x = Track(), float(STICKER_AT[0])
        middle = (begin + finish) / 2
        half = (finish - begin) / 2
        track.add(self._hand_key(begin - 350, "R", *AWAY["R"], "open"))
        track.add(self._hand_key(middle - half * 0.2, "R", x + 6, STICKER_AT[1] + 40.0, "open"))
        track.add(self._hand_key(middle + half * 0.2, "R", x - 6, STICKER_AT[1] + 46.0, "open"))
        track.add(self._hand_key(finish + 350, "R", *AWAY["R"], "open"))
        self.play.actors.append(Actor("hand", track, IDLE, "R", depth=50))

    def _idle_hands(self, begin: float, finish: float) -> None:
        for side in "LR":
            track = Track()
            x, y = REST[side]
            track.add(self._hand_key(begin, side, *AWAY[side], "relaxed"))
            t = begin + 700
            while t < finish - 700:
                track.add(
                    self._hand_key(
                        t, side, x + float(self.rng.uniform(-20, 20)), y + float(self.rng.uniform(-6, 8)), "relaxed"
                    )
                )
                t += float(self.rng.uniform(600, 1500))
            track.add(self._hand_key(finish, side, *AWAY[side], "relaxed"))
            self.play.actors.append(Actor("hand", track, IDLE, side, depth=50))

    def _shown_only(self, begin: float, finish: float, label: Label) -> None:
        """A paper is held into the picture beside the sticker and taken away again."""
        index = len(self.play.labels)
        self.play.labels.append((IDLE, label))
        paper, hand = Track(), Track()
        x, y = 400.0, 250.0
        under = paper_size(label)[1] / self.scenario.scale / 2 + HAND_REACH - 24
        for t, px, py in (
            (begin, x - 80, 860.0),
            (label.from_ms, x, y),
            (label.to_ms, x + 3, y + 2),
            (finish, x - 60, 860.0),
        ):
            paper.add(Key(t, px, py))
            hand.add(self._hand_key(t, "L", px - 30, py + under, "grip"))
        self.play.actors.append(Actor("label", paper, IDLE, label=index, depth=45))
        self.play.actors.append(Actor("hand", hand, IDLE, "L", depth=44))

    def _passer_by(self, begin: float, finish: float) -> None:
        track, right = Track(), bool(self.rng.random() < 0.5)
        xs = (-160.0, 1440.0) if right else (1440.0, -160.0)
        middle = (begin + finish) / 2
        track.add(Key(begin, xs[0], 0))
        track.add(Key(middle, (xs[0] + xs[1]) / 2, float(self.rng.uniform(-6, 6))))
        track.add(Key(finish, xs[1], 0))
        self.play.actors.append(Actor("passer_by", track, IDLE, depth=5))
