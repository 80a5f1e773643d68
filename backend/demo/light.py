"""What makes an empty table never constant: sensor noise, exposure drift, wandering shadows, the burned-in clock."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import cv2
import numpy as np

from backend.demo.hand import Image
from backend.demo.scenario import Scenario

SHADE_EVERY_MS = 240


class Light:
    """Applies light and noise to a luma plane in place."""

    def __init__(self, scenario: Scenario) -> None:
        rng = np.random.default_rng(scenario.seed * 17 + 3)
        self.scenario = scenario
        self._rng = np.random.default_rng([scenario.seed, 7, scenario.cast])
        self._pad = 96
        h, w = scenario.height + self._pad, scenario.width + self._pad
        grain = cv2.GaussianBlur(rng.standard_normal((h, w), dtype=np.float32), (0, 0), 0.55)
        grain *= scenario.noise / (float(grain.std()) + 1e-6)
        self._tile = np.clip(grain + 128.5, 0, 255).astype(np.uint8)
        self._phases = rng.uniform(0, 6.283, 6)
        self._speed = rng.uniform(0.5, 1.5, 6)
        self._shade: Image | None = None
        self._shade_slot = -1

    def level(self, t_ms: float) -> float:
        """Exposure drift in grey levels."""
        v = self._speed
        slow, middle, quick = self._wave(t_ms, 140 / v[0], 0), self._wave(t_ms, 46 / v[1], 1), self._wave(t_ms, 12, 2)
        return 2.2 * slow + 1.3 * middle + 0.5 * quick

    def _wave(self, t_ms: float, period_s: float, phase: int) -> float:
        """A sine of about `period_s`; of a whole part of `light_loop_ms` when the light has to repeat."""
        loop_s = self.scenario.light_loop_ms / 1000
        if loop_s:
            period_s = loop_s / max(1, round(loop_s / period_s))
        return float(np.sin(2 * np.pi * t_ms / 1000 / period_s + self._phases[phase]))

    def _shadow(self, t_ms: float) -> Image:
        """A soft shadow that wanders over the table: somebody stands in front of the lamp, a curtain moves."""
        slot = int(t_ms // SHADE_EVERY_MS)
        if slot != self._shade_slot or self._shade is None:
            self._shade_slot = slot
            at = slot * SHADE_EVERY_MS
            ys, xs = np.mgrid[0:18, 0:32].astype(np.float32)
            x = 16 + 20 * self._wave(at, 195 / self._speed[3], 3)
            y = 4 + 9 * self._wave(at, 120 / self._speed[4], 4)
            depth = 9 + 6 * self._wave(at, 69, 5)
            low = depth * np.exp(-(((xs - x) / 7) ** 2 + ((ys - y) / 6) ** 2))
            size = (self.scenario.width, self.scenario.height)
            self._shade = (
                cv2.resize(low.astype(np.float32), size, interpolation=cv2.INTER_LINEAR).round().astype(np.uint8)
            )
        return self._shade

    def apply(self, luma: Image, t_ms: float) -> None:
        h, w = luma.shape
        x, y = (int(v) for v in self._rng.integers(0, self._pad, 2))
        cv2.subtract(luma, self._shadow(t_ms), dst=luma)
        cv2.addWeighted(luma, 1.0, self._tile[y : y + h, x : x + w], 1.0, self.level(t_ms) - 128.0, dst=luma)


class BurnedClock:
    """Local time and camera name in the top left corner, drawn once a second into luma with neutral chroma."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._zone = ZoneInfo(scenario.timezone)
        self._second = -1
        k = scenario.scale
        self._h, self._w = round(30 * k) & ~1, round(440 * k) & ~1
        self._mask = np.zeros((self._h, self._w), np.uint8)

    def apply(self, planes: tuple[Image, Image, Image], t_ms: float) -> None:
        second = int((self.scenario.start_ms + t_ms) // 1000)
        if second != self._second:
            self._second = second
            local = datetime.fromtimestamp(second, UTC).astimezone(self._zone)
            date = f"{local:%Y-%m-%d} " if self.scenario.dated else ""
            text = f"{date}{local:%H:%M:%S}  {self.scenario.camera}"
            k = self.scenario.scale
            edge, body = np.zeros_like(self._mask), np.zeros_like(self._mask)
            at = (round(8 * k), round(22 * k))
            cv2.putText(edge, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.62 * k, 255, max(2, round(4 * k)), cv2.LINE_AA)
            cv2.putText(body, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.62 * k, 255, max(1, round(1.4 * k)), cv2.LINE_AA)
            self._edge, self._body = edge, body
        luma, u, v = planes
        x, y = round(8 * self.scenario.scale) & ~1, round(6 * self.scenario.scale) & ~1
        view = luma[y : y + self._h, x : x + self._w]
        cv2.max(cv2.subtract(view, self._edge), self._body, dst=view)
        half = (slice(y // 2, (y + self._h) // 2), slice(x // 2, (x + self._w) // 2))
        for plane in (u, v):
            plane[half][self._body[::2, ::2] > 100] = 128
