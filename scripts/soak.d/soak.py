"""A long run of the whole product among cameras and a Drive that misbehave; see scripts/soak."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checks import Evidence, Times, Verdict, stream_checks
from more_checks import analysed_check, drive_check, event_checks, events_of, log_check, memory_checks, recorded_orders
from product import Product
from truth import Truth
from watching import Watch

from backend.config.paths import PROJECT_DIR

LOOK_S = 1.0
CALM_S = 60.0
"""At the end, without faults: whole orders are seen on every table."""
SETTLE_S = 300.0
"""After that: for what the source still has, and what waits for the analysis."""
FRAME = {"frame_width": 640, "frame_height": 360}


class Outside:
    """The process of cameras and Drive."""

    def __init__(self, args: argparse.Namespace) -> None:
        every_s = 20.0 if args.minutes >= 3 else 8.0
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "outside.py"), "--streams", str(args.streams), "--packing",
             str(args.packing), "--seed", str(args.seed), "--fault-every", str(every_s), "--file-every", "8"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT_DIR, start_new_session=True,
        )  # fmt: skip
        self._lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        ready = self._lines.get()
        if ready is None:
            raise RuntimeError("the cameras did not start; what they said is above")
        self.truth = Truth(ready)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)

    def take(self) -> None:
        """Write down what happened since."""
        while not self._lines.empty():
            line = self._lines.get()
            if line is None:
                raise RuntimeError("the cameras ended by themselves; what they said is above")
            self.truth.note(line)

    def calm(self) -> None:
        """Returns once there are no faults any more."""
        self._say("calm")
        while not self.truth.calm:
            time.sleep(0.1)
            self.take()

    def quit(self) -> None:
        self._say("quit")
        while (line := self._lines.get()) is not None:
            self.truth.note(line)
        self._process.wait(30)

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _say(self, word: str) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(word + "\n")
            self._process.stdin.flush()


def set_up(product: Product, truth: Truth) -> None:
    """As an owner would: settings, the cameras with the regions of the packing tables, the Drive, the programme."""
    product.ask("PATCH", "/api/settings", {"keep_free_gb": 0.1, "live_segment_s": 60, "workers_max": 2})
    urls, profile = truth.ready["urls"], truth.ready["profile"]
    streams = [{"key": name, "name": name, "main": url} for name, url in urls.items()]
    rtsp = {
        "name": "Cameras", "kind": "rtsp", "config": {"cameras": streams},
        "cameras": [{"key": name, "name": name} for name in urls],
    }  # fmt: skip
    product.ask("POST", "/api/sources/remote", rtsp)
    regions = {kind: profile[kind] for kind in ("trigger", "label", "packing")} | FRAME
    ids = {one["name"]: one["id"] for one in product.ask("GET", "/api/cameras")["items"]}
    for name in truth.ready["packing"]:
        product.ask("PUT", f"/api/cameras/{ids[name]}/regions", regions)
    drive = truth.ready["drive"]
    source = {
        "name": "Drive", "kind": drive["kind"], "config": drive["config"], "secrets": drive["secrets"],
        "cameras": [{"key": key, "name": name} for name, key in drive["folders"].items()],
    }  # fmt: skip
    product.ask("POST", "/api/sources/remote", source)
    product.ask("POST", "/api/program", {"program": "default", "action": "run"})


def kill_times(args: argparse.Namespace, chance: random.Random) -> list[float]:
    """Seconds from the beginning. The last two fifths are left in peace, so that memory can be judged."""
    until_s = args.minutes * 60 * 0.6
    if args.minutes < 4:
        return [args.minutes * 60 * 0.45]
    found, at_s = [], chance.uniform(60, 150)
    while at_s < until_s:
        found.append(at_s)
        at_s += chance.uniform(90, 300)
    return found


def go_on(args: argparse.Namespace, product: Product, outside: Outside, watch: Watch, since_ms: int) -> None:
    chance = random.Random(args.seed)
    kills = kill_times(args, chance)
    begun_s = told_s = time.monotonic()
    while (passed_s := time.monotonic() - begun_s) < args.minutes * 60:
        outside.take()
        watch.look(since_ms)
        if kills and passed_s >= kills[0]:
            kills.pop(0)
            say(f"{passed_s:4.0f} s: kill -9")
            product.kill()
            time.sleep(chance.uniform(0.5, 5.0))
            product.start()
        if product.process is not None and product.process.poll() is not None:
            raise RuntimeError("the server ended by itself")
        if time.monotonic() - told_s > 60:
            told_s = time.monotonic()
            say(f"{passed_s:4.0f} s: {len(outside.truth.faults)} faults, {len(outside.truth.files)} files, "
                f"{len(watch.events)} events, {watch.samples[-1].mib if watch.samples else 0:.0f} MiB")  # fmt: skip
        time.sleep(LOOK_S)


def settle(product: Product, outside: Outside, watch: Watch, begun_ms: int) -> int:
    """Until all that the Drive has is fetched and the orders of a quiet while are found; returns when that while ended,
    UTC epoch ms."""
    sources = product.ask("GET", "/api/sources")["items"]
    drive_id = next(one["id"] for one in sources if one["name"] == "Drive")
    begun_s, judged_ms, left = time.monotonic(), 0, "everything"
    while time.monotonic() - begun_s < CALM_S + SETTLE_S:
        time.sleep(LOOK_S)
        outside.take()
        watch.look(begun_ms)
        if time.monotonic() - begun_s < CALM_S:
            continue
        if not judged_ms:
            judged_ms = round(time.time() * 1000)
            with contextlib.suppress(RuntimeError):
                product.ask("POST", f"/api/sources/{drive_id}/sync", {})
        now_ms = round(time.time() * 1000)
        so_far = Evidence(product.data_dir, outside.truth, product.outages, Times(begun_ms, judged_ms, now_ms))
        left = waiting(so_far)
        if not left:
            return judged_ms
    say(f"after {SETTLE_S:.0f} s something is still waiting: {left}")
    return judged_ms


def waiting(left: Evidence) -> str:
    """What still has to come; empty: nothing."""
    done = sum(state == "done" for _, state, _ in left.fetched)
    missed = sum(not events_of(left, one) for one in recorded_orders(left))
    late = [name for name, found in left.recorded.items() if not found or found[-1].span[1] < left.judged_ms]
    files = len(left.truth.files) - done
    # One being analysed for each camera is usual: recordings are looked at while they grow.
    queued = max(0, left.states.get("pending", 0) + left.states.get("claimed", 0) - len(left.truth.cameras))
    parts = {"files": files, "orders": missed, "cameras": len(late), "recordings": queued}
    return ", ".join(f"{count} {name}" for name, count in parts.items() if count > 0)


def verdicts(left: Evidence, watch: Watch, *, ended_well: bool) -> Iterator[Verdict]:
    yield drive_check(left)
    yield from stream_checks(left)
    yield analysed_check(left)
    yield from event_checks(left, watch)
    yield from memory_checks(watch)
    yield log_check(left)
    yield Verdict(
        "ends when it is told to", ended_well, "by itself" if ended_well else "it had to be killed, or failed"
    )


def run(args: argparse.Namespace, folder: Path) -> int:
    say(f"{args.minutes:g} minutes, {args.streams} streams, seed {args.seed}, in {folder}")
    outside = Outside(args)
    product = Product(folder, outside.truth.ready["drive"]["address"])
    watch = Watch(product)
    trouble = ""
    try:
        product.start()
        begun_ms = round(time.time() * 1000)
        set_up(product, outside.truth)
        try:
            go_on(args, product, outside, watch, begun_ms)
        except KeyboardInterrupt:
            say("ended early; checking what there is")
        outside.calm()
        judged_ms = settle(product, outside, watch, begun_ms)
        ended_ms = round(time.time() * 1000)
        ended_well = product.stop()
        outside.quit()
    except RuntimeError as error:
        trouble = str(error)
        raise
    finally:
        outside.end()
        product.stop()
        if trouble:
            say(f"left in {folder}")
    left = Evidence(product.data_dir, outside.truth, product.outages, Times(begun_ms, judged_ms, ended_ms))
    found = list(verdicts(left, watch, ended_well=ended_well))
    report(args, found, left, watch)
    return 0 if all(one.ok for one in found) else 1


def report(args: argparse.Namespace, found: list[Verdict], left: Evidence, watch: Watch) -> None:
    for one in found:
        print(f"{'ok   ' if one.ok else 'WRONG'}  {one.name:40}  {one.found}")
        for wrong in one.wrong[:10] if not one.ok else []:
            print(f"         {json.dumps(wrong)[:600]}")
    if args.json is None:
        return
    body = {
        "minutes": args.minutes, "streams": args.streams, "packing": args.packing, "seed": args.seed,
        "load": os.getloadavg(), "ok": all(one.ok for one in found), "checks": [one.as_json() for one in found],
        "faults": left.truth.faults, "outages": [[one.down_ms, one.up_ms] for one in left.outages],
        "memory": [[round(s.at_s - watch.samples[0].at_s), s.pid, round(s.mib, 1), s.threads, s.files]
                   for s in watch.samples],
    }  # fmt: skip
    args.json.write_text(json.dumps(body, indent=1) + "\n", "utf-8")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--streams", type=int, default=8)
    parser.add_argument("--packing", type=int, default=2, help="streams that show packing (2)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="the same with every figure, as JSON")
    parser.add_argument("--keep", type=Path, help="a new folder for everything, which is kept")
    args = parser.parse_args()
    if not 0 < args.packing <= args.streams or args.minutes < 0.5:
        parser.error("at least half a minute, and 1 to all of the streams with packing")
    folder = args.keep or Path(tempfile.mkdtemp(prefix="epack-soak-"))
    folder.mkdir(parents=True, exist_ok=args.keep is None)
    status = 1
    try:
        status = run(args, folder)
    finally:
        if args.keep is None and status == 0:
            shutil.rmtree(folder, ignore_errors=True)
        elif args.keep is None:
            say(f"what was wrong can be looked at in {folder}")
    return status


if __name__ == "__main__":
    sys.exit(main())
