"""Long files made of encoded blocks: the 10-minute benchmark and the quiet night."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from backend.demo.batch import render_all
from backend.demo.orders import random_order
from backend.demo.render import file_name, truth_path
from backend.demo.scenario import Encoding, Order, Scenario
from backend.demo.splice import join
from backend.demo.truth import TrueRecording, Truth

MINUTE_MS = 60_000
BENCH_START_MS = 1_767_582_000_000
"""2026-01-05 10:00:00 in Ho Chi Minh City."""
NIGHT_START_MS = 1_767_625_200_000
"""2026-01-05 22:00:00 in Ho Chi Minh City: the night runs over midnight."""


def bench_file(folder: Path, *, gop: int = 50, sticker: bool = True, seed: int = 11, workers: int = 2) -> Truth:
    """10 minutes of 1080p at 25 frames a second, about half of it busy with 11 orders."""
    rng = np.random.default_rng([seed, gop, sticker])
    name = f"bench-{'sticker' if sticker else 'plain'}-gop{gop}"
    whole = Scenario(
        name,
        "Bench" if sticker else "BenchPlain",
        1920,
        1080,
        25,
        encoding=Encoding(gop=gop, crf=25),
        start_ms=BENCH_START_MS,
        duration_ms=10 * MINUTE_MS,
        sticker=sticker,
        seed=seed,
        light_loop_ms=MINUTE_MS,
    )
    blocks = []
    for minute in range(10):
        first = int(rng.integers(3000, 8000))
        spans = [(first, first + int(rng.integers(26_000, 33_000)))]
        if minute == 4:
            spans = [(4000, 27_000), (36_000, 55_000)]
        orders = tuple(_order(rng, span) for span in spans)
        blocks.append(
            replace(
                whole,
                name=f"{name}-{minute}",
                start_ms=whole.start_ms + minute * MINUTE_MS,
                duration_ms=MINUTE_MS,
                orders=orders,
                cast=minute,
            )
        )
    return _spliced(whole, blocks, list(range(10)), folder, workers)


def quiet_night(
    folder: Path, *, hours: float = 8, order: bool = False, gop: int = 50, seed: int = 5, workers: int = 2
) -> Truth:
    """A night in which nothing happens: two quiet minutes repeated; with `order` one parcel is packed at 61 % of it.

    Without a burned-in clock, because it would repeat too.
    """
    rng = np.random.default_rng(seed)
    minutes = round(hours * 60)
    name = f"night-{hours:g}h-{'order' if order else 'quiet'}"
    whole = Scenario(
        name,
        "Night",
        1920,
        1080,
        25,
        encoding=Encoding(gop=gop, crf=27),
        start_ms=NIGHT_START_MS,
        duration_ms=minutes * MINUTE_MS,
        seed=seed,
        clock=False,
        light_loop_ms=MINUTE_MS,
    )
    blocks = [
        replace(whole, name=f"{name}-{i}", duration_ms=MINUTE_MS, start_ms=whole.start_ms + i * MINUTE_MS, cast=i)
        for i in range(2)
    ]
    sequence = [i % 2 for i in range(minutes)]
    if order:
        at = round(minutes * 0.61)
        blocks.append(
            replace(
                whole,
                name=f"{name}-order",
                duration_ms=MINUTE_MS,
                start_ms=whole.start_ms + at * MINUTE_MS,
                orders=(_order(rng, (14_000, 41_000)),),
                cast=2,
            )
        )
        sequence[at] = 2
    return _spliced(whole, blocks, sequence, folder, workers)


def _order(rng: np.random.Generator, span: tuple[int, int]) -> Order:
    symbology = str(rng.choice(["Code128", "QRCode", "EAN13"]))
    return random_order(
        rng,
        1.5,
        *span,
        symbology=symbology,
        module=float(rng.uniform(2.2, 3.4)),
        shown_ms=int(rng.integers(1500, 5000)),
    )


def _spliced(whole: Scenario, blocks: list[Scenario], sequence: list[int], folder: Path, workers: int) -> Truth:
    """Render the blocks, join them in `sequence`, write one truth."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        truths = render_all(blocks, Path(temporary), workers=workers, by_camera=False)
        files = [Path(temporary) / t.recordings[0].path for t in truths]
        out = folder / file_name(whole, whole.start_ms)
        frames = join([files[i] for i in sequence], out)
    truth = Truth(
        whole.name,
        whole.camera,
        whole.sticker,
        truths[0].profile,
        (TrueRecording(out.name, whole.start_ms, whole.duration_ms, frames),),
        tuple(o for t in truths for o in t.orders),
        (),
        tuple(span for t in truths for span in t.hands),
        truths[0].encoding,
    )
    truth.save(truth_path(whole, folder))
    return truth
