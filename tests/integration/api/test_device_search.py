"""Searching for devices over HTTP: started, watched, cancelled, and told what is a source already."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from backend.runtime.jobs import JobStatus
from backend.runtime.stop import StopSignal
from tests.support.api_world import ApiWorld
from tests.support.onvif_device import SimulatedOnvif


@pytest.fixture
def searching(world: ApiWorld) -> Any:
    stop = StopSignal()
    thread = threading.Thread(target=world.services.device_searches.jobs.run, args=(stop,))
    thread.start()
    yield world
    stop.set()
    thread.join()


def ended(world: ApiWorld, job_id: str) -> dict[str, Any]:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        told = world.client.get(f"/api/sources/discover/{job_id}").get_json()
        if told["done"]:
            return dict(told)
        time.sleep(0.05)
    raise AssertionError("the search does not end")


def test_a_device_is_found_and_known_again_as_a_source(searching: ApiWorld) -> None:
    with SimulatedOnvif().running() as device:
        address = f"127.0.0.1:{device.server.port}"
        first = searching.client.post("/api/sources/discover", json={"address": address, "seconds": 1})
        assert first.status_code == 202
        found = ended(searching, first.get_json()["id"])
        assert (found["status"], found["progress"]) == ("done", 1.0)
        [one] = found["devices"]
        assert (one["kind"], one["source_ids"]) == ("onvif", [])
        added = searching.client.post(
            "/api/sources/remote",
            json={
                "kind": "onvif",
                "name": "Table",
                "config": {"address": one["address"]},
                "secrets": {"password": "x"},
            },
        )
        assert added.status_code == 201
        again = ended(
            searching, searching.client.post("/api/sources/discover", json={"address": address}).get_json()["id"]
        )
    assert again["devices"][0]["source_ids"] == [added.get_json()["id"]]


def test_nothing_there_is_told_with_the_reason(searching: ApiWorld) -> None:
    started = searching.client.post("/api/sources/discover", json={"address": "127.0.0.1:1", "seconds": 1}).get_json()
    told = ended(searching, started["id"])
    assert (told["status"], told["reason_code"]) == ("failed", "source_unreachable")
    assert told["devices"] == []


def test_a_search_is_cancelled(world: ApiWorld) -> None:
    started = world.client.post("/api/sources/discover", json={}).get_json()
    assert (started["done"], started["status"]) == (False, JobStatus.QUEUED)
    told = world.client.post(f"/api/sources/discover/{started['id']}/cancel", json={}).get_json()
    assert (told["done"], told["status"]) == (True, JobStatus.CANCELLED)


@pytest.mark.parametrize("body", [{"seconds": 0}, {"seconds": 100}, {"address": ""}, {"other": 1}])
def test_a_wrong_search_is_refused(world: ApiWorld, body: dict[str, Any]) -> None:
    assert world.client.post("/api/sources/discover", json=body).status_code in (400, 422)


def test_a_search_nobody_knows_is_not_found(world: ApiWorld) -> None:
    assert world.client.get("/api/sources/discover/0123456789abcdef").status_code == 404
