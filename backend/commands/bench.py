"""`epack bench`: how right and how fast, as tables with ratios from one run, and JSON beside them."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from backend.bench import accuracy, real, speed, workers
from backend.bench.measure import save
from backend.commands.profile import camera_from
from backend.config.paths import PROJECT_DIR
from backend.demo.batch import render_all
from backend.demo.preset_demo import demo
from backend.demo.preset_long import bench_file, quiet_night
from backend.demo.preset_seeded import seeded_set
from backend.domain.errors import InvalidInput

_GOPS = (50, 250)


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "bench",
        help="measure how right and how fast, on this machine",
        description=f"Parts: {', '.join(PARTS)}; all of them without a name. Footage is made once and kept. Run it on "
        "a quiet machine.",
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="what to measure (default: everything)")
    parser.add_argument("--out", type=Path, default=PROJECT_DIR / "resources" / "bench", help="footage and JSON")
    parser.add_argument("--rounds", type=int, default=3, help="timed runs of each way (default 3)")
    parser.add_argument("--orders", type=int, default=120, help="orders of the seeded set (default 120)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises InvalidInput for a part that does not exist."""
    unknown = sorted(set(args.parts) - set(PARTS))
    if unknown:
        raise InvalidInput(f"There is no part {unknown[0]!r}. Parts are: {', '.join(PARTS)}.")
    for name in args.parts or PARTS:
        print(f"\n## {name}\n", flush=True)
        result = PARTS[name](args)
        if result is not None:
            print(f"\n(figures: {save(args.out / 'results', name, result)})", flush=True)
    return 0


def _right(args: argparse.Namespace) -> dict[str, Any]:
    cores = _cores()
    results = {}
    for name, scenarios in (("demo", demo()), (f"seeded, {args.orders} orders", seeded_set(args.orders))):
        folder = args.out / name.split(",")[0]
        render_all(scenarios, folder, workers=cores)
        results[name] = accuracy.measure(folder, workers=cores, tell=_say)
    _say("\n" + accuracy.as_table(results))
    return results


def _photos(_args: argparse.Namespace) -> dict[str, Any] | None:
    if not _has_real_data():
        return None
    rows = real.photos()
    _say(real.photos_table(rows))
    return {"folders": rows}


def _hands(_args: argparse.Namespace) -> dict[str, Any] | None:
    if not _has_real_data():
        return None
    result = real.hands()
    _say(json.dumps(result, indent=1))
    return result


def _containers(_args: argparse.Namespace) -> dict[str, Any] | None:
    if not _has_real_data():
        return None
    result = real.containers()
    _say(json.dumps(result, indent=1))
    return result


def _fast(args: argparse.Namespace) -> dict[str, Any]:
    results = {}
    for sticker in (True, False):
        for gop in _GOPS:
            name = f"{'sticker' if sticker else 'plain'}-gop{gop}"
            folder = args.out / "fast" / name
            truth = _once(folder, partial(bench_file, gop=gop, sticker=sticker, workers=_cores()))
            camera = camera_from(truth["profile"], truth["camera"])
            file = folder / truth["recordings"][0]["path"]
            results[name] = speed.measure(file, camera, cores=_cores(), rounds=args.rounds)
            results[name]["right"] = accuracy.measure(folder, workers=_cores(), tell=_say)
            _say(f"\n### {name}\n\n{speed.as_table(results[name])}\n")
    return results


def _workers(args: argparse.Namespace) -> dict[str, Any]:
    folder = args.out / "fast" / "sticker-gop50"
    truth = _once(folder, partial(bench_file, gop=50, sticker=True, workers=_cores()))
    camera = camera_from(truth["profile"], truth["camera"])
    result = workers.measure(folder / truth["recordings"][0]["path"], camera, rounds=args.rounds)
    _say(workers.as_table(result))
    return result


def _night(args: argparse.Namespace) -> dict[str, Any]:
    results = {}
    for name, order in (("quiet", False), ("one-order", True)):
        folder = args.out / "night" / name
        truth = _once(folder, partial(quiet_night, hours=8, order=order, workers=_cores()))
        camera = camera_from(truth["profile"], truth["camera"])
        files = [str(folder / one["path"]) for one in truth["recordings"]]
        results[name] = workers.night(files, camera, truth["orders"], cores=_cores())
        _say(f"{name}: {json.dumps(results[name])}")
    return results


def _script(name: str) -> Callable[[argparse.Namespace], None]:
    def measure(_args: argparse.Namespace) -> None:
        subprocess.run([sys.executable, str(PROJECT_DIR / "scripts" / "bench.d" / f"{name}.py")], check=True)

    return measure


PARTS: dict[str, Callable[[argparse.Namespace], dict[str, Any] | None]] = {
    "right": _right,
    "photos": _photos,
    "hands": _hands,
    "containers": _containers,
    "fast": _fast,
    "workers": _workers,
    "night": _night,
    "search": _script("search"),
    "clip": _script("clip"),
}


def _once(folder: Path, make: Callable[[Path], Any]) -> dict[str, Any]:
    """The truth of footage that is made when it is not there yet (its truth file is written last)."""
    found = list(folder.glob("*.truth.json"))
    if not found:
        folder.mkdir(parents=True, exist_ok=True)
        _say(f"making {folder.name} ...")
        make(folder)
        found = list(folder.glob("*.truth.json"))
    loaded: dict[str, Any] = json.loads(found[0].read_text(encoding="utf-8"))
    return loaded


def _has_real_data() -> bool:
    if real.DATA.is_dir():
        return True
    _say(f"skipped: the real footage is not there ({real.DATA})")
    return False


def _cores() -> int:
    return psutil.cpu_count(logical=True) or 1


def _say(line: str) -> None:
    print(line, flush=True)
