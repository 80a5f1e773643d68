"""Real footage, really analysed: each fault of a camera is found, and a sound one is not accused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.commands.profile import camera_from
from backend.domain.observation import Observations
from backend.sampling.frame_sampler import FrameSampler
from tests.support.api_world import ApiWorld, api_world
from tests.support.seen import observations
from tests.support.spoiled import DAY_MS, day_long_clip, idle_clip, idle_scenario, spoiled_clip

START_MS = idle_scenario().start_ms - 10 * DAY_MS
"""Before the world's present: recordings from the future are another fault."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ApiWorld]:
    with api_world(tmp_path) as made:
        yield made


def analysed(path: Path) -> Observations:
    with FrameSampler() as sampler:
        return sampler.analyse(str(path), camera_from(idle_clip().truth.profile, "c"))


def put(world: ApiWorld, camera: int, path: Path, day: int) -> None:
    """The recording as one of that day, with what an analysis measures in it."""
    start_ms = START_MS + day * DAY_MS
    world.done(world.recording(camera, path, start_ms=start_ms), analysed(path))


def health(world: ApiWorld, camera: int) -> dict[str, Any]:
    found: dict[str, Any] = world.json("GET", f"/api/camera-health/{camera}")
    return found


def wrong(found: dict[str, Any]) -> dict[str, str]:
    return {one["aspect"]: one["level"] for one in found["findings"] if one["level"] != "ok"}


def test_a_sound_camera_is_not_accused(world: ApiWorld) -> None:
    camera = world.camera()
    for day in range(3):
        put(world, camera, idle_clip(day).path, day)
    found = health(world, camera)
    assert wrong(found) == {}
    assert found["level"] == "ok"
    assert {one["aspect"] for one in found["findings"]} >= {
        "sticker",
        "sticker_moved",
        "sharpness",
        "brightness",
        "view",
    }
    assert [day["day"] for day in found["days"]] == ["2025-12-26", "2025-12-27", "2025-12-28"]
    # The page of all cameras draws its lines from one answer.
    listed = world.json("GET", "/api/camera-health")["cameras"][0]
    assert listed["history_days"] == [day["day"] for day in found["days"]]
    sticker = next(one for one in listed["findings"] if one["aspect"] == "sticker")
    assert sticker["history"] == [pytest.approx(day["measures"]["readability"], abs=1e-4) for day in found["days"]]
    assert sticker["history"][-1] == pytest.approx(sticker["value"], abs=1e-4)
    assert next(one["history"] for one in listed["findings"] if one["aspect"] == "view") == []
    frame = found["sample"]
    picture = world.get(f"/api/recordings/{frame['recording_id']}/frame?at_ms={frame['at_ms']}")
    assert picture.mimetype == "image/jpeg"


@pytest.mark.parametrize(
    ("how", "aspect", "level"),
    [
        ("sticker_moved", "sticker_moved", "caution"),
        ("sticker_torn", "sticker", "critical"),
        ("shifted", "view", "caution"),
        ("dark", "brightness", "critical"),
        ("blurred", "sharpness", "critical"),
        ("frozen", "frozen", "critical"),
        ("blocked", "blind", "critical"),
    ],
)
def test_each_fault_is_found(world: ApiWorld, how: str, aspect: str, level: str) -> None:
    camera = world.camera()
    put(world, camera, idle_clip(0).path, 0)
    put(world, camera, spoiled_clip(how), 1)
    found = wrong(health(world, camera))
    assert found.get(aspect) == level
    # What follows from the fault may be named beside it, but nothing that has nothing to do with it.
    follows = {"shifted": {"sticker", "sticker_moved"}, "blurred": {"sticker"}, "blocked": {"sticker"}}
    assert set(found) - {aspect} <= follows.get(how, set())


def test_lamps_that_are_off_at_night_are_no_fault(world: ApiWorld) -> None:
    camera = world.camera(timezone="UTC")
    world.json("PATCH", "/api/settings", {"timezone": "UTC", "from_time": "08:00", "to_time": "18:00"})
    noon_ms = START_MS - START_MS % DAY_MS + DAY_MS // 2
    for path, start_ms in (
        (idle_clip(0).path, noon_ms),
        (idle_clip(1).path, noon_ms + DAY_MS),
        (spoiled_clip("blocked"), noon_ms + 2 * DAY_MS + 10 * 3_600_000),
    ):
        world.done(world.recording(camera, path, start_ms=start_ms), analysed(path))
    found = health(world, camera)
    assert (found["level"], wrong(found), found["outside_hours"]) == ("ok", {}, 1)
    assert found["measures"]["recordings"] == 1
    # The new normal is taken from what counts, too.
    assert world.json("POST", f"/api/camera-health/{camera}/baseline")["level"] == "ok"
    world.json("PATCH", "/api/settings", {"from_time": "00:00", "to_time": "00:00"})
    assert wrong(health(world, camera))["blind"] == "critical"


@pytest.mark.parametrize(("dark_from_hour", "level"), [(18.0, "ok"), (12.0, "critical")])
def test_a_file_of_a_whole_day_is_judged_by_its_working_hours(
    world: ApiWorld, dark_from_hour: float, level: str
) -> None:
    camera = world.camera(timezone="UTC")
    world.json("PATCH", "/api/settings", {"timezone": "UTC", "from_time": "08:00", "to_time": "18:00"})
    midnight_ms = START_MS - START_MS % DAY_MS
    for day, clip in enumerate((day_long_clip(), day_long_clip(dark_from_hour, 1))):
        world.done(world.recording(camera, clip.path, start_ms=midnight_ms + day * DAY_MS), analysed(clip.path))
    found = health(world, camera)
    # The night is neither part of what is normal nor held against the camera; a lens that goes dark at noon is.
    assert found["baseline"]["measures"]["brightness"] > 60
    assert (found["level"], found["outside_hours"]) == (level, 0)
    assert wrong(found) == ({} if level == "ok" else {"blind": "critical", "sticker": "critical"})
    assert found["measures"]["recordings"] == 1
    frame = found["sample"]
    assert midnight_ms + DAY_MS <= frame["when_ms"] < midnight_ms + 2 * DAY_MS
    assert found["sample"]["at_ms"] == frame["when_ms"] - midnight_ms - DAY_MS


def test_a_camera_measured_only_at_night_says_so(world: ApiWorld) -> None:
    camera = world.camera(timezone="UTC")
    world.json("PATCH", "/api/settings", {"timezone": "UTC", "from_time": "08:00", "to_time": "18:00"})
    start_ms = START_MS - START_MS % DAY_MS + 20 * 3_600_000
    world.done(world.recording(camera, spoiled_clip("dark"), start_ms=start_ms), analysed(spoiled_clip("dark")))
    found = health(world, camera)
    assert (found["level"], found["findings"], found["outside_hours"]) == (None, [], 1)


def test_the_new_normal_and_back(world: ApiWorld) -> None:
    camera = world.camera()
    put(world, camera, idle_clip(0).path, 0)
    put(world, camera, spoiled_clip("sticker_moved"), 1)
    assert health(world, camera)["level"] == "caution"
    reset = world.json("POST", f"/api/camera-health/{camera}/baseline")
    assert (reset["level"], reset["baseline"]["first_day"]) == ("ok", "2025-12-27")
    assert reset["reset_ms"] is not None
    undone = world.json("DELETE", f"/api/camera-health/{camera}/baseline")
    assert (undone["level"], undone["reset_ms"]) == ("caution", None)
    assert (
        world.json("DELETE", f"/api/camera-health/{camera}/baseline", status=409)["error"]["code"] == "nothing_to_undo"
    )


def test_what_older_versions_analysed_has_no_verdict_and_says_so(world: ApiWorld) -> None:
    camera = world.camera()
    world.done(world.recording(camera, idle_clip().path, start_ms=START_MS), observations())
    found = health(world, camera)
    assert (found["level"], found["findings"], found["without_facts"]) == (None, [], 1)
    assert (
        world.json("POST", f"/api/camera-health/{camera}/baseline", status=409)["error"]["code"] == "nothing_measured"
    )


def test_a_new_analysis_measures_anew(world: ApiWorld) -> None:
    camera = world.camera()
    put(world, camera, idle_clip(0).path, 0)
    assert world.json("GET", "/api/camera-health")["cameras"][0]["level"] == "ok"
    assert world.services.recordings.analyse_again(camera, "other", now_ms=1) == 1
    recording = health(world, camera)["sample"]["recording_id"]
    assert world.json("GET", "/api/camera-health")["cameras"][0]["level"] == "ok"
    world.done(recording, observations())
    assert health(world, camera)["level"] is None


def test_a_camera_that_is_not_there(world: ApiWorld) -> None:
    world.json("GET", "/api/camera-health/7", status=404)
