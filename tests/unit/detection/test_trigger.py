from __future__ import annotations

import cv2
import numpy as np
import segno

from backend.detection.trigger import TriggerWatcher, same_trigger_text
from backend.domain.region import Box
from tests.support.pictures import on_table, printed

REGION = Box(240, 110, 160, 140)


def sticker(text: str = "TimeGo") -> np.ndarray:
    modules = np.array([[bit == 0 for bit in row] for row in segno.make_qr(text, error="h").matrix], np.uint8) * 255
    return on_table(printed(np.pad(modules, 4, constant_values=255), 3.5))


def covered(frame: np.ndarray, share: float) -> np.ndarray:
    """A brown box slid over the sticker from the left."""
    made = frame.copy()
    made[60:320, 100 : round(270 + 102 * share)] = 90
    return made


def test_the_sticker_is_read_once_and_recognised_after_that() -> None:
    watcher = TriggerWatcher("TimeGo", REGION)
    first, second = watcher.look(sticker()), watcher.look(sticker())
    assert (first.visible, first.decoded) == (True, True)
    assert (second.visible, second.decoded) == (True, False)


def test_a_box_over_it_covers_it() -> None:
    watcher = TriggerWatcher("TimeGo", REGION)
    watcher.look(sticker())
    assert watcher.look(covered(sticker(), 1.0)).visible is False


def test_likeness_falls_as_the_box_comes_and_half_of_the_sticker_is_the_limit() -> None:
    watcher = TriggerWatcher("TimeGo", REGION)
    watcher.look(sticker())
    shares = (0.0, 0.25, 0.4, 0.6, 0.75, 1.0)
    curve = [watcher.likeness(covered(sticker(), share)) or 0.0 for share in shares]
    assert curve == sorted(curve, reverse=True)
    assert [watcher.shows_half(covered(sticker(), share)) for share in shares] == [True] * 3 + [False] * 3


def test_a_parcel_that_leaves_a_third_of_the_sticker_in_sight_covers_it() -> None:
    watcher = TriggerWatcher("TimeGo", REGION)
    watcher.look(sticker())
    assert watcher.look(covered(sticker(), 0.65)).visible is False


def test_darker_light_does_not_cover_it() -> None:
    watcher = TriggerWatcher("TimeGo", REGION)
    watcher.look(sticker())
    assert watcher.look((sticker() * 0.45 + 6).astype(np.uint8)).visible is True


def test_a_black_or_blind_picture_tells_nothing() -> None:
    watcher = TriggerWatcher("TimeGo", REGION)
    assert watcher.look(np.zeros((360, 640), np.uint8)).visible is None
    assert watcher.look(np.full((360, 640), 128, np.uint8)).visible is None


def test_a_plain_or_black_parcel_over_all_of_the_region_covers_it() -> None:
    watcher = TriggerWatcher("TimeGo", REGION)
    watcher.look(sticker())
    for level in (0, 255):
        frame = sticker()
        frame[80:300, 200:460] = level
        assert watcher.look(frame).visible is False


def test_a_picture_out_of_focus_tells_nothing_and_a_box_in_focus_covers() -> None:
    watcher = TriggerWatcher("TimeGo", REGION)
    frame = cv2.copyMakeBorder(sticker(), 0, 200, 0, 200, cv2.BORDER_CONSTANT, value=150)
    frame[380:540:20, 40:600] = 30
    watcher.look(frame)
    assert watcher.look(cv2.GaussianBlur(frame, (0, 0), 6)).visible is None
    assert watcher.look(covered(frame, 1.0)).visible is False


def test_with_the_lights_off_nothing_can_be_told_though_the_sensor_is_noisy() -> None:
    watcher = TriggerWatcher("TimeGo", REGION)
    watcher.look(sticker())
    noise = np.random.default_rng(1).normal(0, 4, (360, 640))
    dark = np.clip(16 + sticker() * 0.02 + noise, 0, 255).astype(np.uint8)
    assert watcher.look(dark).visible is None


def test_another_code_on_the_table_is_not_the_sticker() -> None:
    assert TriggerWatcher("TimeGo", REGION).look(sticker("SPXVN012345")).visible is False


def test_a_sticker_moved_within_its_region_is_found_again() -> None:
    watcher = TriggerWatcher("TimeGo", REGION)
    watcher.look(sticker())
    assert watcher.look(np.roll(sticker(), 14, axis=1)).visible is True


def test_another_sticker_in_the_region_does_not_stand_in_for_the_covered_one() -> None:
    wide = Box(200, 80, 400, 240)
    both = sticker()
    both[220:320, 470:570] = cv2.resize(both[132:228, 272:368], (100, 100), interpolation=cv2.INTER_AREA)
    watcher = TriggerWatcher("TimeGo", wide)
    assert watcher.look(both).visible is True
    hidden = both.copy()
    hidden[60:300, 100:430] = 90
    assert watcher.look(hidden).visible is False
    assert watcher.look(both).visible is True


def test_case_and_blanks_of_the_text_do_not_matter() -> None:
    assert same_trigger_text(" timego ", "TimeGo")
    assert not same_trigger_text("TimeGo2", "TimeGo")
