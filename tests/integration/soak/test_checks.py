"""The soak's checks find what they are for: a store and files made by hand, right in all but one thing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.config.paths import PROJECT_DIR
from backend.domain.camera import Camera
from database.engine import open_store
from database.repositories.cameras import CameraRepository

BEGUN = 1_767_600_000_000
READY = {"urls": {"cam0": "rtsp://127.0.0.1/cam0"}, "packing": ["cam0"], "orders": [[2_000, 12_000, "CODE"]]}
WHOLE = [(0, 60_000), (60_000, 60_000)]


@pytest.fixture(autouse=True)
def soak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT_DIR / "scripts" / "soak.d"))


@pytest.fixture
def evidence(tmp_path: Path) -> Callable[..., Any]:
    """`recorded`: (start, length), `gaps`: (cause, from, to), `events`: (start, end), `outages`: (down, up); in ms from
    the beginning."""
    from checks import Evidence, Times
    from product import Outage
    from truth import Truth

    def make(
        recorded: list[tuple[int, int]],
        gaps: list[tuple[str, int, int]] = (),  # type: ignore[assignment]
        events: list[tuple[int, int]] = (),  # type: ignore[assignment]
        outages: list[tuple[int, int]] = (),  # type: ignore[assignment]
    ) -> Evidence:
        with open_store(tmp_path / "epack.db") as made:
            CameraRepository(made).add(Camera(1, "cam0"), now_ms=0)
        with sqlite3.connect(tmp_path / "epack.db") as store:
            for number, (start, length) in enumerate(recorded):
                store.execute(
                    "INSERT INTO recordings (camera_id, path, size_bytes, mtime_ns, head_tail_sha256, start_ms, "
                    "start_rule, duration_ms, status, live, created_ms, updated_ms) "
                    "VALUES (1, ?, 1, 1, ?, ?, 'filename', ?, 'done', 'closed', 0, 0)",
                    (f"{tmp_path}/{number}.mp4", str(number), BEGUN + start, length),
                )
            for cause, from_ms, to_ms in gaps:
                store.execute(
                    "INSERT INTO live_gaps (camera_id, cause, from_ms, to_ms) VALUES (1, ?, ?, ?)",
                    (cause, BEGUN + from_ms, BEGUN + to_ms),
                )
            for number, (start, end) in enumerate(events):
                store.execute(
                    "INSERT INTO events (public_id, camera_id, start_ms, end_ms, created_ms, updated_ms) "
                    "VALUES (?, 1, ?, ?, 0, 0)",
                    (f"e{number}", BEGUN + start, BEGUN + end),
                )
        truth = Truth(dict(READY))
        truth.note({"kind": "loop", "camera": "cam0", "at_ms": BEGUN + 10_000})
        down = [Outage(BEGUN + from_ms, BEGUN + to_ms) for from_ms, to_ms in outages]
        return Evidence(tmp_path, truth, down, Times(BEGUN, BEGUN + 119_000, BEGUN + 120_000))

    return make


def found(left: Any) -> dict[str, bool]:
    from checks import stream_checks
    from more_checks import event_checks
    from product import Product
    from watching import Watch

    watch = Watch(Product(Path(), "", 1))
    lines = [*stream_checks(left), *event_checks(left, watch)]
    return {one.name: one.ok for one in lines}


def test_all_is_well(evidence: Callable[..., Any]) -> None:
    told = found(evidence(WHOLE, events=[(12_000, 22_000)]))
    assert told["every second is recorded or in a gap"]
    assert told["no overlaps"]
    assert told["every gap explained"]
    assert told["events found, none twice"]


def test_a_hole_and_an_overlap(evidence: Callable[..., Any]) -> None:
    told = found(evidence([(0, 50_000), (60_000, 40_000), (99_000, 21_000)]))
    assert not told["every second is recorded or in a gap"]
    assert not told["no overlaps"]


def test_a_gap_without_a_reason(evidence: Callable[..., Any]) -> None:
    told = found(evidence([(0, 50_000), (60_000, 60_000)], [("lost", 50_000, 60_000)]))
    assert told["every second is recorded or in a gap"]
    assert not told["every gap explained"]


def test_a_kill_that_cost_more_than_a_second(evidence: Callable[..., Any]) -> None:
    gap = [("not_running", 50_000, 60_000)]
    recorded = [(0, 50_000), (60_000, 60_000)]
    assert not found(evidence(recorded, gap, outages=[(53_000, 58_000)]))["at most the last second lost at a kill"]


def test_a_kill_that_cost_less(evidence: Callable[..., Any]) -> None:
    gap = [("not_running", 50_000, 60_000)]
    told = found(evidence([(0, 50_000), (60_000, 60_000)], gap, outages=[(50_600, 58_000)]))
    assert told["at most the last second lost at a kill"]
    assert told["every gap explained"]


@pytest.mark.parametrize("events", [[], [(12_000, 22_000), (12_500, 21_000)], [(12_000, 16_000)]])
def test_events_missed_or_doubled(evidence: Callable[..., Any], events: list[tuple[int, int]]) -> None:
    assert not found(evidence(WHOLE, events=events))["events found, none twice"]


def test_files_that_cannot_be_read(evidence: Callable[..., Any]) -> None:
    assert not found(evidence(WHOLE))["recordings can be read, without holes"]


def test_the_slope_of_memory() -> None:
    from watching import Sample, slope_per_hour, stretches

    samples = [Sample(10.0 * n, 1 + n // 50, 100 + n, 10, 10) for n in range(100)]
    assert slope_per_hour(samples) == pytest.approx(360)
    assert [len(one) for one in stretches(samples)] == [50, 50]


def test_what_spans_leave_uncovered() -> None:
    from spans import union, without

    assert union([(5, 9), (0, 5), (20, 30)]) == [(0, 9), (20, 30)]
    assert without((0, 25), [(5, 9), (20, 30)]) == [(0, 5), (9, 20)]
    assert without((0, 10), [(0, 10)]) == []
