"""The process is killed in the middle, twice: in the end every file is here once, whole and queued once."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from database.engine import open_store
from tests.integration.sources.sync.test_engine import noise
from tests.support.archive import Archive, archive_type
from tests.support.sync_world import SyncWorld

PROGRAM = """
import sys, time
from pathlib import Path
from database.engine import open_store
from tests.support.archive import archive_type
from tests.support.sync_world import SyncWorld
folder, address, key = Path(sys.argv[1]), sys.argv[2], sys.argv[3].encode()
world = SyncWorld(open_store(folder / "epack.db"), folder / "downloads", [archive_type()], key=key)
if not world.sources.all():
    world.add("zoneminder", {"address": address}, {"password": "secret"}, {"door": "Door", "table": "Table"})
world.start()
source = world.sources.all()[0].id
while not (world.line(source).state == "idle" and world.line(source).files >= 40):
    print(world.line(source).files, flush=True)
    time.sleep(0.02)
world.stop()
world.store.close()
"""
FILES, SIZE = 40, 120_000


def test_kill_9_loses_and_doubles_nothing(tmp_path: Path, archive: Archive) -> None:
    archive.pause_s = 0.01
    for number in range(FILES):
        archive.put(f"f{number}", noise(number, SIZE), camera="door" if number % 2 else "table", name="same.mp4")
    key = SyncWorld.__dataclass_fields__["key"].default
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), archive.server.url, key.decode()]
    for kill_at in (1, 18, None):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            if kill_at is None:
                archive.pause_s = 0
                process.stdout.read()
                assert process.wait(60) == 0
                break
            for line in process.stdout:
                if int(line) >= kill_at:
                    break
            time.sleep(0.013 * kill_at % 0.05)
            process.send_signal(signal.SIGKILL)
    with open_store(tmp_path / "epack.db") as store:
        world = SyncWorld(store, tmp_path / "downloads", [archive_type()])
        source_id = world.sources.all()[0].id
        assert sorted(world.on_disk(source_id).values()) == sorted(noise(number, SIZE) for number in range(FILES))
        assert [one.state for one in world.all_files(source_id)] == ["done"] * FILES
        recordings = world.recordings.list_page(page_size=500).items
        assert len({one.path for one in recordings}) == len(recordings) == FILES
        assert world.line(source_id).files == FILES
        troubles = [run.trouble for run in world.parts["sync_history"].runs(source_id).items]
        assert troubles == [None, "cancelled", "cancelled"]
