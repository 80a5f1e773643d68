from __future__ import annotations

from dataclasses import dataclass

from backend.config.settings import Settings
from backend.domain.caution import Caution
from backend.scheduling.policy import PRIORITY_CUSTOM
from backend.scheduling.ports import ProgramName, ScanRequest, ScanResult
from backend.scheduling.present_run import CUSTOM_SCANS, PresentRun

SETTINGS = Settings()
AWAY = Caution("folder_away", "The disk is away.")


@dataclass(frozen=True)
class Run:
    program: ProgramName
    id: int = 7
    days: int | None = None
    custom_path: str | None = None
    started_ms: int = 1000


def present(program: ProgramName, **more: object) -> PresentRun:
    return PresentRun(Run(program, **more), fresh=True, next_scan_s=0.0, since_ms=1000)  # type: ignore[arg-type]


def test_each_program_asks_for_its_own_scan() -> None:
    assert present("first", days=30).request(SETTINGS) == ScanRequest(30, None, 0, 7)
    assert present("default").request(SETTINGS) == ScanRequest(SETTINGS.lookback_days, None, 0, None)
    assert present("custom", custom_path="/a").request(SETTINGS) == ScanRequest(None, "/a", PRIORITY_CUSTOM, 7)


def test_what_a_first_run_finds_later_is_not_part_of_it() -> None:
    run = present("first", days=30)
    run.scanned(ScanResult((1, 2)), SETTINGS, now_s=100.0)
    assert run.found_all
    assert run.request(SETTINGS).run_id is None
    assert run.next_scan_s == 100.0 + SETTINGS.scan_interval_s


def test_a_custom_run_waits_for_a_file_that_is_still_written_but_not_for_ever() -> None:
    run = present("custom", custom_path="/a")
    for _ in range(CUSTOM_SCANS - 1):
        run.scanned(ScanResult(unsettled=1), SETTINGS, now_s=0.0)
        assert not run.found_all
        assert SETTINGS.settle_s < run.next_scan_s < SETTINGS.scan_interval_s
    run.scanned(ScanResult(unsettled=1), SETTINGS, now_s=0.0)
    assert run.found_all


def test_a_first_run_does_not_wait_for_the_file_a_recorder_is_writing() -> None:
    run = present("first", days=1)
    run.scanned(ScanResult((1,), unsettled=1), SETTINGS, now_s=0.0)
    assert run.found_all


def test_failed_scans_pause_longer_and_longer_and_a_good_one_resets_that() -> None:
    run = present("default")
    pauses = []
    for _ in range(4):
        assert not run.scan_failed(AWAY, now_s=0.0)
        pauses.append(run.next_scan_s)
    assert pauses == sorted(set(pauses))
    assert pauses[0] > 0
    assert run.problems == (AWAY,)
    run.scanned(ScanResult(), SETTINGS, now_s=0.0)
    assert (run.errors, run.problems) == (0, ())


def test_a_custom_run_gives_up_after_some_failed_scans() -> None:
    run = present("custom", custom_path="/a")
    assert [run.scan_failed(AWAY, 0.0) for _ in range(CUSTOM_SCANS)] == [False] * (CUSTOM_SCANS - 1) + [True]


def test_the_progress_of_default_begins_anew_when_work_turns_up_after_a_pause() -> None:
    run = present("default")
    run.note_over(False, now_ms=2000)
    run.note_over(True, now_ms=3000)
    run.note_over(True, now_ms=4000)
    assert run.since_ms == 1000
    run.note_over(False, now_ms=5000)
    assert run.since_ms == 5000
