"""Found files: new, unchanged, changed, moved, vanished and back; whatever they are called."""

from __future__ import annotations

import os
import unicodedata

import pytest
from sqlalchemy import event as on_event

from backend.domain.errors import NotFound
from backend.domain.recording import RecordingStatus
from database.engine import Store
from database.repositories.claims import ClaimRepository
from database.repositories.events import EventRepository
from database.repositories.recordings import RecordingFilter, RecordingRepository
from database.visible import only_cameras
from tests.support.store import HOUR_MS, NOW_MS, T0_MS, add_camera, add_recording, found, observations

AWKWARD_NAMES = (
    "/in/new\nline.mp4",
    "/in/'single' \"double\" `back`.mp4",
    "/in/📦 gói hàng.mp4",
    "/in/" + "é" * 125 + ".mp4",
    "/in/" + "n" * 251 + ".mp4",
    "/in/100%_[x]?*;--.mp4",
    "/in/not-utf8-\udcff\udcfe.mp4",
)


def finish(store: Store, recording_id: int) -> None:
    claims = ClaimRepository(store)
    claim = claims.claim("a", NOW_MS)
    assert claim is not None
    assert claim.recording.id == recording_id
    claims.finish(recording_id, "a", observations("SPX1"), NOW_MS)


@pytest.mark.parametrize("name", AWKWARD_NAMES)
def test_any_file_name_comes_back_as_it_is(store: Store, name: str) -> None:
    camera_id = add_camera(store)
    recordings = RecordingRepository(store)
    recording_id, is_new = recordings.upsert_found(found(camera_id, name), now_ms=NOW_MS)
    assert is_new
    assert recordings.upsert_found(found(camera_id, name), now_ms=NOW_MS) == (recording_id, False)
    assert recordings.get(recording_id).path == name
    assert list(recordings.known_files(camera_id)) == [name]
    assert [one.id for one in recordings.find(name)] == [recording_id]
    claim = ClaimRepository(store).claim("a", NOW_MS)
    assert claim is not None
    assert claim.recording.path == name


def test_an_unchanged_file_keeps_its_status(store: Store) -> None:
    camera_id = add_camera(store)
    recording_id = add_recording(store, camera_id)
    finish(store, recording_id)
    assert add_recording(store, camera_id) == recording_id
    assert RecordingRepository(store).get(recording_id).status is RecordingStatus.DONE


def test_a_changed_file_is_queued_again_and_its_events_are_looked_at(store: Store) -> None:
    camera_id = add_camera(store)
    recording_id = add_recording(store, camera_id)
    finish(store, recording_id)
    events = EventRepository(store)
    events.replace_window(camera_id, T0_MS, T0_MS + 1, [], now_ms=NOW_MS, cleared=events.dirty_windows()[0].ids)
    recordings = RecordingRepository(store)
    recordings.upsert_found(found(camera_id, "/in/a.mp4", sha="other"), now_ms=NOW_MS)
    details = recordings.get(recording_id)
    assert (details.status, details.done_ms, details.head_tail_sha256) == (RecordingStatus.PENDING, None, "other")
    assert len(events.dirty_windows()) == 1


def test_a_moved_file_stays_the_same_recording(store: Store) -> None:
    camera_id = add_camera(store)
    recordings = RecordingRepository(store)
    recording_id = recordings.upsert_found(found(camera_id, "/in/a.mp4"), now_ms=NOW_MS)[0]
    moved = found(camera_id, "/in/old/a.mp4")
    assert recordings.upsert_found(moved, now_ms=NOW_MS, gone=["/in/a.mp4"]) == (recording_id, False)
    assert recordings.get(recording_id).path == "/in/old/a.mp4"


def test_a_copy_beside_the_file_is_another_recording(store: Store) -> None:
    camera_id = add_camera(store)
    recordings = RecordingRepository(store)
    first = recordings.upsert_found(found(camera_id, "/in/a.mp4"), now_ms=NOW_MS)[0]
    second, is_new = recordings.upsert_found(found(camera_id, "/in/b.mp4"), now_ms=NOW_MS)
    assert is_new
    assert second != first


def test_a_file_that_comes_back_is_what_it_was(store: Store) -> None:
    camera_id = add_camera(store)
    recordings = RecordingRepository(store)
    done = add_recording(store, camera_id, "/in/done.mp4")
    finish(store, done)
    waiting = add_recording(store, camera_id, "/in/waiting.mp4")
    recordings.set_missing([done, waiting], now_ms=NOW_MS)
    assert recordings.counts()[RecordingStatus.MISSING] == 2
    assert add_recording(store, camera_id, "/in/done.mp4") == done
    assert add_recording(store, camera_id, "/in/waiting.mp4") == waiting
    assert recordings.get(done).status is RecordingStatus.DONE
    assert recordings.get(waiting).status is RecordingStatus.PENDING


def test_a_corrected_start_marks_both_windows_and_nothing_is_decoded_again(store: Store) -> None:
    camera_id = add_camera(store)
    recording_id = add_recording(store, camera_id)
    finish(store, recording_id)
    recordings, events = RecordingRepository(store), EventRepository(store)
    events.replace_window(camera_id, 0, 1, [], now_ms=NOW_MS, cleared=events.dirty_windows()[0].ids)
    far_ms = T0_MS + 10 * HOUR_MS
    recordings.set_start({recording_id: (far_ms, "mtime")}, now_ms=NOW_MS)
    recordings.set_start({recording_id: (far_ms, "mtime")}, now_ms=NOW_MS)
    assert recordings.get(recording_id).status is RecordingStatus.DONE
    assert [(window.from_ms, window.to_ms) for window in events.dirty_windows()] == [
        (T0_MS, T0_MS + HOUR_MS),
        (far_ms, far_ms + HOUR_MS),
    ]


def test_pages_filters_and_counts(store: Store) -> None:
    one, two = add_camera(store, "One"), add_camera(store, "Two")
    for number in range(5):
        add_recording(store, one, f"/in/{number}.mp4", T0_MS + number * HOUR_MS)
    add_recording(store, two, "/in/x.mp4", T0_MS)
    recordings = RecordingRepository(store)
    page = recordings.list_page(RecordingFilter(camera_ids=(one,)), page=2, page_size=2)
    assert (page.total, [item.path for item in page.items]) == (5, ["/in/2.mp4", "/in/1.mp4"])
    within = RecordingFilter(from_ms=T0_MS + HOUR_MS, to_ms=T0_MS + 2 * HOUR_MS)
    assert [item.path for item in recordings.list_page(within).items] == ["/in/1.mp4"]
    assert recordings.counts()[RecordingStatus.PENDING] == 6
    assert recordings.counts(camera_id=two)[RecordingStatus.PENDING] == 1
    assert set(recordings.counts()) == set(RecordingStatus)
    with pytest.raises(NotFound):
        recordings.get(999)


def test_recordings_are_found_by_a_part_of_their_path(store: Store) -> None:
    recordings = RecordingRepository(store)
    camera_id = add_camera(store)
    for name in ("/v/Table 1/a_100%.mp4", "/v/Table 1/b_100x.mp4"):
        recordings.upsert_found(found(camera_id, name), now_ms=NOW_MS)

    def paths(text: str) -> list[str]:
        return sorted(one.path for one in recordings.list_page(RecordingFilter(text=text)).items)

    assert paths("TABLE 1/B") == ["/v/Table 1/b_100x.mp4"]
    assert paths("100%") == ["/v/Table 1/a_100%.mp4"]
    assert len(paths("_100")) == 2
    assert paths("'") == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_found_by_letters_of_every_language(store: Store, form: str) -> None:
    """A Mac writes letters and their marks apart, and SQLite knows the case of ASCII letters only."""
    camera_id, repository = add_camera(store), RecordingRepository(store)
    add_recording(store, camera_id, unicodedata.normalize(form, "/in/Đóng Gói HÀNG 50%.mp4"))
    repository.upsert_found(found(camera_id, os.fsdecode(b"/in/\xff\xfe.mp4"), sha="ff"), now_ms=NOW_MS)
    add_recording(store, camera_id, unicodedata.normalize(form, "/in/Bàn [7]*?.mp4"))
    for wanted, count in (
        ("đóng gói", 1), ("Đóng", 1), ("ÓNG GÓI h", 1), ("ó", 1), ("À", 2), ("hàng 50%", 1), ("hàng 5_", 0),
        ("hàng?", 0), ("hàng*mp4", 0), ("bàn [7]*?", 1), ("bàn 7", 0), ("mp4", 3), ("dong", 0), ("gói đóng", 0),
    ):  # fmt: skip
        assert repository.list_page(RecordingFilter(text=wanted)).total == count, wanted
        nfd = unicodedata.normalize("NFD", wanted)
        assert repository.list_page(RecordingFilter(text=nfd)).total == count, nfd


def test_names_of_both_forms_are_found(store: Store) -> None:
    """A Mac's file in a folder of Windows, and the composite input of Vietnamese keyboards: one mark in, one apart."""
    camera_id, repository = add_camera(store), RecordingRepository(store)
    mac = unicodedata.normalize("NFD", "Đơn tết.mp4")
    composite = "Kiê\u0301n h\u00e0ng.mp4"
    for name in (f"/in/Bàn 1/{mac}", f"/in/{composite}", "/in/plain.mp4"):
        add_recording(store, camera_id, name)
    repository.upsert_found(
        found(camera_id, os.fsdecode("/in/Bàn 1/a\u0300 ".encode() + b"\xff.mp4"), sha="ff"), now_ms=NOW_MS
    )
    for wanted, count in (
        ("bàn 1/đơn", 1), ("BÀN 1/Đơn tế", 1), ("kiến", 1), ("Kiến HÀNG", 1), ("n hà", 1), ("bàn 1", 2), ("bàn 2", 0),
        ("kiên", 0), ("bàn 1/à", 1), ("bàn?", 0),
    ):  # fmt: skip
        for form in (wanted, unicodedata.normalize("NFD", wanted)):
            assert repository.list_page(RecordingFilter(text=form)).total == count, form
    with only_cameras(frozenset({camera_id})):
        assert repository.list_page(RecordingFilter(text="bàn 1/đơn")).total == 1


def test_many_ids_are_checked_with_few_questions(store: Store) -> None:
    mine, other = add_camera(store, "One"), add_camera(store, "Two")
    seen = [add_recording(store, mine, f"/in/{number}.mp4") for number in range(700)]
    hidden = add_recording(store, other, "/in/x.mp4")
    repository, asked = RecordingRepository(store), []
    with only_cameras(frozenset({mine})):
        with store.read() as connection:
            engine = connection.engine
        on_event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        repository.check_there(seen + seen[:3])
        assert sum(one.startswith("SELECT") for one in asked) == 2
        with pytest.raises(NotFound, match=f"recording {hidden}"):
            repository.check_there([*seen[:5], hidden])
