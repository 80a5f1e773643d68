"""What has to be true at the end, each a line of the table. The server has ended: its store and files are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
from product import Outage
from spans import Span, overlap_ms, union, without
from truth import Truth

LAST_MS = 1_000
"""At most so much is lost at a kill."""
PICTURE_MS = 80
JOIN_MS = 500
"""Less between two recordings is how streams are, and no gap."""
BACK_MS = 45_000
"""A camera that came back is tried again within 30 s, plus a quarter, and has to send a keyframe."""
EARLY_MS = 3_000
"""A gap begins where the recording ended, that is before the fault was done."""
FIRST_MS = 45_000


@dataclass(frozen=True)
class Verdict:
    name: str
    ok: bool
    found: str
    wrong: list[Any] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Recorded:
    path: str
    span: Span


@dataclass(frozen=True)
class Gap:
    cause: str
    span: Span


@dataclass(frozen=True)
class Times:
    """UTC epoch ms. Orders that ended before `judged_ms` had time enough to be found."""

    begun_ms: int
    judged_ms: int
    ended_ms: int


class Evidence:
    """What the server left behind, or has so far."""

    def __init__(self, data_dir: Path, truth: Truth, outages: list[Outage], times: Times) -> None:
        self.data_dir, self.truth, self.outages = data_dir, truth, outages
        self.begun_ms, self.judged_ms, self.ended_ms = times.begun_ms, times.judged_ms, times.ended_ms
        store = sqlite3.connect(f"file:{data_dir / 'epack.db'}?mode=ro", uri=True)
        self.recorded: dict[str, list[Recorded]] = {name: [] for name in truth.cameras}
        self.gaps: dict[str, list[Gap]] = {name: [] for name in truth.cameras}
        for name, path, start_ms, length_ms in store.execute(
            "SELECT c.name, r.path, r.start_ms, r.duration_ms FROM recordings r JOIN cameras c ON c.id = r.camera_id "
            "WHERE r.live IS NOT NULL ORDER BY r.start_ms"
        ):
            self.recorded[name].append(Recorded(path, (start_ms, start_ms + length_ms)))
        for name, cause, from_ms, to_ms in store.execute(
            "SELECT c.name, g.cause, g.from_ms, g.to_ms FROM live_gaps g JOIN cameras c ON c.id = g.camera_id "
            "ORDER BY g.from_ms"
        ):
            self.gaps[name].append(Gap(cause, (from_ms, self.ended_ms if to_ms is None else to_ms)))
        self.fetched = store.execute("SELECT remote_key, state, path FROM downloaded_files").fetchall()
        self.found = [path for (path,) in store.execute("SELECT path FROM recordings WHERE live IS NULL")]
        self.states = dict(store.execute("SELECT status, count(*) FROM recordings GROUP BY status").fetchall())
        # A parcel may hide the sticker for all of a recording that a fault cut short: a caution, no failure.
        self.failed = store.execute(
            "SELECT path, reason_code FROM recordings WHERE status = 'failed'"
            " OR (reason_code IS NOT NULL AND reason_code != 'sticker_unread')"
        ).fetchall()
        self.events = store.execute(
            "SELECT c.name, e.public_id, e.start_ms, e.end_ms FROM events e JOIN cameras c ON c.id = e.camera_id "
            "ORDER BY e.start_ms"
        ).fetchall()
        store.close()

    def covered(self, camera: str) -> list[Span]:
        """Recorded, short joins included."""
        return union((one.span[0], one.span[1] + JOIN_MS) for one in self.recorded[camera])

    def outage_spans(self) -> list[Span]:
        return [(one.down_ms, one.up_ms if one.up_ms is not None else self.ended_ms) for one in self.outages]


def stream_checks(left: Evidence) -> Iterator[Verdict]:
    yield _every_second(left)
    yield _overlaps(left)
    yield _gaps(left)
    yield _kills(left)
    yield _files(left)


def _every_second(left: Evidence) -> Verdict:
    missing, recorded_ms, gap_ms, first_ms = [], 0, 0, 0
    for camera in left.truth.cameras:
        spans = [one.span for one in left.recorded[camera]]
        if not spans:
            missing.append({"camera": camera, "seconds": "all"})
            continue
        recorded_ms += sum(to_ms - from_ms for from_ms, to_ms in spans)
        gap_ms += sum(one.span[1] - one.span[0] for one in left.gaps[camera])
        first_ms = max(first_ms, spans[0][0] - left.begun_ms)
        known = [*left.covered(camera), *(one.span for one in left.gaps[camera])]
        for from_ms, to_ms in without((spans[0][0], left.ended_ms - LAST_MS), known):
            missing.append({"camera": camera, "from_ms": from_ms, "seconds": round((to_ms - from_ms) / 1000, 2)})
    if first_ms > FIRST_MS:
        missing.append({"first_recording_after_s": first_ms / 1000})
    found = f"{recorded_ms / 1000:.0f} s recorded, {gap_ms / 1000:.0f} s in gaps, {len(missing)} holes"
    return Verdict("every second is recorded or in a gap", not missing, found, missing)


def _overlaps(left: Evidence) -> Verdict:
    wrong = [
        {"camera": camera, "path": Path(two.path).name, "ms": one.span[1] - two.span[0]}
        for camera, recordings in left.recorded.items()
        for one, two in pairwise(recordings)
        if two.span[0] < one.span[1]
    ]
    gaps = [
        {"camera": camera, "cause": gap.cause, "gap": gap.span, "path": Path(one.path).name}
        for camera, found in left.gaps.items()
        for gap in found
        for one in left.recorded[camera]
        if overlap_ms(gap.span, one.span) > JOIN_MS
    ]
    count = sum(map(len, left.recorded.values()))
    return Verdict("no overlaps", not wrong + gaps, f"{count} recordings, {len(wrong + gaps)} overlaps", wrong + gaps)


def _gaps(left: Evidence) -> Verdict:
    """Each lies within what went wrong and the time to come back from it."""
    wrong: list[Any] = []
    causes: dict[str, int] = {}
    for camera, gaps in left.gaps.items():
        reasons = [*left.truth.faults_of(camera), *left.outage_spans()]
        explained = union((from_ms - EARLY_MS, to_ms + BACK_MS) for from_ms, to_ms in reasons)
        for gap in gaps:
            causes[gap.cause] = causes.get(gap.cause, 0) + 1
            if not any(from_ms <= gap.span[0] and gap.span[1] <= to_ms for from_ms, to_ms in explained):
                wrong.append({"camera": camera, "cause": gap.cause, "from_ms": gap.span[0], "to_ms": gap.span[1]})
    told = ", ".join(f"{count} {cause}" for cause, count in sorted(causes.items())) or "none"
    return Verdict("every gap explained", not wrong, f"{told}; {len(wrong)} without a reason", wrong)


def _kills(left: Evidence) -> Verdict:
    """What was recorded at a kill ends at most a second before it."""
    lost, wrong = [], []
    for outage in left.outages:
        for camera, recordings in left.recorded.items():
            before = [one.span for one in recordings if one.span[0] < outage.down_ms]
            if not before:
                continue
            lost_ms = outage.down_ms - before[-1][1]
            away = [(from_ms - EARLY_MS, to_ms + BACK_MS) for from_ms, to_ms in left.truth.faults_of(camera)]
            others = [(one.down_ms, (one.up_ms or 0) + BACK_MS) for one in left.outages if one is not outage]
            if any(overlap_ms((before[-1][1], outage.down_ms), one) for one in [*away, *others]):
                continue  # it was not being recorded just then
            lost.append(lost_ms)
            if lost_ms > LAST_MS + PICTURE_MS:
                wrong.append({"camera": camera, "killed_ms": outage.down_ms, "lost_ms": lost_ms})
    worst = f"{max(lost)} ms" if lost else "not seen"
    found = f"{len(left.outages)} kills, {len(lost)} streams cut, most lost {worst}"
    return Verdict("at most the last second lost at a kill", not wrong, found, wrong)


def _files(left: Evidence) -> Verdict:
    """Every file is there, can be read, is as long as the store says and has no hole."""
    wrong, pictures = [], 0
    for camera, recordings in left.recorded.items():
        for one in recordings:
            try:
                with av.open(one.path) as container:
                    shown = container.streams.video[0]
                    times = [float(p.pts * p.time_base) for p in container.demux(shown) if p.pts is not None]
            except (OSError, av.error.FFmpegError) as error:
                wrong.append({"camera": camera, "path": Path(one.path).name, "error": str(error)})
                continue
            if not times:
                # Killed between a file's head and its first picture: the store knows that it holds nothing.
                if one.span[1] > one.span[0]:
                    wrong.append({"camera": camera, "path": Path(one.path).name, "error": "no picture"})
                continue
            pictures += len(times)
            times.sort()
            step_ms = max((round((b - a) * 1000) for a, b in pairwise(times)), default=0)
            length_ms = round(times[-1] * 1000) + PICTURE_MS
            off_ms = (one.span[1] - one.span[0]) - length_ms
            # A recording is cut where the next one begins: its file may be a little longer.
            if step_ms > LAST_MS or off_ms > JOIN_MS or off_ms < -LAST_MS:
                wrong.append({"camera": camera, "path": Path(one.path).name, "step_ms": step_ms, "off_ms": off_ms})
    found = f"{pictures} pictures, {len(wrong)} files with holes or a wrong length"
    return Verdict("recordings can be read, without holes", not wrong, found, wrong)
