"""`epack bench`: how right and how fast, as tables with ratios from one run, and JSON beside them."""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from backend.bench import accuracy, again, real, same, speed, workers
from backend.bench.measure import save
from backend.commands.profile import camera_from
from backend.config.paths import PROJECT_DIR
from backend.demo.batch import render_all
from backend.demo.preset_demo import demo
from backend.demo.preset_long import bench_file, quiet_night
from backend.demo.preset_seeded import seeded_set
from backend.demo.preset_two_labels import two_labels
from backend.domain.errors import InvalidInput

_GOPS = (50, 250)
_ORDERS = 120


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "bench",
        help="measure how right and how fast, on this machine",
        description=f"Parts: {', '.join(PARTS)}; all of them without a name. Footage is made once and kept. Run it on "
        "a quiet machine.",
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="what to measure (default: everything)")
    parser.add_argument("--out", type=Path, default=PROJECT_DIR / "resources" / "bench", help="footage and JSON")
    parser.add_argument("--rounds", type=_whole, default=3, help="timed runs of each way (default 3)")
    parser.add_argument("--orders", type=_whole, default=_ORDERS, help=f"orders of the seeded set (default {_ORDERS})")
    parser.add_argument("--hours", type=_positive, default=8, help="length of the night (default 8)")
    parser.add_argument("--codes", type=_whole, default=10_000_000, help="codes to search among (default 10 million)")
    parser.add_argument("--minutes", type=_positive, default=60, help="length of the file to cut from (default 60)")
    parser.add_argument("--dvr-scan", default="dvr-scan", metavar="PROGRAM", help="measured too where it is installed")
    parser.set_defaults(run=run)


def _whole(text: str) -> int:
    number = int(text) if text.lstrip("-").isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {text}")
    return number


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"must be above 0, not {text}")
    return number


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
    render_all(demo(), args.out / "demo", workers=_cores())
    results = {}
    for name, folder in (("demo", args.out / "demo"), (f"seeded, {args.orders} orders", _seeded(args))):
        results[name] = accuracy.measure(folder, workers=_cores(), tell=_say)
    _say("\n" + accuracy.as_table(results))
    return results


def _same(args: argparse.Namespace) -> dict[str, Any]:
    result = same.measure(_seeded(args), workers=_cores(), tell=_say)
    _say("\n" + same.as_table(result))
    return result


def _seeded(args: argparse.Namespace) -> Path:
    """The footage of the seeded set; a set of another size lies in a folder of its own."""
    folder: Path = args.out / ("seeded" if args.orders == _ORDERS else f"seeded-{args.orders}")
    render_all(seeded_set(args.orders), folder, workers=_cores())
    return folder


def _again(args: argparse.Namespace) -> dict[str, Any]:
    folder = args.out / "two-labels"
    render_all(two_labels(), folder, workers=_cores())
    result = again.measure(folder, workers=_cores(), tell=_say)
    _say("\n" + again.as_table(result))
    return result


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
            results[name] = speed.measure(file, camera, cores=_cores(), rounds=args.rounds, dvr_scan=args.dvr_scan)
            results[name]["right"] = accuracy.measure(folder, workers=_cores(), tell=_say)
            _say(f"\n### {name}\n\n{speed.as_table(results[name])}\n")
    return results


def _workers(args: argparse.Namespace) -> dict[str, Any]:
    folder = args.out / "fast" / "sticker-gop50"
    truth = _once(folder, partial(bench_file, gop=50, sticker=True, workers=_cores()))
    result = workers.measure(folder / truth["recordings"][0]["path"], truth["profile"], rounds=args.rounds)
    _say(workers.as_table(result))
    return result


def _night(args: argparse.Namespace) -> dict[str, Any]:
    results = {}
    for name, order in (("quiet", False), ("one-order", True)):
        folder = args.out / "night" / (name if args.hours == 8 else f"{name}-{args.hours:g}h")
        truth = _once(folder, partial(quiet_night, hours=args.hours, order=order, workers=_cores()))
        camera = camera_from(truth["profile"], truth["camera"])
        files = [str(folder / one["path"]) for one in truth["recordings"]]
        results[name] = workers.night(files, camera, truth["orders"], cores=_cores())
    _say(workers.night_table(results))
    return results


def _search(args: argparse.Namespace) -> dict[str, Any]:
    return _script("search", "--codes", str(args.codes), "--store", str(args.out / f"search-{args.codes}"))


def _clip(args: argparse.Namespace) -> dict[str, Any]:
    folder = args.out / "clip"
    folder.mkdir(parents=True, exist_ok=True)
    recording = folder / f"{args.minutes:g}-minutes.mp4"
    return _script("clip", "--minutes", str(args.minutes), "--recording", str(recording), "--folder", str(folder))


def _trace(args: argparse.Namespace) -> dict[str, Any]:
    return _script("trace", "--folder", str(args.out / "trace"))


def _dashboard(args: argparse.Namespace) -> dict[str, Any]:
    return _script("dashboard", "--folder", str(args.out / "dashboard"))


def _overview(args: argparse.Namespace) -> dict[str, Any]:
    return _script("overview", "--folder", str(args.out / "overview"))


def _timeline(args: argparse.Namespace) -> dict[str, Any]:
    return {str(events): _script("timeline", "--events", str(events)) for events in (2_000, 12_000)}


def _health(args: argparse.Namespace) -> dict[str, Any]:
    return _script("health")


def _script(name: str, *options: str) -> dict[str, Any]:
    """Run a measurement that needs no part of this process; it prints its own table. Missed aims are in its figures."""
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures.json"
        command = [sys.executable, str(PROJECT_DIR / "scripts" / "bench.d" / f"{name}.py"), *options]
        done = subprocess.run([*command, "--json", str(figures)], check=False)
        if not figures.exists():
            raise InvalidInput(f"The measurement {name!r} broke off with exit code {done.returncode}.")
        if done.returncode:
            _say("An aim was missed.")
        loaded: dict[str, Any] = json.loads(figures.read_text(encoding="utf-8"))
        return loaded


PARTS: dict[str, Callable[[argparse.Namespace], dict[str, Any] | None]] = {
    "right": _right,
    "same": _same,
    "again": _again,
    "photos": _photos,
    "hands": _hands,
    "containers": _containers,
    "fast": _fast,
    "workers": _workers,
    "night": _night,
    "search": _search,
    "clip": _clip,
    "trace": _trace,
    "dashboard": _dashboard,
    "overview": _overview,
    "timeline": _timeline,
    "health": _health,
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
