"""The day of the cameras and playing from any instant, through the API and on real video."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from backend.domain.health import UnreadLabel
from backend.domain.live import GapOutcome, LiveGapCause
from backend.domain.source import RemoteCamera, RemoteRecording
from backend.runtime.worker import Worker
from database.queries.day_view import MOST_EVENTS
from database.repositories.downloaded_files import DownloadedFiles
from database.repositories.gap_looks import GapLooks
from database.repositories.live_history import LiveGaps
from database.repositories.source_cameras import SourceCameraRepository
from database.repositories.sources import SourceRepository
from database.tables import events
from tests.support.api_world import NOW_MS, ApiWorld, api_world
from tests.support.footage import small_order_clip, small_order_clip_h265
from tests.support.seen import observations

HOUR_MS = 3_600_000
MIDNIGHT_MS = 1_767_200_400_000
"""Of 2026-01-01 in Ho Chi Minh City; NOW_MS is 07:00 that day."""
DAY = "2026-01-01"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ApiWorld]:
    with api_world(tmp_path) as made:
        yield made


def day_of(world: ApiWorld, day: str = DAY) -> dict[str, Any]:
    cameras: list[dict[str, Any]] = world.json("GET", f"/api/timeline?day={day}")["cameras"]
    assert len(cameras) == 1
    return cameras[0]


def test_a_day_with_recordings_gaps_and_events(world: ApiWorld) -> None:
    camera = world.camera()
    path = small_order_clip().path
    start_ms = MIDNIGHT_MS + 3 * HOUR_MS
    recording = world.recording(camera, path, start_ms=start_ms)
    seen = observations()
    seen.unread = [UnreadLabel(16_000, 18_000, 17_000)]
    world.done(recording, seen)
    event = world.event(camera, recording, path, start_ms=start_ms)
    shown = day_of(world)
    assert (shown["from_ms"], shown["to_ms"]) == (MIDNIGHT_MS, MIDNIGHT_MS + 24 * HOUR_MS)
    assert [(one["id"], one["status"], one["from_ms"]) for one in shown["recordings"]] == [
        (recording, "done", start_ms)
    ]
    end_ms = shown["recordings"][0]["to_ms"]
    # What has not happened yet is no gap.
    assert [(gap["from_ms"], gap["to_ms"]) for gap in shown["gaps"]] == [(MIDNIGHT_MS, start_ms), (end_ms, NOW_MS)]
    assert shown["events"] == [
        {
            "id": event, "start_ms": start_ms + 3_000, "end_ms": start_ms + 15_000, "codes": ["SPXVN0123456789"],
            "flags": [],
        }
    ]  # fmt: skip
    assert [one["best_ms"] - start_ms for one in shown["unread"]] == [17_000]
    assert world.json("GET", "/api/timeline?day=2025-12-31")["cameras"][0]["events"] == []


def test_gaps_outside_the_working_hours_say_so(world: ApiWorld) -> None:
    world.camera()
    world.services.settings.change({"from_time": "02:00", "to_time": "05:00"})
    causes = [(gap["cause"], (gap["to_ms"] - gap["from_ms"]) // HOUR_MS) for gap in day_of(world)["gaps"]]
    assert causes == [("outside_hours", 2), ("no_file", 3), ("outside_hours", 2)]


def test_a_day_tells_its_working_hours_also_before_they_have_come(world: ApiWorld) -> None:
    world.camera()
    world.services.settings.change({"from_time": "02:00", "to_time": "20:00"})
    hours = {"from_ms": MIDNIGHT_MS + 2 * HOUR_MS, "to_ms": MIDNIGHT_MS + 20 * HOUR_MS}
    assert hours["to_ms"] > NOW_MS
    assert day_of(world)["working"] == [hours]
    # A Sunday, on which nobody works.
    world.services.settings.change({"working_days": ["Monday", "Tuesday"]})
    assert day_of(world, "2026-01-04")["working"] == []


def test_a_file_that_cannot_be_opened_is_shown_up_to_the_next_one(world: ApiWorld, tmp_path: Path) -> None:
    camera = world.camera()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")
    first = world.recording(camera, broken, start_ms=MIDNIGHT_MS + HOUR_MS, duration_ms=0)
    world.failed(first, "This is not a video file.")
    world.recording(camera, small_order_clip().path, start_ms=MIDNIGHT_MS + HOUR_MS + 10_000)
    failed, waiting = day_of(world)["recordings"]
    assert (failed["status"], failed["reason"], failed["length_known"]) == (
        "failed",
        "This is not a video file.",
        False,
    )
    assert failed["to_ms"] == waiting["from_ms"]
    assert waiting["status"] == "pending"


def test_the_days_that_have_footage(world: ApiWorld) -> None:
    camera = world.camera()
    assert world.json("GET", "/api/timeline/days?month=2025-12") == {"days": [], "first_day": None, "last_day": None}
    world.recording(camera, small_order_clip().path, start_ms=MIDNIGHT_MS - 5_000)
    found = world.json("GET", "/api/timeline/days?month=2025-12")
    assert found["days"] == [{"day": "2025-12-31", "cameras": 1, "footage_ms": 5_000}]
    assert (found["first_day"], found["last_day"]) == ("2025-12-31", "2025-12-31")
    assert [one["day"] for one in world.json("GET", "/api/timeline/days?month=2026-01")["days"]] == [DAY]
    assert world.json("GET", "/api/timeline/days?month=2026-02")["days"] == []


def test_an_instant_plays_from_the_recording_itself(world: ApiWorld) -> None:
    camera = world.camera()
    recording = world.recording(camera, small_order_clip().path, start_ms=MIDNIGHT_MS)
    found = world.json("GET", f"/api/cameras/{camera}/moment?at_ms={MIDNIGHT_MS + 7_500}")
    assert (found["at_ms"], found["video_from_ms"], found["next_ms"]) == (MIDNIGHT_MS + 7_500, MIDNIGHT_MS, None)
    assert found["video_url"] == f"/api/recordings/{recording}/video"
    part = world.get(found["video_url"], headers={"Range": "bytes=100-199"})
    assert (part.status_code, len(part.data)) == (206, 100)


def test_an_instant_without_footage_leads_to_the_next_then_to_the_last(world: ApiWorld) -> None:
    camera = world.camera()
    world.recording(camera, small_order_clip().path, start_ms=MIDNIGHT_MS)
    found = world.json("GET", f"/api/cameras/{camera}/moment?at_ms={MIDNIGHT_MS - HOUR_MS}")
    assert found["at_ms"] == MIDNIGHT_MS
    found = world.json("GET", f"/api/cameras/{camera}/moment?at_ms={MIDNIGHT_MS + HOUR_MS}")
    assert found["video_to_ms"] - 1 == found["at_ms"]


def test_a_camera_without_footage_says_so(world: ApiWorld) -> None:
    camera = world.camera()
    assert "no footage" in world.json("GET", f"/api/cameras/{camera}/moment?at_ms=5", status=404)["error"]["message"]
    world.json("GET", "/api/cameras/99/moment?at_ms=5", status=404)


def test_what_no_browser_plays_comes_in_converted_pieces(world: ApiWorld) -> None:
    camera = world.camera()
    recording = world.recording(camera, small_order_clip_h265().path, start_ms=MIDNIGHT_MS)
    found = world.json("GET", f"/api/cameras/{camera}/moment?at_ms={MIDNIGHT_MS + 7_500}")
    assert found["video_url"] == f"/api/recordings/{recording}/pieces/0"
    assert world.get(found["video_url"]).status_code == 202
    running = Worker("previews", world.services.previews.run).start()
    try:
        until_s = time.monotonic() + 60
        while (reply := world.get(found["video_url"])).status_code == 202 and time.monotonic() < until_s:
            time.sleep(0.05)
    finally:
        running.stop()
        running.join(30)
    assert reply.status_code == 200
    assert b"avc1" in reply.data
    world.json("GET", f"/api/recordings/{recording}/pieces/9", status=400)


def test_a_day_with_more_events_than_one_answer_holds_is_given_page_by_page(world: ApiWorld) -> None:
    camera = world.camera()
    count = 2 * MOST_EVENTS + 7
    rows = [
        # Every three of them begin at the same instant: no page may lose or repeat one of these.
        {"public_id": f"{number:016x}", "camera_id": camera, "start_ms": MIDNIGHT_MS + number // 3 * 1_000,
         "end_ms": MIDNIGHT_MS + number // 3 * 1_000 + 9_000, "created_ms": 0, "updated_ms": 0}
        for number in range(count)
    ]  # fmt: skip
    with world.services.store.write() as connection:
        connection.execute(insert(events), rows)
    shown = world.json("GET", f"/api/timeline?day={DAY}&camera_id={camera}")["cameras"][0]
    ids, pages = [one["id"] for one in shown["events"]], 1
    while shown["more_events"]:
        shown = world.json("GET", f"/api/cameras/{camera}/day-events?day={DAY}&after={shown['more_events']}")
        ids += [one["id"] for one in shown["events"]]
        pages += 1
    assert pages == 3
    assert ids == [row["public_id"] for row in rows]
    world.json("GET", f"/api/cameras/{camera}/day-events?day={DAY}&after=now", status=400)
    world.json("GET", f"/api/cameras/77/day-events?day={DAY}&after=1-1", status=404)


def test_a_gap_says_what_its_source_still_has(world: ApiWorld) -> None:
    """Minutes after midnight: 0 to be fetched, 10 failed; then the source is paused."""
    camera = world.camera()
    store = world.services.store
    source_id = SourceRepository(store).add("NVR", "/none", now_ms=NOW_MS, kind="zoneminder")
    SourceCameraRepository(store).put(source_id, RemoteCamera("7", "Table"), camera, now_ms=NOW_MS)
    files = DownloadedFiles(store)
    minute = 60_000
    told = [
        RemoteRecording(str(at), "7", f"{at}.mp4", 1, start_ms=MIDNIGHT_MS + at * minute, duration_ms=5 * minute)
        for at in (0, 10)
    ]
    files.note(
        source_id, [*told, RemoteRecording("x", "7", "x.mp4", 1), RemoteRecording("y", "8", "y.mp4", 1)], now_ms=NOW_MS
    )
    page = files.list_page(source_id, state=None, page=1, page_size=10)
    second = next(one for one in page.items if one.recording.name == "10.mp4")
    files.failed(second.id, "source_corrupt", "It is damaged.", try_after_ms=None)

    def causes() -> list[tuple[int, str]]:
        return [((gap["from_ms"] - MIDNIGHT_MS) // minute, gap["cause"]) for gap in day_of(world)["gaps"]]

    assert causes() == [(0, "not_fetched"), (5, "no_file"), (10, "fetch_failed"), (15, "no_file")]
    files.failed(second.id, "source_lost", "It broke off.", try_after_ms=NOW_MS + 60_000)
    assert causes()[2] == (10, "not_fetched"), "it is tried again"
    SourceRepository(store).update(source_id, enabled=False)
    assert causes()[0] == (0, "source_paused")


def test_a_gap_of_a_live_camera_says_what_its_card_has_of_it(world: ApiWorld) -> None:
    """Minutes after midnight: 0 lost and on its way, 10 the server was down and the card has nothing."""
    camera = world.camera()
    store, minute = world.services.store, 60_000
    source_id = SourceRepository(store).add("Camera", "/none", now_ms=NOW_MS, kind="onvif")
    SourceCameraRepository(store).put(source_id, RemoteCamera("V1", "Table"), camera, now_ms=NOW_MS)
    gaps, looks = LiveGaps(store), GapLooks(store)
    for at, cause, outcome in (
        (0, LiveGapCause.LOST, GapOutcome.FOUND),
        (10, LiveGapCause.NOT_RUNNING, GapOutcome.NOTHING),
        (20, LiveGapCause.FROZEN, GapOutcome.UNSUPPORTED),
    ):
        gap = gaps.begin(camera, cause, MIDNIGHT_MS + at * minute, {})
        gaps.end(gap, MIDNIGHT_MS + (at + 5) * minute, shortest_ms=500)
        looks.looked(gap, source_id, outcome, now_ms=NOW_MS, next_ms=None)
    piece = RemoteRecording("a", "V1", "a.mp4", start_ms=MIDNIGHT_MS - 900, duration_ms=5 * minute + 900)
    DownloadedFiles(store).note(source_id, [piece], now_ms=NOW_MS)
    told = [(gap["from_ms"] - MIDNIGHT_MS, gap["cause"], gap["filling"]) for gap in day_of(world)["gaps"]]
    assert [one for one in told if one[1] != "no_file"] == [
        (0, "lost", "fetching"), (10 * minute, "not_running", "nothing"), (20 * minute, "frozen", None)
    ]  # fmt: skip
