"""A killed process, a full disk, a damaged or locked file: nothing stored is lost, and the message says what to do."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.domain.errors import StoreError
from backend.domain.recording import RecordingStatus
from database.engine import open_store
from database.queries.event_views import EventQueries
from database.repositories.claims import ClaimRepository
from database.repositories.events import EventRepository
from database.repositories.observations import ObservationRepository
from database.repositories.recordings import RecordingRepository
from tests.support.store import NOW_MS, T0_MS, add_camera, add_recording, observations

ROOT = Path(__file__).resolve().parents[3]

WORK_FOR_EVER = """
import sys, pathlib
from tests.support.store import *
from database.engine import open_store
from database.repositories.claims import ClaimRepository
from database.repositories.recordings import RecordingRepository
store = open_store(pathlib.Path(sys.argv[1]))
camera_id, claims = add_camera(store), ClaimRepository(store)
events = EventRepository(store)
number = 0
while True:
    number += 1
    start = T0_MS + number * HOUR_MS
    recording_id = add_recording(store, camera_id, f"/in/{number}.mp4", start)
    claims.claim("a", NOW_MS)
    claims.finish(recording_id, "a", observations(*[f"SPX{number}-{n}" for n in range(40)]), NOW_MS)
    window = events.dirty_windows()[0]
    derived = [event(camera_id, start + n * 60_000, f"SPX{number}-{n}") for n in range(40)]
    events.replace_window(camera_id, start, start + HOUR_MS, derived, now_ms=NOW_MS, cleared=window.ids)
    if number == 2:
        print("going", flush=True)
"""

FILL_THE_DISK = """
import sys, pathlib
from tests.support.store import *
from backend.domain.errors import StoreError
from database.engine import open_store
from database.repositories.settings import ProgramStatusRepository
store = open_store(pathlib.Path(sys.argv[1]))
status = ProgramStatusRepository(store)
number = 0
try:
    while number < 2_000:
        status.set({f"key{number}": "x" * 20_000}, now_ms=NOW_MS)
        number += 1
except StoreError as error:
    print(number, error.code, error.message)
store.close()
"""


def run(script: str, *arguments: str, fsize: int | None = None) -> subprocess.Popen[str]:
    def limit() -> None:
        if fsize is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (fsize, fsize))

    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=limit,
    )


@pytest.mark.parametrize("delay_s", [0.0, 0.017, 0.053])
def test_kill_9_in_the_middle_of_writing_leaves_the_store_whole(tmp_path: Path, delay_s: float) -> None:
    path = tmp_path / "epack.db"
    process = run(WORK_FOR_EVER, str(path))
    assert process.stdout is not None
    assert process.stdout.readline() == "going\n"
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=delay_s)
    process.kill()
    process.communicate()
    with open_store(path) as store:
        with store.read() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        ClaimRepository(store).release_all(NOW_MS)
        recordings, events = RecordingRepository(store), EventRepository(store)
        done = [one for one in recordings.list_page(page_size=500).items if one.status is RecordingStatus.DONE]
        dirty = {window.from_ms for window in events.dirty_windows()}
        for recording in done:
            seen = ObservationRepository(store).of_recording(recording.id)
            assert seen is not None
            assert len(seen.sightings) == 40
            found = EventQueries(store).around(recording.camera_id, recording.start_ms, recording.start_ms + 1)
            # Either its events are stored, all of them, or the mark that asks for them still is.
            assert bool(found) != (recording.start_ms in dirty)
        assert len(done) >= 2


@pytest.mark.parametrize("room", [800_000, 1_500_000])
def test_a_full_disk_says_so_and_keeps_what_was_stored(tmp_path: Path, room: int) -> None:
    path = tmp_path / "epack.db"
    process = run(FILL_THE_DISK, str(path), fsize=room)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    number, code, message = said.split(" ", 2)
    assert code == "store_full"
    assert "is full" in message
    with open_store(path) as store, store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM program_status")).scalar_one() == int(number) > 0
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="mounting needs root on Linux")
def test_a_really_full_file_system(tmp_path: Path) -> None:
    mount = tmp_path / "small"
    mount.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(mount)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this machine does not allow mounts")
    try:
        process = run(FILL_THE_DISK, str(mount / "epack.db"))
        said, _ = process.communicate(timeout=60)
        number, code, _ = said.split(" ", 2)
        assert (code, int(number) > 0) == ("store_full", True)
        raw = sqlite3.connect(mount / "epack.db")
        assert raw.execute("SELECT count(*) FROM program_status").fetchone()[0] == int(number)
        raw.close()
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def test_a_store_locked_by_another_program_is_said(tmp_path: Path) -> None:
    path = tmp_path / "epack.db"
    with open_store(path, busy_timeout_ms=50) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Another program keeps") as caught:
            add_camera(store)
        assert caught.value.code == "store_locked"
        other.execute("COMMIT")
        other.close()
        add_camera(store)


def test_a_store_held_exclusively_is_refused_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "epack.db"
    open_store(path).close()
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA journal_mode = DELETE")
    raw.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError) as caught:
        open_store(path, busy_timeout_ms=50)
    assert caught.value.code == "store_locked"
    raw.execute("ROLLBACK")
    raw.close()
    open_store(path, busy_timeout_ms=50).close()


@pytest.mark.parametrize("damage", ["text", "head", "middle", "cut"])
def test_a_damaged_store_is_refused_and_left_alone(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "epack.db"
    with open_store(path) as store:
        camera_id = add_camera(store)
        for number in range(300):
            add_recording(store, camera_id, f"/in/{number}.mp4", T0_MS + number)
    whole = path.read_bytes()
    broken = {
        "text": b"this is no database at all\n" * 400,
        "head": b"\x00" * 100 + whole[100:],
        "middle": whole[: len(whole) // 2] + b"\xff" * 40_960 + whole[len(whole) // 2 + 40_960 :],
        "cut": whole[: len(whole) // 2 + 1_000],
    }[damage]
    path.write_bytes(broken)
    with pytest.raises(StoreError, match="damaged") as caught:
        open_store(path)
    assert caught.value.code == "store_damaged"
    assert path.read_bytes() == broken
    path.write_bytes(whole)
    open_store(path).close()


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "epack.db"
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE theirs (x)")
    raw.close()
    with pytest.raises(StoreError, match="another program") as caught:
        open_store(path)
    assert caught.value.code == "store_foreign"


def test_a_folder_in_the_place_of_the_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "epack.db").mkdir()
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path / "epack.db")
    assert caught.value.code == "store_unwritable"
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError):
        open_store(tmp_path / "file" / "epack.db")


def test_observations_are_what_was_finished_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "epack.db"
    with open_store(path) as store:
        recording_id = add_recording(store, add_camera(store))
        ClaimRepository(store).claim("a", NOW_MS)
        ClaimRepository(store).finish(recording_id, "a", observations("SPX1"), NOW_MS)
    with open_store(path) as store:
        assert ObservationRepository(store).of_recording(recording_id) == observations("SPX1")
        assert len(EventRepository(store).dirty_windows()) == 1
