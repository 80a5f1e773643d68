from __future__ import annotations

from backend.domain.recording import RecordingFailure
from backend.runtime.clock import ManualClock
from backend.scheduling.policy import RETRY_PAUSE
from backend.scheduling.retries import RetryLater

INTERNAL = RecordingFailure.INTERNAL


def test_a_passing_failure_is_due_after_its_pause_and_named_once() -> None:
    clock = ManualClock()
    retries = RetryLater(clock)
    assert retries.failed(7, INTERNAL, max_attempts=3)
    assert retries.due() == []
    clock.advance(RETRY_PAUSE.first_s)
    assert retries.due() == [7]
    assert retries.due() == []


def test_attempts_are_counted_across_retries_until_enough() -> None:
    clock = ManualClock()
    retries = RetryLater(clock)
    tries = 0
    while retries.failed(7, INTERNAL, max_attempts=3):
        tries += 1
        clock.advance(10_000)
        assert retries.due() == [7]
    assert tries == 2


def test_a_success_forgets_the_failures_before_it() -> None:
    retries = RetryLater(ManualClock())
    assert retries.failed(7, INTERNAL, max_attempts=2)
    retries.forget(7)
    assert retries.failed(7, INTERNAL, max_attempts=2)
    assert not retries.failed(7, INTERNAL, max_attempts=2)


def test_a_retry_by_hand_after_the_last_attempt_starts_counting_anew() -> None:
    retries = RetryLater(ManualClock())
    assert not retries.failed(7, INTERNAL, max_attempts=1)
    assert not retries.failed(7, INTERNAL, max_attempts=1)
    assert retries.failed(7, INTERNAL, max_attempts=2)


def test_a_wall_clock_set_back_does_not_lengthen_the_pause() -> None:
    clock = ManualClock()
    retries = RetryLater(clock)
    retries.failed(1, INTERNAL, max_attempts=3)
    clock.set_wall(0)
    clock.advance(RETRY_PAUSE.first_s)
    assert retries.due() == [1]


def test_facts_about_a_file_are_not_queued() -> None:
    retries = RetryLater(ManualClock())
    assert not retries.failed(1, RecordingFailure.NOT_VIDEO, max_attempts=3)
    assert len(retries) == 0
