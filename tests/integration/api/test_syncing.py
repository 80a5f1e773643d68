"""Status, history and files of sources over the API, and the reference's addresses for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from backend.domain.source import RemoteCamera
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker
from backend.sources.registry import SourceTypes
from backend.sources.remote import Draft
from tests.support.api_world import ApiWorld
from tests.support.archive import Archive, archive_type
from tests.support.scheduler_bench import wait_until


@pytest.fixture
def archive() -> Iterator[Archive]:
    one = Archive()
    yield one
    one.close()


@pytest.fixture
def source(world: ApiWorld, archive: Archive) -> Iterator[int]:
    """A source with two files of which one cannot be fetched; the engine is at work."""
    ours = world.services
    ours.remote.types._types.update(SourceTypes([archive_type()])._types)
    ours.settings.change({"keep_free_gb": 0.1})
    archive.put("good", b"x" * 1000)
    archive.put("bad", b"y" * 1000)
    archive.fault("bad", status=403)
    source = ours.remote.add("Archive", Draft("zoneminder", {"address": archive.server.url}, {"password": "secret"}))
    ours.remote.attach(source.id, RemoteCamera("door", "Door"), world.camera("Door"))
    ours.remote.tell_changed(source.id)
    worker = Worker("synchronisation", ours.sync.run, parent=StopSignal()).start()
    wait_until(lambda: line(world, source.id)["state"] == "idle", "the first run to be over")
    yield source.id
    worker.stop()
    assert worker.join(10)


def line(world: ApiWorld, source_id: int) -> dict[str, Any]:
    items = world.json("GET", "/api/sources/status")["items"]
    found: dict[str, Any] = next(one for one in items if one["source_id"] == source_id)
    return found


def test_status_history_and_files(world: ApiWorld, archive: Archive, source: int) -> None:
    now = line(world, source)
    assert (now["files"], now["bytes"], now["failures"], now["running"]) == (1, 1000, 0, None)
    runs = world.json("GET", f"/api/sources/{source}/runs")["items"]
    assert len(runs) == 1, runs
    run = runs[0]
    assert (run["listed"], run["fetched"], run["failed"], run["by_hand"]) == (2, 1, 1, False)
    listed = world.json("GET", f"/api/sources/{source}/files")
    assert listed["counts"] == {"done": 1, "failed": 1}
    (failed,) = world.json("GET", f"/api/sources/{source}/files?state=failed")["items"]
    assert (failed["name"], failed["trouble"]) == ("bad.mp4", "source_not_allowed")
    assert world.json("POST", f"/api/sources/{source}/files/retry", {})["files"] == 1
    wait_until(lambda: line(world, source)["files"] == 2, "the file to be tried again")
    world.json("GET", "/api/sources/999/files", status=404)
    world.json("POST", "/api/sources/999/sync", status=404)


def test_pause_resume_and_now(world: ApiWorld, archive: Archive, source: int) -> None:
    assert world.json("POST", f"/api/sources/{source}/pause")["state"] == "paused"
    archive.put("new", b"z" * 1000)
    assert world.json("POST", f"/api/sources/{source}/sync", status=202)["paused"]
    wait_until(lambda: line(world, source)["files"] == 2, "what was asked for by hand")
    wait_until(lambda: line(world, source)["state"] == "paused", "the pause to go on")
    assert world.json("POST", f"/api/sources/{source}/resume")["paused"] is False
    wait_until(lambda: line(world, source)["state"] == "idle", "the source to be looked at")
    world.json("PATCH", f"/api/sources/{source}/remote", {"enabled": False})
    refused = world.json("POST", f"/api/sources/{source}/sync", status=409)
    assert refused["error"]["code"] == "source_not_synchronised"


def test_the_reference_addresses(world: ApiWorld, archive: Archive, source: int) -> None:
    told = world.json("GET", f"/api/sync/sync-status/{source}")
    assert told["sync_status"]["last_sync_status"] == "success"
    assert told["runtime"] == {"is_running": False, "timer_active": True}
    (row,) = world.json("GET", "/api/sync/sync-dashboard")["dashboard"]
    assert (row["source_name"], row["files_downloaded_count"], row["sync_interval_minutes"]) == ("Archive", 1, 10.0)
    stopped = world.json("POST", "/api/sync/stop-auto-sync", {"source_id": source})
    assert stopped["success"]
    assert world.json("GET", f"/api/sync/sync-status/{source}")["sync_status"]["sync_enabled"] is False
    started = world.json("POST", "/api/sync/start-auto-sync", {"source_id": source})
    assert started["sync_status"]["sync_enabled"]
    forced = world.json("POST", f"/api/sync/force-sync/{source}")["sync_result"]
    assert (forced["success"], forced["files_downloaded"]) == (True, 1)
    assert world.json("POST", "/api/sync/auto-start-cloud-sync")["started_sources"] == [source]
    assert world.json("GET", "/api/sync/sync-health")["health"] == "healthy"
    assert world.json("GET", "/api/sync/test-pydrive")["success"]
    world.json("POST", "/api/sync/start-auto-sync", {"source_id": 999}, status=404)
