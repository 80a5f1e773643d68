#!/usr/bin/env python3
"""Live cameras: how soon an order can be found, and what recording many streams costs.

    scripts/bench.d/live.py delay --minutes 5 --cameras 2 --out FOLDER
    scripts/bench.d/live.py streams --streams 50 --seconds 60 --out FOLDER

The cameras are this project's own RTSP server in a process of its own, on this machine; it takes processor time too.
`streams` also measures `ffmpeg -c copy` for the same streams where that program is installed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import av
import psutil

from backend.bootstrap import build
from backend.config.env import Environment
from backend.config.paths import PROJECT_DIR
from backend.sources.live.ports import LiveLimits
from database.engine import open_store
from tests.support.footage import small_order_clip
from tests.support.live_bench import LiveBench
from tests.support.live_shop import EventWatch, add_live_camera


@contextmanager
def cameras(clips: dict[str, Path]) -> Iterator[tuple[int, psutil.Process]]:
    """The RTSP server in a process of its own, with one camera for each name; its port and itself."""
    named = [f"{name}={path}" for name, path in clips.items()]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.rtsp_server", "0", *named],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT_DIR,
    ) as server:  # fmt: skip
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline().split()[1]), psutil.Process(server.pid)
        finally:
            server.terminate()


def delay(args: argparse.Namespace) -> dict[str, object]:
    """Orders of 13 s, one every 20 s at each camera, analysed by the whole program with its usual settings."""
    made = small_order_clip()
    folder = args.out / "live-delay"
    shutil.rmtree(folder, ignore_errors=True)
    names = [f"table-{number + 1}" for number in range(args.cameras)]
    application = build(Environment(data_dir=folder))
    application.services.settings.change({"keep_free_gb": 0.1, "run_default_on_start": True})
    with cameras(dict.fromkeys(names, made.path)) as (port, _):
        application.start()
        try:
            application.services.programs.start("default")
            for name in names:
                add_live_camera(application, name, made.truth.profile, f"rtsp://127.0.0.1:{port}/{name}")
            watch = EventWatch(application)
            watch.run(args.minutes * 60)
        finally:
            application.stop()
    delays = sorted(watch.delays_ms())
    result = {
        "cameras": args.cameras,
        "events": len(delays),
        "events_that_vanished": len(watch.gone),
        "median_s": statistics.median(delays) / 1000 if delays else None,
        "p95_s": delays[max(0, round(0.95 * len(delays)) - 1)] / 1000 if delays else None,
        "worst_s": delays[-1] / 1000 if delays else None,
    }
    print(json.dumps(result))
    return result


def clip(folder: Path) -> Path:
    """20 s of 1080p25 at 2 Mbit/s, a keyframe every 2 s."""
    path = folder / "live-1080p.mp4"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    source = small_order_clip().path
    part = path.with_suffix(".part.mp4")
    with av.open(str(source)) as small, av.open(str(part), "w") as large:
        stream = large.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 1920, 1080, "yuv420p", 2_000_000
        stream.gop_size, stream.codec_context.time_base = 50, Fraction(1, 25)
        stream.options = {
            "preset": "veryfast", "x264-params": "nal-hrd=cbr:vbv-maxrate=2000:vbv-bufsize=2000:bframes=0:scenecut=0"
        }  # fmt: skip
        count = 0
        for frame in small.decode(video=0):
            for _ in range(2):
                picture = frame.reformat(1920, 1080, "yuv420p")
                picture.pts, picture.time_base = count, Fraction(1, 25)
                large.mux(stream.encode(picture))
                count += 1
        large.mux(stream.encode())
    part.replace(path)
    return path


def streams(args: argparse.Namespace) -> dict[str, object]:
    clips = {f"cam{number}": clip(args.out) for number in range(args.streams)}
    with cameras(clips) as (port, server):
        urls = {name: f"rtsp://127.0.0.1:{port}/{name}" for name in clips}
        ours = _epack(urls, args, server)
        theirs = _ffmpeg(urls, args, server) if shutil.which("ffmpeg") else None
    result = {"streams": args.streams, "seconds": args.seconds, "epack": ours, "ffmpeg": theirs}
    print(json.dumps(result))
    return result


def _epack(urls: dict[str, str], args: argparse.Namespace, server: psutil.Process) -> dict[str, object]:
    folder = args.out / "live-streams"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    own = psutil.Process()
    with open_store(folder / "epack.db") as store:
        before_mb = own.memory_info().rss / 1e6
        bench = LiveBench(store, folder, limits=LiveLimits(keep_free_bytes=0))
        for name, url in urls.items():
            bench.add(name, url)
        bench.start()
        _until_all_run(bench, len(urls))
        cpu, theirs, began = own.cpu_times(), server.cpu_times(), time.monotonic()
        time.sleep(args.seconds)
        took_s = time.monotonic() - began
        used_s, server_s = _cpu(own.cpu_times(), cpu), _cpu(server.cpu_times(), theirs)
        memory_mb = own.memory_info().rss / 1e6
        bench.stop()
        lost, gaps = _lost(bench, len(urls))
    return {
        "cpu_percent_per_stream": round(100 * used_s / took_s / len(urls), 3),
        "memory_mb_per_stream": round((memory_mb - before_mb) / len(urls), 2),
        "server_cpu_percent": round(100 * server_s / took_s, 1),
        "pictures_lost": lost,
        "gaps": gaps,
    }


def _until_all_run(bench: LiveBench, count: int) -> None:
    until = time.monotonic() + 180
    while sum(one.state == "running" for one in bench.cameras.statuses()) < count:
        assert time.monotonic() < until, [one for one in bench.cameras.statuses() if one.state != "running"][:3]
        time.sleep(0.5)
    time.sleep(5)


def _lost(bench: LiveBench, count: int) -> tuple[int, int]:
    """Pictures missing within and between the recordings, by their times; and gaps."""
    lost = gaps = 0
    for camera_id in range(1, count + 1):
        gaps += len(bench.gaps_of(camera_id))
        end_s: float | None = None
        for one in bench.recorded(camera_id):
            start_s = one.start_ms / 1000
            with av.open(str(one.path)) as container:
                shown = container.streams.video[0]
                times = [float(p.pts * p.time_base) for p in container.demux(shown) if p.pts is not None]
            lost += sum(round((b - a) * 25) - 1 for a, b in pairwise(times))
            if end_s is not None:
                lost += max(0, round((start_s - end_s) * 25))
            end_s = start_s + len(times) / 25
    return lost, gaps


def _ffmpeg(urls: dict[str, str], args: argparse.Namespace, server: psutil.Process) -> dict[str, object]:
    """One process a stream, as people run it: a minute's segments, nothing decoded."""
    folder = args.out / "live-ffmpeg"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    running = [
        subprocess.Popen(
            ["ffmpeg", "-nostdin", "-loglevel", "error", "-rtsp_transport", "tcp", "-i", url, "-c", "copy", "-an",
             "-f", "segment", "-segment_time", "60", "-segment_format_options",
             "movflags=frag_keyframe+empty_moov+default_base_moof", str(folder / f"{name}-%03d.mp4")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for name, url in urls.items()
    ]  # fmt: skip
    try:
        until = time.monotonic() + 180
        while len(list(folder.glob("*-000.mp4"))) < len(urls) and time.monotonic() < until:
            time.sleep(0.5)
        time.sleep(5)
        watched = [psutil.Process(one.pid) for one in running]
        before = [one.cpu_times() for one in watched]
        began = time.monotonic()
        time.sleep(args.seconds)
        took_s = time.monotonic() - began
        used_s = sum(_cpu(one.cpu_times(), at) for one, at in zip(watched, before, strict=True))
        memory_mb = sum(one.memory_full_info().pss for one in watched) / 1e6
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait(20)
    return {
        "cpu_percent_per_stream": round(100 * used_s / took_s / len(urls), 3),
        "memory_mb_per_stream": round(memory_mb / len(urls), 2),
    }


def _cpu(now: object, before: object) -> float:
    return sum(getattr(now, name) - getattr(before, name) for name in ("user", "system"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("delay", "streams"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--cameras", type=int, default=2)
    parser.add_argument("--streams", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    {"delay": delay, "streams": streams}[args.part](args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
