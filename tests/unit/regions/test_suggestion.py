"""What is proposed from what was seen, and why."""

from __future__ import annotations

import numpy as np

from backend.domain.region import Box, RegionKind
from backend.regions.suggestion import Evidence, Proposal, Reason, suggest


def proposal(evidence: Evidence, kind: RegionKind) -> Proposal:
    return next(one for one in suggest(evidence).proposals if one.kind is kind)


def test_nothing_seen_proposes_nothing_and_says_why() -> None:
    found = suggest(Evidence(640, 360, looks=9, sticker_looks=5, label_looks=4, hand_looks=4))
    assert [(one.box, one.reason) for one in found.proposals] == [
        (None, Reason.NO_STICKER),
        (None, Reason.NO_LABELS),
        (None, Reason.NOTHING_HAPPENS),
    ]
    assert found.regions().shapes() == {}


def test_the_sticker_gets_room_and_a_stray_read_moves_nothing() -> None:
    seen = Evidence(640, 360, sticker_looks=6)
    seen.stickers = [Box(300, 130, 50, 50)] * 4 + [Box(10, 10, 80, 80)]
    seen.sticker_px = [2.0, 2.4, 2.2]
    found = proposal(seen, RegionKind.TRIGGER)
    assert found.box == Box(280, 110, 90, 90)
    assert (found.seen, found.looks, found.px_per_module) == (5, 6, 2.2)


def test_labels_are_all_inside_with_room_but_strays_are_left_out() -> None:
    places = [Box(200 + 10 * number, 100 + 5 * number, 60, 60) for number in range(12)]
    seen = Evidence(640, 360, label_looks=40, labels=[*places, Box(600, 0, 20, 20)])
    box = proposal(seen, RegionKind.LABEL).box
    assert box is not None
    assert box.x < 200
    assert box.y < 100
    assert box.x + box.w > 310 + 60
    assert box.x + box.w < 600


def test_hands_and_the_place_of_work_make_the_packing_region() -> None:
    busy = np.zeros((36, 64))
    busy[10:20, 20:40] = 0.6
    seen = Evidence(640, 360, hand_looks=8, with_hands=5, hands=[Box(250, 150, 80, 80)] * 5, busy=busy)
    found = proposal(seen, RegionKind.PACKING)
    assert found.reason is Reason.HANDS_SEEN
    assert found.box is not None
    assert found.box.x <= 190
    assert found.box.y <= 90
    assert found.box.x + found.box.w >= 410
    assert found.box.y + found.box.h >= 250


def test_without_hands_movement_tells() -> None:
    busy = np.zeros((36, 64))
    busy[10:20, 20:40] = 0.6
    busy[0:2, 0:2] = 0.9
    found = proposal(Evidence(640, 360, hand_looks=8, busy=busy), RegionKind.PACKING)
    assert (found.reason, found.box) == (Reason.MOVEMENT_SEEN, Box(190, 90, 220, 120))
