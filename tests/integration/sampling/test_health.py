"""What is measured of a camera, on drawn footage whose faults are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend.commands.profile import camera_from
from backend.domain.health import SCENE_COLS, HealthFacts
from backend.domain.observation import Observations
from backend.sampling.frame_sampler import FrameSampler
from tests.support.footage import Footage, footage, small_order_clip, small_scenario, two_orders_clip
from tests.support.spoiled import day_long_clip, idle_clip, spoiled_clip


def analysed(path: Path, shot: Footage) -> Observations:
    with FrameSampler() as sampler:
        return sampler.analyse(str(path), camera_from(shot.truth.profile, "c"))


def facts(path: Path) -> HealthFacts:
    [health] = analysed(path, idle_clip()).health
    return health


def test_a_sound_camera() -> None:
    shot = idle_clip()
    health = facts(shot.path)
    assert health.looks >= 8
    assert health.free_looks == health.sticker_reads == health.looks
    assert (health.dark_looks, health.flat_looks, health.frozen_ms) == (0, 0, 0)
    assert health.sticker is not None
    assert health.sticker_px == pytest.approx(1.58, abs=0.1)
    assert health.scene is not None
    assert len(health.scene) == SCENE_COLS * 36


def test_the_sticker_is_measured_where_it_lies_now() -> None:
    before, after = facts(idle_clip().path).sticker, facts(spoiled_clip("sticker_moved")).sticker
    assert before is not None
    assert after is not None
    assert after.x - before.x == pytest.approx(16, abs=2)
    assert after.y - before.y == pytest.approx(0, abs=2)


def test_a_torn_sticker_is_not_read_though_the_table_is_free() -> None:
    health = facts(spoiled_clip("sticker_torn"))
    assert health.free_looks >= 8
    assert health.sticker_reads == 0


def test_dark_blurred_blocked_and_frozen_pictures_differ_from_the_sound_one() -> None:
    sound = facts(idle_clip(1).path)
    assert facts(spoiled_clip("dark")).brightness < 0.3 * sound.brightness
    assert facts(spoiled_clip("blurred")).sharpness < 0.4 * sound.sharpness
    blocked = facts(spoiled_clip("blocked"))
    assert blocked.flat_looks == blocked.looks
    assert facts(spoiled_clip("frozen")).frozen_ms > 25_000


def test_the_light_does_not_change_the_sharpness() -> None:
    dark, sound = facts(spoiled_clip("dark")), facts(idle_clip(1).path)
    assert dark.sharpness == pytest.approx(sound.sharpness, rel=0.2)


def test_a_file_of_a_whole_day_is_measured_by_the_hour() -> None:
    shot = day_long_clip()
    found = analysed(shot.path, shot).health
    assert [round(one.from_ms / 3_600_000) for one in found] == list(range(24))
    assert all(one.from_ms <= one.sample_ms <= one.to_ms for one in found)
    lit = [round(one.from_ms / 3_600_000) for one in found if one.dark_looks < 3]
    assert lit == list(range(8, 18))
    assert all(one.looks - one.dark_looks < 3 for one in found if round(one.from_ms / 3_600_000) not in lit)


def test_labels_are_counted_and_their_modules_measured() -> None:
    shot = two_orders_clip()
    seen = analysed(shot.path, shot)
    [health] = seen.health
    assert (health.labels_seen, health.labels_read) == (2, 2)
    assert health.label_px == pytest.approx(2.6, abs=0.3)
    assert seen.unread == []


def test_a_label_that_nobody_can_read_is_noted() -> None:
    shot = smeared_clip()
    seen = analysed(shot.path, shot)
    order = shot.truth.orders[0]
    assert len(seen.unread) == 1
    begin_ms = shot.truth.recordings[0].start_ms
    assert abs(begin_ms + seen.unread[0].from_ms - order.start_ms) < 1_500
    assert seen.unread[0].from_ms <= seen.unread[0].best_ms <= seen.unread[0].to_ms
    [health] = seen.health
    assert (health.labels_seen, health.labels_read) == (1, 0)


def test_a_table_with_a_parcel_on_it_does_not_count_against_the_sticker() -> None:
    shot = small_order_clip()
    [health] = analysed(shot.path, shot).health
    assert health.free_looks == health.sticker_reads < health.looks


def smeared_clip() -> Footage:
    scene = small_scenario()
    labels = tuple(replace(label, readable=False) for label in scene.orders[0].labels)
    order = replace(scene.orders[0], labels=labels)
    return footage(replace(scene, name="smeared", orders=(order,)))
