"""Renders a scenario: draws its frames, writes its files and its truth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import cv2
import numpy as np

from backend.demo.choreography import Choreographer
from backend.demo.encode import VideoFile
from backend.demo.light import BurnedClock, Light
from backend.demo.painter import Painter
from backend.demo.scenario import Scenario
from backend.demo.truth import Truth, TruthBuilder
from backend.domain.camera import DEFAULT_TRIGGER_TEXT


def frame_times(scenario: Scenario) -> Iterator[float]:
    """ms of every frame from the scenario's start; variable rate drops and delays some, as busy Wi-Fi cameras do."""
    rng = np.random.default_rng(scenario.seed * 23 + 11)
    period, t = 1000.0 / scenario.fps, 0.0
    while t < scenario.duration_ms:
        yield t
        step = period
        if scenario.vfr:
            step *= float(rng.choice([0.7, 1.0, 1.0, 1.3, 2.0, 3.0], p=[0.15, 0.4, 0.2, 0.15, 0.07, 0.03]))
        t += step


def file_name(scenario: Scenario, start_ms: int) -> str:
    """`<camera>_YYYYMMDD_HHMMSS.<container>` in the camera's local time."""
    local = datetime.fromtimestamp(start_ms // 1000, UTC).astimezone(ZoneInfo(scenario.timezone))
    return f"{scenario.camera}_{local:%Y%m%d_%H%M%S}.{scenario.encoding.container}"


def truth_path(scenario: Scenario, folder: Path) -> Path:
    return folder / f"{scenario.name}.truth.json"


def render(scenario: Scenario, folder: Path) -> Truth:
    """Write the scenario's file or files and `<name>.truth.json` into `folder`; the same scenario gives the same.

    `split_at_ms` and `start_ms` should be whole seconds: file names carry no finer time. Raises ValueError otherwise.
    """
    if any(t % 1000 for t in (scenario.start_ms, *scenario.split_at_ms)):
        raise ValueError("start_ms and split_at_ms must be whole seconds, because file names carry no finer time.")
    cv2.setNumThreads(1)
    folder.mkdir(parents=True, exist_ok=True)
    play = Choreographer(scenario).build()
    painter, light = Painter(scenario, play, DEFAULT_TRIGGER_TEXT), Light(scenario)
    clock = BurnedClock(scenario) if scenario.clock else None
    builder = TruthBuilder(scenario, play)
    times = list(frame_times(scenario))
    period = 1000.0 / scenario.fps
    bounds = [0, *scenario.split_at_ms, scenario.duration_ms]
    for first, last in pairwise(bounds):
        start = scenario.start_ms + first
        path = folder / file_name(scenario, start)
        part = [t for t in times if first <= t < last]
        beeps = [float(o.start_ms - first) for o in scenario.orders]
        with VideoFile(path, scenario, start) as file:
            for t in part:
                seen = painter.paint(t)
                luma, u, v = painter.planes()
                light.apply(luma, t)
                if clock is not None:
                    clock.apply((luma, u, v), t)
                file.write(painter.buffer, t - part[0])
                file.sound(t - first + period, beeps)
                builder.feed(seen, scenario.start_ms + round(t))
            frames = file.frames
        builder.recorded(path, start, round(part[-1] - part[0] + period), frames)
    truth = builder.build(scenario.start_ms + scenario.duration_ms)
    truth.save(truth_path(scenario, folder))
    return truth
