from __future__ import annotations

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
