"""`./scripts/bench sync`: how fast files come here, beside downloading them one after the other and nothing else."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from database.engine import open_store
from tests.integration.sources.drive.test_drive_sync import add
from tests.support.footage import small_order_clip
from tests.support.google_drive import GoogleDriveServer
from tests.support.sync_world import SyncWorld, sync_world

MB = 1_000_000


@pytest.fixture
def on_disk_world(tmp_path: Path, kind: object) -> Iterator[SyncWorld]:
    with open_store(tmp_path / "epack.db") as store, sync_world(store, tmp_path / "downloads", [kind]) as one:  # type: ignore[list-item]
        yield one


def film(size: int, number: int) -> bytes:
    """A video that opens at once, as a recorder's do, made `size` long by a box that players pass over: what is no
    video is looked at from all sides before it is given up, and that would be measured then."""
    video = small_order_clip().path.read_bytes()
    left = size - len(video)
    if left < 16:
        return video + number.to_bytes(8)
    return video + left.to_bytes(4) + b"free" + number.to_bytes(8) + hashlib.shake_128(b"x").digest(left - 16)


def plainly(google: GoogleDriveServer, ids: list[str], folder: Path) -> float:
    """Seconds that one loop over one connection takes: no checksum, no fsync, no store, no queue."""
    folder.mkdir()
    access = google.token()["access"]
    began = time.monotonic()
    with requests.Session() as session:
        for file_id in ids:
            url = f"{google.server.url}/drive/v2/files/{file_id}?alt=media"
            head = {"Authorization": f"Bearer {access}", "Range": "bytes=0-999999999"}
            with (
                session.get(url, headers=head, stream=True, timeout=30) as reply,
                (folder / file_id).open("wb") as file,
            ):
                for block in reply.iter_content(256 * 1024):
                    file.write(block)
    return time.monotonic() - began


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(
    ("files", "size", "latency_s"), [(400, MB, 0.0), (400, MB, 0.05), (12, 40 * MB, 0.0), (12, 40 * MB, 0.05)]
)
def test_files_and_bytes_a_second(
    on_disk_world: SyncWorld, google: GoogleDriveServer, tmp_path: Path, files: int, size: int, latency_s: float
) -> None:
    door = google.folder("Door")
    ids = [google.file(f"{number}.mp4", door, film(size, number)) for number in range(files)]
    google.pause_s = latency_s
    plain_s = plainly(google, ids, tmp_path / "plain")
    took: dict[int, float] = {}
    for threads in (1, 3):
        on_disk_world.settings = replace(on_disk_world.settings, parallel_downloads=threads)
        source_id = add(on_disk_world, google, {door: f"Door {threads}"})
        on_disk_world.start()
        began = time.monotonic()
        on_disk_world.wait(source_id, lambda line: line.files == files, 600)
        took[threads] = time.monotonic() - began
        on_disk_world.stop()
        on_disk_world.remote.remove(source_id)
    print(f"\n{files} files of {size / MB:g} MB, {latency_s * 1000:g} ms to each answer:")
    for name, seconds in (("plain, one by one", plain_s), ("ePACK, 1 at once", took[1]), ("ePACK, 3 at once", took[3])):
        print(f"  {name:18} {seconds:7.1f} s {files / seconds:8.1f} files/s {files * size / MB / seconds:8.1f} MB/s")
