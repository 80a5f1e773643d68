"""The other lines of the table: the Drive, events, delays, memory, the log."""

from __future__ import annotations

import hashlib
import statistics
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from checks import JOIN_MS, Evidence, Verdict
from spans import overlap_ms, without
from truth import Order
from watching import Sample, State, Watch, slope_per_hour, stretches

STRETCH_S = 300.0
JUDGED_S = 600.0
WARM_UP_S = 120.0
"""Models are loaded and caches filled."""
STEEPEST = 100.0
"""MiB/hour over a stretch of JUDGED_S or more."""
MORE_THREADS, MORE_FILES = 8, 16
AIM_S = 60.0
AROUND_MS = 2_000
"""An order counts as recorded when so much around it is recorded too."""
EDGE_MS = 3_000


def drive_check(left: Evidence) -> Verdict:
    there = Counter(
        hashlib.md5(path.read_bytes()).hexdigest() for path in left.data_dir.rglob("*NVR_*") if path.is_file()
    )
    done = Counter(key for key, state, path in left.fetched if state == "done" and path)
    rows = Counter(path for path in left.found)
    paths = {key: path for key, state, path in left.fetched}
    wrong: list[Any] = []
    for one in left.truth.files:
        facts = there[one.md5], done[one.id], rows[paths.get(one.id)]
        if facts != (1, 1, 1):
            wrong.append({"file": f"{one.folder}/{one.title}", "on_disk": facts[0], "done": facts[1], "rows": facts[2]})
    foreign = sum(there.values()) - sum(there[one.md5] for one in left.truth.files)
    if foreign:
        wrong.append({"files_nobody_put_there": foreign})
    found = f"{len(left.truth.files) - len(wrong)} of {len(left.truth.files)} whole, once"
    return Verdict("every file of the Drive, whole, once", not wrong and bool(left.truth.files), found, wrong)


def analysed_check(left: Evidence) -> Verdict:
    waiting = {state: count for state, count in left.states.items() if state in ("pending", "claimed")}
    told = ", ".join(f"{count} {state}" for state, count in sorted(left.states.items()))
    # One is being written when the server ends.
    unfinished = max(0, sum(waiting.values()) - 2 * len(left.truth.cameras))
    return Verdict("everything analysed", not left.failed and not unfinished, told, [list(one) for one in left.failed])


def recorded_orders(left: Evidence) -> list[Order]:
    """Those of which nothing is missing."""
    return [one for one in left.truth.orders(left.judged_ms) if _is_recorded(left, one)]


def events_of(left: Evidence, order: Order) -> list[Any]:
    return [one for one in left.events if one[0] == order.camera and _is_of(one[2], one[3], order)]


def event_checks(left: Evidence, watch: Watch) -> Iterator[Verdict]:
    orders = recorded_orders(left)
    missed, twice = [], []
    for order in orders:
        found = events_of(left, order)
        if not found:
            missed.append({"camera": order.camera, "start_ms": order.start_ms, "code": order.code})
        if len(found) > 1:
            twice.append({"camera": order.camera, "start_ms": order.start_ms, "events": [one[1] for one in found]})
    for camera in left.truth.cameras:
        mine = [one for one in left.events if one[0] == camera]
        twice += [
            {"camera": camera, "events": [one[1], two[1]], "overlap_ms": one[3] - two[2]}
            for one, two in pairwise(mine)
            if one[3] - two[2] > JOIN_MS
        ]
    found_text = f"{len(orders) - len(missed)} of {len(orders)} wholly recorded orders, {len(twice)} doubles"
    yield Verdict("events found, none twice", not missed and not twice and bool(orders), found_text, missed + twice)
    yield _delays(left, watch, orders)


def _is_recorded(left: Evidence, order: Order) -> bool:
    whole = (order.start_ms - AROUND_MS, order.end_ms + AROUND_MS)
    return not without(whole, left.covered(order.camera))


def _is_of(start_ms: int, end_ms: int, order: Order) -> bool:
    return 2 * overlap_ms((start_ms, end_ms), (order.start_ms, order.end_ms)) > order.end_ms - order.start_ms


def _delays(left: Evidence, watch: Watch, orders: list[Order]) -> Verdict:
    """From the end of an order to the first answer that shows it as a whole with its code."""
    states = [state for shown in watch.events.values() for state in shown]
    calm: list[float] = []
    disturbed: list[float] = []
    for order in orders:
        seen_ms = min((one.seen_ms for one in states if _shows(one, order)), default=None)
        if seen_ms is None:
            continue
        waited = (order.end_ms - AROUND_MS, max(seen_ms, order.end_ms))
        kills = any(overlap_ms(waited, outage) for outage in left.outage_spans())
        (disturbed if kills else calm).append(max(0, seen_ms - order.end_ms) / 1000)
    if not calm:
        return Verdict("searchable after its end", False, "no order was seen as a whole")
    median_s, worst_s = statistics.median(calm), max(calm)
    found = f"median {median_s:.1f} s, worst {worst_s:.1f} s of {len(calm)} (aim {AIM_S:.0f} s)"
    if disturbed:
        found += f"; across a kill worst {max(disturbed):.1f} s of {len(disturbed)}"
    return Verdict("searchable after its end", median_s <= AIM_S, found, sorted(one for one in calm if one > AIM_S))


def _shows(state: State, order: Order) -> bool:
    return (
        state.camera == order.camera
        and order.code in state.codes
        and _is_of(state.start_ms, state.end_ms, order)
        and abs(state.end_ms - order.end_ms) <= EDGE_MS
        and "cut_short" not in state.flags
    )


def memory_checks(watch: Watch) -> Iterator[Verdict]:
    if len(watch.samples) < 2:
        yield Verdict("memory flat", False, "not sampled")
        return
    begun_s = watch.samples[0].at_s
    lines, wrong = [], []
    long_ones = [one for one in stretches(watch.samples) if one[-1].at_s - one[0].at_s >= STRETCH_S]
    for one in long_ones:
        length_s = one[-1].at_s - one[0].at_s
        warm = [sample for sample in one if sample.at_s - one[0].at_s >= WARM_UP_S]
        steep = slope_per_hour(warm)
        lines.append(
            f"{one[0].at_s - begun_s:.0f}-{one[-1].at_s - begun_s:.0f} s: {slope_per_hour(one):+.0f}, "
            f"{steep:+.0f} after warming up"
        )
        if length_s >= JUDGED_S and steep > STEEPEST:
            wrong.append({"from_s": round(one[0].at_s - begun_s), "mib_per_hour": round(steep, 1)})
    most = max(one.mib for one in watch.samples)
    whole = f"most {most:.0f} MiB, whole run {slope_per_hour(watch.samples):+.0f} MiB/h"
    found = f"{whole}; {'; '.join(lines) or 'no stretch of 5 minutes'}"
    yield Verdict("memory flat", not wrong, found, wrong)
    yield _flat(long_ones or [max(stretches(watch.samples), key=len)])


def _flat(found: list[list[Sample]]) -> Verdict:
    wrong, told = [], []
    for one in found:
        third = max(1, len(one) // 3)
        # The first third after the start is for warming up where there is time for it.
        early, late = one[third : 2 * third] or one, one[-third:]
        threads = [statistics.median(sample.threads for sample in part) for part in (early, late)]
        files = [statistics.median(sample.files for sample in part) for part in (early, late)]
        told.append(f"threads {threads[0]:.0f} -> {threads[1]:.0f}, files {files[0]:.0f} -> {files[1]:.0f}")
        if threads[1] - threads[0] > MORE_THREADS or files[1] - files[0] > MORE_FILES:
            wrong.append({"threads": threads, "files": files})
    return Verdict("threads and open files flat", not wrong, "; ".join(told), wrong)


def log_check(left: Evidence) -> Verdict:
    lines: list[str] = []
    for path in [*sorted((left.data_dir / "logs").rglob("*.log*")), left.data_dir.parent / "server.txt"]:
        text = path.read_text("utf-8", "replace").splitlines()
        lines += [f"{path.name}:{n + 1}: {' | '.join(text[max(0, n - 1) : n + 12])}" for n, line in enumerate(text)
                  if line.startswith("Traceback")]  # fmt: skip
    return Verdict("log free of tracebacks", not lines, f"{len(lines)} tracebacks", lines[:20])
