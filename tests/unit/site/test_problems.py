"""Each problem comes with the one thing that solves it, the worst first."""

from __future__ import annotations

from dataclasses import replace

from backend.domain.source import Trouble
from backend.site.problems import Facts, FetchTrouble, LiveTrouble, problems

WELL = Facts(
    cameras=1,
    cameras_bare=(),
    sources_gone=(),
    program_active=True,
    waiting=0,
    failures=(),
    disk_free_bytes=500_000_000_000,
    days_left=100.0,
    freeable_bytes=0,
    unhealthy=(),
    restart_keys=(),
    restore_waits=False,
)


def shown(facts: Facts) -> list[tuple[str, str, str]]:
    return [(one.code, one.severity, one.action) for one in problems(facts)]


def test_all_is_well() -> None:
    assert shown(WELL) == []


def test_nothing_is_set_up() -> None:
    assert shown(replace(WELL, cameras=0, program_active=False)) == [("no_camera", "high", "open_setup")]


def test_waiting_files_need_a_program() -> None:
    stopped = replace(WELL, program_active=False, waiting=3)
    assert shown(stopped) == [("not_running", "medium", "start_default")]
    assert problems(stopped)[0].details == {"count": 3}
    assert shown(replace(stopped, waiting=0)) == []


def test_a_full_disk_is_freed_where_something_can_go_and_else_kept_shorter() -> None:
    full = replace(WELL, disk_free_bytes=900_000_000, freeable_bytes=5_000_000_000)
    assert shown(full) == [("disk_full", "high", "free_space")]
    assert shown(replace(full, freeable_bytes=0)) == [("disk_full", "high", "change_retention")]
    assert shown(replace(WELL, days_left=3.0)) == [("disk_tight", "medium", "change_retention")]


def test_files_that_failed_are_told_by_reason() -> None:
    failed = replace(WELL, failures=(("empty", 2, "a.mp4"), ("permission", 1, "b.mp4")))
    assert shown(failed) == [
        ("failed_files", "medium", "retry_failed"),
        ("failed_files", "low", "open_files"),
    ]
    assert problems(failed)[0].details == {"count": 1, "reason": "permission", "example": "b.mp4"}


def test_the_worst_comes_first() -> None:
    facts = replace(WELL, sources_gone=("/nas",), cameras_bare=((1, "Table 1"),), restart_keys=("port",))
    assert [one.code for one in problems(facts)] == ["source_gone", "no_regions", "restart_needed"]


def test_live_cameras_in_trouble() -> None:
    lost = [
        LiveTrouble(1, "Table 1", Trouble.LOST, 0),
        LiveTrouble(2, "Table 2", Trouble.CREDENTIALS, 0),
        LiveTrouble(3, "Table 3", Trouble.DISK_FULL, 0),
        LiveTrouble(4, "Table 4", Trouble.DISK_FULL, 0),
    ]
    assert shown(replace(WELL, live=lost)) == [
        ("live_disk_full", "high", "free_space"),
        ("live_lost", "high", "open_sources"),
        ("live_password", "high", "open_sources"),
    ]
    assert problems(replace(WELL, live=lost))[0].details == {"count": 2}


def test_a_source_that_needs_somebody_is_worse_than_one_that_is_tried_again() -> None:
    troubled = replace(
        WELL,
        fetching=(
            FetchTrouble(3, "NVR", "source_timeout", False),
            FetchTrouble(4, "Drive", "source_consent_gone", True),
        ),
    )
    assert shown(troubled) == [("source_failed", "high", "open_sources"), ("source_waits", "medium", "open_sources")]
    assert problems(troubled)[0].details == {"source_id": 4, "source": "Drive", "trouble": "source_consent_gone"}
