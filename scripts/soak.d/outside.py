"""The world outside of ePACK, in a process of its own: cameras and a Drive, and what goes wrong with them.

python outside.py --streams 8 --packing 2 --fault-every 20 --file-every 8 --seed 1

Tells what it does on its standard output, one JSON object a line (`at_ms`, `to_ms`: UTC epoch ms); obeys `calm` (no
faults and no new files any more) and `quit` on its standard input.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.footage import footage, quiet_clip, small_scenario, two_orders_clip
from tests.support.google_drive import CLIENT_ID, CLIENT_SECRET, GoogleDriveServer
from tests.support.rtp_track import Track
from tests.support.rtsp_server import RtspServer

FIRST_FAULT_S = 15.0
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now_ms() -> int:
    return round(time.time() * 1000)


def tell(kind: str, **facts: Any) -> None:
    print(json.dumps({"kind": kind, **facts}), flush=True)


class Cameras:
    """The first `packing` of them show packing; the others an empty table, in changing sizes and codecs."""

    def __init__(self, streams: int, packing: int) -> None:
        quiet = replace(small_scenario(), name="quiet", duration_ms=10_000, orders=())
        self._quiet = [
            Track(quiet_clip().path),
            Track(footage(replace(quiet, name="quiet-small", width=480, height=270)).path),
            Track(footage(replace(quiet, name="quiet-h265", encoding=replace(quiet.encoding, codec="h265"))).path),
        ]
        busy = Track(two_orders_clip().path)
        self._tracks = {f"cam{n}": busy if n < packing else self._quiet[0] for n in range(streams)}
        self.packing = [f"cam{n}" for n in range(packing)]
        self._told: dict[str, int] = {}
        self._server = RtspServer(self._tracks)
        self.urls = {name: self._server.url(name) for name in self._tracks}

    def tell_loops(self) -> None:
        """When the clips of packing began anew."""
        for name in self.packing:
            begun = self._server.cameras[name].begun_s
            for at_s in begun[self._told.get(name, 0) :]:
                tell("loop", camera=name, at_ms=round(at_s * 1000))
            self._told[name] = len(begun)

    def misbehave(self, chance: random.Random, stop: threading.Event) -> None:
        name = chance.choice(list(self._tracks))
        changes = ["change"] if name not in self.packing else []
        what = chance.choices(["cut", "freeze", *changes, "restart"], [4, 3, *[3 for _ in changes], 1])[0]
        began_ms = now_ms()
        camera = self._server.cameras[name]
        if what == "cut":
            camera.cut()
        elif what == "freeze":
            camera.frozen = True
            stop.wait(chance.uniform(3.0, 20.0))
            camera.frozen = False
        elif what == "change":
            others = [one for one in self._quiet if one is not camera.track]
            camera.change_to(chance.choice(others))
            self._tracks[name] = camera.track
        else:
            self._restart(chance.uniform(1.0, 8.0), stop)
        told = sorted(self._tracks) if what == "restart" else [name]
        tell("fault", what=what, cameras=told, at_ms=began_ms, to_ms=now_ms())

    def _restart(self, away_s: float, stop: threading.Event) -> None:
        port = self._server.port
        self._server.close()
        self.tell_loops()
        tell("away", at_ms=now_ms())
        stop.wait(away_s)
        self._server = RtspServer(self._tracks, port=port)
        self._told = {}

    def close(self) -> None:
        self._server.close()


class Drive:
    """Two folders that grow."""

    def __init__(self) -> None:
        self.server = GoogleDriveServer()
        self.folders = {name: self.server.folder(name) for name in ("Door", "Ramp")}
        self._clip = quiet_clip().path.read_bytes()
        self._count = 0

    def ready(self) -> dict[str, Any]:
        return {
            "kind": "drive",
            "address": self.server.server.url,
            "config": {"client_id": CLIENT_ID, "since_days": 0, "sync_interval_min": 1},
            "secrets": {"client_secret": CLIENT_SECRET, "token": self.server.token()},
            "folders": self.folders,
        }

    def grow(self, chance: random.Random) -> None:
        folder = list(self.folders)[self._count % 2]
        # Yesterday's, half a minute after the one before, named in the time of the shop.
        at = datetime.now(UTC) - timedelta(days=1, seconds=-30 * self._count)
        title = f"NVR_{at.astimezone(_ZONE):%Y%m%d_%H%M%S}.mp4"
        modified = f"{at + timedelta(seconds=10):%Y-%m-%dT%H:%M:%S.000Z}"
        # A box that players skip makes every file another one.
        filling = chance.randbytes(chance.randint(10_000, 2_000_000))
        data = self._clip + (len(filling) + 8).to_bytes(4, "big") + b"free" + filling
        if chance.random() < 0.15:
            self.server.failures.append(chance.choice(
                [("alt=media", 403, "userRateLimitExceeded", {}), ("alt=media", 500, "backendError", {}),
                 ("/files", 429, "rateLimitExceeded", {})]
            ))  # fmt: skip
        file_id = self.server.file(title, self.folders[folder], data, modified=modified, created=modified)
        if chance.random() < 0.2:
            self.server.breaks[file_id] = [chance.randint(1, len(data) - 1)]
        elif chance.random() < 0.1:
            self.server.flips[file_id] = 1
        self._count += 1
        tell("file", id=file_id, title=title, folder=folder, md5=hashlib.md5(data).hexdigest(), size=len(data))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, required=True)
    parser.add_argument("--packing", type=int, required=True)
    parser.add_argument("--fault-every", type=float, required=True)
    parser.add_argument("--file-every", type=float, required=True)
    parser.add_argument("--seed", type=int, required=True)
    args = parser.parse_args()
    cameras, drive, calm = Cameras(args.streams, args.packing), Drive(), threading.Event()
    over = threading.Event()
    truth = two_orders_clip().truth
    began_ms = truth.recordings[0].start_ms
    orders = [[one.start_ms - began_ms, one.end_ms - began_ms, one.codes[0].text] for one in truth.orders]
    tell("ready", urls=cameras.urls, packing=cameras.packing, drive=drive.ready(), orders=orders, profile=truth.profile)
    threads = [
        threading.Thread(target=_faults, args=(cameras, args, calm, over)),
        threading.Thread(target=_files, args=(drive, args, calm)),
    ]
    for thread in threads:
        thread.start()
    while (line := sys.stdin.readline().strip()) and line != "quit":
        if line == "calm":
            calm.set()
    calm.set()
    over.set()
    for thread in threads:
        thread.join()
    cameras.tell_loops()
    cameras.close()
    drive.server.close()
    return 0


def _faults(cameras: Cameras, args: argparse.Namespace, calm: threading.Event, over: threading.Event) -> None:
    chance = random.Random(args.seed)
    next_s = time.monotonic() + FIRST_FAULT_S
    calm_told = False
    while not over.wait(0.5):
        cameras.tell_loops()
        if calm.is_set():
            if not calm_told:
                tell("calm")
            calm_told = True
        elif time.monotonic() >= next_s:
            cameras.misbehave(chance, calm)
            next_s = time.monotonic() + max(3.0, chance.expovariate(1 / args.fault_every))


def _files(drive: Drive, args: argparse.Namespace, calm: threading.Event) -> None:
    chance = random.Random(args.seed + 1)
    while not calm.wait(chance.expovariate(1 / args.file_every)):
        drive.grow(chance)


if __name__ == "__main__":
    sys.exit(main())
