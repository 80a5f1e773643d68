"""The second look at real footage: every code, and only codes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.commands.profile import camera_from
from backend.domain.errors import Cancelled, Unreadable
from backend.domain.observation import Observations
from backend.runtime.stop import StopSignal
from backend.sampling.frame_sampler import FrameSampler
from tests.support import footage
from tests.support.footage import Footage


def looked_at(shot: Footage) -> tuple[FrameSampler, Observations]:
    sampler = FrameSampler()
    return sampler, sampler.analyse(str(shot.path), camera_from(shot.truth.profile, "c"))


@pytest.mark.parametrize("clip", [footage.two_orders_clip, footage.plain_table_clip], ids=["sticker", "no-sticker"])
def test_it_finds_every_code_from_the_spans_alone(clip: object) -> None:
    shot: Footage = clip()  # type: ignore[operator]
    sampler, seen = looked_at(shot)
    shares: list[float] = []
    known = {one.text for one in seen.sightings}
    with sampler:
        again = sampler.look_again(
            str(shot.path), camera_from(shot.truth.profile, "c"), replace(seen, sightings=[]), progress=shares.append
        )
    assert known
    assert {one.text for one in again if one.confidence >= 0.9} == known
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_short_recording_is_thorough_at_once_and_a_quiet_one_is_not_opened() -> None:
    shot = footage.quiet_clip()
    sampler, seen = looked_at(shot)
    assert seen.thorough
    assert sampler.look_again("/nowhere.mp4", camera_from(shot.truth.profile, "c"), seen) == []


def test_it_stops_when_told_and_says_when_the_file_is_gone() -> None:
    shot = footage.small_order_clip()
    sampler, seen = looked_at(shot)
    camera, stop = camera_from(shot.truth.profile, "c"), StopSignal()
    stop.set()
    with sampler:
        with pytest.raises(Cancelled):
            sampler.look_again(str(shot.path), camera, seen, stop=stop)
        with pytest.raises(Unreadable):
            sampler.look_again("/nowhere.mp4", camera, seen)
