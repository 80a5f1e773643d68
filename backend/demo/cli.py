"""`scripts/make_demo`: writes the ready-made footage into a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from backend.demo.batch import render_all
from backend.demo.preset_demo import demo
from backend.demo.preset_long import bench_file, quiet_night
from backend.demo.preset_seeded import seeded_set
from backend.demo.truth import Truth

LONG = {
    "bench": ("bench-sticker-gop50", "bench-sticker-gop250", "bench-plain-gop50", "bench-plain-gop250"),
    "night": ("night-quiet", "night-order"),
}


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(
        prog="make_demo", description="Make synthetic packing footage with its exact truth beside it."
    )
    p.add_argument("--preset", choices=("demo", "seeded", "bench", "night"), default="demo")
    p.add_argument("--out", type=Path, help="folder to write into; each camera gets its own folder in it")
    p.add_argument("--only", help="only names that contain this")
    p.add_argument("--seed", type=int, help="another seed gives other orders (demo, seeded)")
    p.add_argument("--orders", type=int, default=120, help="orders of the seeded set (default 120)")
    p.add_argument("--hours", type=float, default=8, help="length of the quiet night (default 8)")
    p.add_argument("--workers", type=int, default=2, help="processes (default 2)")
    p.add_argument("--list", action="store_true", help="name what the preset holds and write nothing")
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """Answers the exit status: 0 done, 2 wrong arguments."""
    p = parser()
    args = p.parse_args(argv)
    if not args.list and args.out is None:
        p.error("say where to write: --out FOLDER")
    if args.preset in LONG:
        return _long(args)
    scenarios = demo(*_given(args.seed)) if args.preset == "demo" else seeded_set(args.orders, *_given(args.seed))
    chosen = [s for s in scenarios if not args.only or args.only in s.name]
    if args.list:
        for s in chosen:
            e = s.encoding
            print(
                f"{s.name}  {s.camera}  {s.width}x{s.height} {s.fps:g} fps{' variable' if s.vfr else ''}"
                f"  {e.codec} gop {e.gop}"
                f"  {'sticker' if s.sticker else 'no sticker'}  {s.duration_ms / 1000:g} s  {len(s.orders)} orders"
            )
        return 0
    truths = render_all(chosen, args.out, workers=args.workers, progress=_say)
    _summary(truths)
    return 0


def _given(seed: int | None) -> tuple[int, ...]:
    return () if seed is None else (seed,)


def _long(args: argparse.Namespace) -> int:
    truths = []
    for name in LONG[args.preset]:
        if args.only and args.only not in name:
            continue
        if args.list:
            print(name)
            continue
        if args.preset == "bench":
            sticker = "sticker" in name
            truths.append(
                bench_file(
                    args.out / ("Bench" if sticker else "BenchPlain") / name,
                    gop=int(name.rsplit("gop")[1]),
                    sticker=sticker,
                    workers=args.workers,
                )
            )
        else:
            truths.append(
                quiet_night(args.out / "Night" / name, hours=args.hours, order="order" in name, workers=args.workers)
            )
        _say(len(truths), len(LONG[args.preset]), name)
    if truths:
        _summary(truths)
    return 0


def _say(done: int, total: int, name: str) -> None:
    print(f"[{done}/{total}] {name}", file=sys.stderr, flush=True)


def _summary(truths: Sequence[Truth]) -> None:
    seconds = sum(r.duration_ms for t in truths for r in t.recordings) / 1000
    print(
        f"{sum(len(t.recordings) for t in truths)} files, {seconds / 60:.1f} minutes, "
        f"{sum(len(t.orders) for t in truths)} orders, "
        f"{sum(len(o.codes) for t in truths for o in t.orders)} codes"
    )
