"""What a run tells of itself while it looks for recordings, and once it is over."""

from __future__ import annotations

import threading
from collections.abc import Callable

from backend.domain.errors import Unreadable
from backend.domain.recording import RecordingStatus
from backend.runtime.stop import StopSignal
from backend.scheduling.ports import Claimed
from tests.support.program_bench import ProgramBench
from tests.support.scheduler_bench import LENGTH_MS, Analyser, wait_until

HOUR_MS = 3_600_000


def custom(own: ProgramBench, *, again: bool = False) -> None:
    """One custom run over Table 1, from its start to its end."""
    now_ms = own.bench.clock.now_ms()
    wait_until(lambda: own.bench.clock.now_ms() > now_ms, "a later instant than that of the last result")
    before = len(own.rows())
    own.programs.start("custom", custom_path="/in/Table 1", again=again)
    wait_until(lambda: own.rows()[before:] == [("custom", "done")], "the custom run to be over")


def test_a_run_keeps_its_figures(make: Callable[..., ProgramBench]) -> None:
    def one_fails(claimed: Claimed, stop: StopSignal, progress: Callable[[float], None]) -> None:
        if claimed.recording.path.endswith("1.mp4"):
            raise Unreadable("This is no video.", code="not_video")

    own = make(analyser=Analyser(one_fails))
    own.scan.folders = {"Table 1": 3}
    own.serve()
    custom(own)
    (run,) = own.runs.list_page().items
    assert (run.files_total, run.files_done, run.files_failed, run.files_before) == (3, 2, 1, 0)
    assert run.media_ms == 3 * LENGTH_MS


def test_a_run_over_what_is_analysed_says_that_there_was_nothing_to_do(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.scan.folders = {"Table 1": 2}
    own.serve()
    custom(own)
    custom(own)
    run = own.runs.list_page().items[0]
    assert (run.files_total, run.files_done, run.files_before, run.media_ms) == (2, 2, 2, 0)
    assert len(own.bench.analyser.begun) == 2


def test_it_can_be_analysed_again(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.scan.folders = {"Table 1": 2}
    own.serve()
    custom(own)
    custom(own, again=True)
    run = own.runs.list_page().items[0]
    assert (run.again, run.files_total, run.files_done, run.files_before) == (True, 2, 2, 0)
    assert run.media_ms == 2 * LENGTH_MS
    assert len(own.bench.analyser.begun) == 4
    assert own.bench.counts() == {"done": 2}


def test_after_a_custom_run_what_is_queued_again_waits_for_a_program(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.scan.folders = {"Table 1": 1}
    own.serve()
    custom(own)
    (one,) = own.bench.recordings.list_page().items
    now_ms = own.bench.clock.now_ms()
    own.bench.recordings.queue_done_again([one.id], before_ms=now_ms + HOUR_MS, now_ms=now_ms)
    own.bench.scheduler.wake()
    own.programs.scan_now()
    wait_until(lambda: len(own.scan.requests) == 2, "a round of the program's loop")
    assert own.bench.counts() == {"pending": 1}
    own.programs.start("default")
    wait_until(lambda: own.bench.counts() == {"done": 1}, "the program to take it")


def test_a_scan_by_hand_shows_and_can_be_stopped(make: Callable[..., ProgramBench]) -> None:
    own = make()
    own.scan.folders, own.scan.block = {"Table 1": 5}, threading.Event()
    own.serve()
    assert (own.programs.status().status, own.programs.status().scan) == ("stopped", None)
    own.programs.scan_now()
    wait_until(lambda: own.programs.status().scan is not None, "the scan to show")
    status = own.programs.status()
    assert (status.program, status.status) == (None, "scanning")
    wait_until(lambda: (scan := own.programs.status().scan) is not None and scan.seen == 5, "what it has seen")
    own.programs.stop()
    wait_until(lambda: own.programs.status().status == "stopped", "the scan to end")
    assert own.bench.counts() == {}


def test_what_was_left_out_or_is_done_is_queued_by_name_only(make: Callable[..., ProgramBench]) -> None:
    own = make()
    bench, files = own.bench, own.bench.recordings
    bench.add(1, status=RecordingStatus.SKIPPED)
    (skipped,) = files.list_page().items
    now_ms = bench.clock.now_ms()
    assert files.retry(None, now_ms=now_ms) == 0
    assert files.retry([skipped.id], now_ms=now_ms) == 0
    assert files.retry([skipped.id], now_ms=now_ms, skipped_too=True) == 1
    assert files.get(skipped.id).status is RecordingStatus.PENDING
    assert files.queue_done_again([skipped.id], before_ms=now_ms + HOUR_MS, now_ms=now_ms) == 0
