from __future__ import annotations

import json

import pytest

from backend.commands.profile import camera_from
from backend.domain.errors import InvalidInput


def test_every_key_is_optional_and_null_means_the_default() -> None:
    keys = ("trigger", "label", "packing", "trigger_text", "symbologies", "timezone", "start_time")
    assert camera_from(dict.fromkeys(keys), "c") == camera_from({}, "c")


def test_four_zeros_are_no_region_as_in_the_profiles_of_2_1_1() -> None:
    assert camera_from({"trigger": [0, 0, 0, 0]}, "c").regions.trigger is None
    with pytest.raises(InvalidInput, match="trigger"):
        camera_from({"trigger": [0, 0, 0, 10]}, "c")


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e999", "-1e999"])
@pytest.mark.parametrize("shape", ["[%s, 1, 2, 3]", "[[%s, 1], [9, 1], [9, 9]]"])
def test_numbers_that_are_none_are_refused_by_name(text: str, shape: str) -> None:
    with pytest.raises(InvalidInput, match="label"):
        camera_from(json.loads(f'{{"label": {shape % text}}}'), "c")
