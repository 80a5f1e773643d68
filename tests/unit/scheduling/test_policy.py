from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from backend.domain.errors import InvalidInput
from backend.domain.recording import RecordingFailure
from backend.scheduling.policy import (
    WORKER_MEMORY_BYTES,
    Backoff,
    Load,
    Program,
    WorkerGovernor,
    WorkerLimits,
    checked_days,
    file_eta_ms,
    look_again_after_s,
    program_named,
    retry_after_s,
    run_progress,
    starting_workers,
)

LIMITS = WorkerLimits(lowest=1, highest=4, cores=4, cpu_low=70, cpu_high=90, mem_low=70, mem_high=85)
ROOM = 10 * WORKER_MEMORY_BYTES
IDLE = Load(cpu_percent=10, own_cpu_percent=5, memory_percent=40, memory_free_bytes=ROOM)
OURS = Load(cpu_percent=100, own_cpu_percent=97, memory_percent=40, memory_free_bytes=ROOM)
CROWDED = Load(cpu_percent=100, own_cpu_percent=50, memory_percent=40, memory_free_bytes=ROOM)
FULL_MEMORY = Load(cpu_percent=10, own_cpu_percent=5, memory_percent=86, memory_free_bytes=ROOM)


def settle(governor: WorkerGovernor, load: Load, limits: WorkerLimits = LIMITS, readings: int = 50) -> int:
    for _ in range(readings):
        governor.update(load, limits)
    return governor.count


def test_an_idle_machine_gets_all_workers_allowed() -> None:
    assert settle(WorkerGovernor(1), IDLE) == 4


def test_our_own_work_is_no_reason_to_give_way() -> None:
    assert settle(WorkerGovernor(4), OURS) == 4
    assert settle(WorkerGovernor(1), OURS) == 4


def test_others_who_need_the_processors_get_them() -> None:
    assert settle(WorkerGovernor(4), CROWDED) == 1


def test_full_memory_takes_workers_away_whoever_fills_it() -> None:
    assert settle(WorkerGovernor(4), FULL_MEMORY) == 1


def test_no_worker_is_added_without_memory_for_it() -> None:
    assert settle(WorkerGovernor(2), replace(IDLE, memory_free_bytes=WORKER_MEMORY_BYTES - 1)) == 2
    assert settle(WorkerGovernor(2), replace(IDLE, memory_percent=75)) == 2


def test_one_spike_changes_nothing() -> None:
    governor = WorkerGovernor(3)
    for load in (OURS, CROWDED, OURS, FULL_MEMORY, OURS, CROWDED):
        governor.update(load, replace(LIMITS, highest=3))
    assert governor.count == 3


def test_the_count_moves_one_at_a_time() -> None:
    governor = WorkerGovernor(4)
    counts = [governor.update(CROWDED, LIMITS) for _ in range(6)]
    assert counts == [4, 3, 3, 2, 2, 1]


def test_between_the_thresholds_nothing_changes() -> None:
    between = Load(cpu_percent=80, own_cpu_percent=40, memory_percent=75, memory_free_bytes=ROOM)
    assert settle(WorkerGovernor(3), between) == 3


def test_new_limits_hold_at_once() -> None:
    governor = WorkerGovernor(4)
    assert governor.update(OURS, replace(LIMITS, highest=2)) == 2
    assert governor.update(OURS, replace(LIMITS, lowest=3)) == 3


@pytest.mark.parametrize(("highest", "cores", "top"), [(0, 2, 2), (0, 16, 6), (8, 2, 8), (0, 1, 1)])
def test_unlimited_means_one_per_core_and_at_most_six(highest: int, cores: int, top: int) -> None:
    assert replace(LIMITS, highest=highest, cores=cores).top == top


def test_the_start_is_as_many_as_memory_and_cores_hold() -> None:
    assert starting_workers(LIMITS, ROOM) == 4
    assert starting_workers(LIMITS, 2 * WORKER_MEMORY_BYTES + 1) == 2
    assert starting_workers(LIMITS, 0) == 1
    assert starting_workers(replace(LIMITS, highest=8), ROOM) == 4


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("first", Program.FIRST),
        ("Lần đầu", Program.FIRST),
        ("First Run", Program.FIRST),
        (" DEFAULT ", Program.DEFAULT),
        ("Mặc định", Program.DEFAULT),
        ("custom", Program.CUSTOM),
        ("Chỉ định", Program.CUSTOM),
        ("CHỈ ĐỊNH", Program.CUSTOM),
    ],
)
def test_programs_are_known_by_english_and_vietnamese_names(name: str, program: Program) -> None:
    assert program_named(name) is program


def test_an_unknown_program_is_refused() -> None:
    with pytest.raises(InvalidInput, match="'nightly'; use first, default or custom"):
        program_named("nightly")


@pytest.mark.parametrize("days", [None, 0, 366, -1, True])
def test_a_first_run_needs_a_number_of_days(days: int | None) -> None:
    with pytest.raises(InvalidInput, match="1 to 365"):
        checked_days(days)


def test_days_from_one_to_a_year() -> None:
    assert [checked_days(1), checked_days(365)] == [1, 365]


def test_pauses_double_up_to_a_limit() -> None:
    pause = Backoff(first_s=1, longest_s=10)
    assert [pause.pause_s(n) for n in (0, 1, 2, 3, 4, 5, 10_000)] == [0, 1, 2, 4, 8, 10, 10]


def test_passing_failures_are_tried_again_later_and_later_until_enough() -> None:
    code = RecordingFailure.PERMISSION
    pauses = [retry_after_s(code, attempt, 3) for attempt in (1, 2, 3)]
    assert pauses[0] is not None and pauses[1] is not None  # noqa: PT018 - one fact
    assert pauses[0] < pauses[1]
    assert pauses[2] is None


@pytest.mark.parametrize("code", ["not_video", "encrypted", "timeout", "crashed", "not_found", "something new"])
def test_facts_about_the_file_are_not_tried_again(code: str) -> None:
    assert retry_after_s(code, 1, 3) is None


@dataclass(frozen=True)
class Facts:
    files_total: int = 0
    files_done: int = 0
    files_failed: int = 0
    media_total_ms: int = 0
    media_looked_at_ms: int = 0


def test_progress_goes_by_footage_and_time_left_by_measured_speed() -> None:
    progress = run_progress(Facts(4, 1, 0, 4_000_000, 1_500_000), speed=10.0)
    assert progress.fraction == 0.375
    assert progress.eta_ms == 250_000
    assert not progress.over


def test_without_a_speed_there_is_no_time_left_to_tell() -> None:
    assert run_progress(Facts(4, 1, 0, 4_000, 1_000), None).eta_ms is None


def test_a_run_is_over_when_everything_is_done_or_failed() -> None:
    progress = run_progress(Facts(3, 2, 1, 3_000, 3_000), None)
    assert (progress.over, progress.fraction, progress.eta_ms) == (True, 1.0, 0)


def test_a_run_is_not_shown_complete_before_it_is() -> None:
    progress = run_progress(Facts(3, 2, 0, 3_000, 3_000), 5.0)
    assert not progress.over
    assert progress.fraction is not None
    assert progress.fraction < 1


def test_files_of_unknown_length_count_by_number() -> None:
    assert run_progress(Facts(4, 1, 1), 5.0).fraction == 0.5


def test_nothing_found_has_no_fraction() -> None:
    progress = run_progress(Facts(), None)
    assert (progress.fraction, progress.over) == (None, True)


def test_time_left_of_one_file() -> None:
    assert file_eta_ms(10, 0.25) == 30_000
    assert file_eta_ms(10, 0.001) is None
    assert file_eta_ms(0, 0.5) is None


def test_a_second_look_waits_for_a_disk_that_is_away_and_not_for_a_damaged_file() -> None:
    assert look_again_after_s(RecordingFailure.NOT_FOUND, 1) == 3600
    assert look_again_after_s(RecordingFailure.PERMISSION, 2) == 3600
    assert look_again_after_s(RecordingFailure.PERMISSION, 3) is None
    assert look_again_after_s(RecordingFailure.UNDECODABLE, 1) is None
