"""A label without a code whose code is of a kind that is switched off is told; nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.commands.profile import camera_from
from backend.domain.observation import Observations
from backend.sampling import other_kinds
from backend.sampling.frame_sampler import FrameSampler
from tests.support.footage import Footage, two_orders_clip


def analysed(shot: Footage, *symbologies: str) -> Observations:
    camera = replace(camera_from(shot.truth.profile, "c"), symbologies=symbologies)
    with FrameSampler() as sampler:
        return sampler.analyse(str(shot.path), camera)


def test_a_code_of_a_kind_that_is_switched_off_is_told() -> None:
    seen = analysed(two_orders_clip(), "Code128", "EAN13")
    assert len(seen.unread) == 2
    assert seen.sightings == []
    (told,) = seen.warnings
    assert (told.code, told.details) == ("kind_switched_off", {"kinds": "QRCode"})


def test_where_the_codes_are_read_nothing_is_told() -> None:
    assert analysed(two_orders_clip(), "QRCode").warnings == []


def test_the_sticker_and_what_is_seen_once_are_no_such_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_kinds, "_LEAST_READS", 100)
    seen = analysed(two_orders_clip(), "Code128")
    assert len(seen.unread) == 2
    assert seen.warnings == []
