from __future__ import annotations

from backend.domain.region import Box
from backend.sampling.consensus import CONFIRMED, confirmed, merged, sightings
from backend.sampling.reads import Read

HERE = Box(100, 100, 200, 80)
THERE = Box(700, 400, 200, 80)


def reads(text: str, *times: float, fmt: str = "Code128", box: Box = HERE, weight: float = 1.0) -> list[Read]:
    return [Read(t, text, fmt, box, weight) for t in times]


def test_two_frames_that_agree_confirm_a_code() -> None:
    found = sightings(reads("SPX1", 1000, 1200))
    assert [(s.text, s.frames, s.first_ms, s.last_ms) for s in found] == [("SPX1", 2, 1000, 1200)]
    assert found[0].confidence >= CONFIRMED


def test_one_frame_does_not() -> None:
    assert confirmed(sightings(reads("SPX1", 1000))) == []


def test_the_same_frame_read_twice_is_one_witness() -> None:
    assert sightings(reads("SPX1", 1000, 1005))[0].frames == 1


def test_a_weak_symbology_needs_a_frame_more() -> None:
    assert confirmed(sightings(reads("8930000000013", 1000, 1200, fmt="EAN13"))) == []
    assert confirmed(sightings(reads("8930000000013", 1000, 1200, 1400, fmt="EAN13")))


def test_a_misread_of_the_same_print_gives_way() -> None:
    good = reads("7930112430132", 1000, 1100, 1200, 1300, 1400, 1500, fmt="EAN13")
    bad = reads("8930180430132", 1250, fmt="EAN13")
    assert [s.text for s in sightings(good + bad)] == ["7930112430132"]


def test_two_readings_of_equal_strength_that_differ_in_little_do_not_both_count() -> None:
    found = sightings(reads("SPX0001", 1000, 1200, 1400) + reads("SPX0007", 1100, 1300))
    assert [s.text for s in found] == ["SPX0001"]


def test_a_piece_of_a_longer_code_is_dropped() -> None:
    found = sightings(reads("SPXVN101587", 1000, 1200) + reads("101587", 1300))
    assert [s.text for s in found] == ["SPXVN101587"]


def test_two_labels_side_by_side_are_two_codes() -> None:
    found = sightings(reads("SPX0001", 1000, 1200) + reads("SPX0002", 1000, 1200, box=THERE))
    assert sorted(s.text for s in found) == ["SPX0001", "SPX0002"]


def test_labels_with_consecutive_numbers_shown_one_after_the_other_are_two_codes() -> None:
    found = sightings(reads("SPX0001", 1000, 1200, 1400, 1600) + reads("SPX0002", 2400, 2600, 2800))
    assert [s.text for s in found] == ["SPX0001", "SPX0002"]
    weak = reads("7930112430132", 1000, 1200, 1400, 1600, fmt="EAN13") + reads("7930112430149", 2400, fmt="EAN13")
    assert [s.text for s in sightings(weak)] == ["7930112430132"]


def test_two_codes_of_one_moving_label_are_two_codes_though_one_holds_the_other() -> None:
    found = []
    for step in range(5):
        # The larger sight is the one kept: of one code the last, of the other the first, at the same height.
        low, high = Box(100, 100 + 30 * step, 200, 80 + step), Box(100, 220 + 30 * step, 200, 80)
        found += reads("SPX01", step * 200, box=low) + reads("https://x.vn/SPX01", step * 200, fmt="QRCode", box=high)
    assert {s.text for s in sightings(found)} == {"SPX01", "https://x.vn/SPX01"}


def test_shown_again_much_later_is_another_sighting() -> None:
    found = sightings(reads("SPX1", 1000, 1200, 60_000, 60_200))
    assert [(s.first_ms, s.last_ms) for s in found] == [(1000, 1200), (60_000, 60_200)]


def test_a_code_that_was_not_there_in_between_was_shown_twice() -> None:
    seen = reads("SPX1", 1000, 1200, 9000, 9200)
    assert len(sightings(seen)) == 1
    assert [(s.first_ms, s.last_ms) for s in sightings(seen, [(4000, 5000)])] == [(1000, 1200), (9000, 9200)]
    assert len(sightings(seen + reads("SPX1", 4500), [(4000, 5000)])) == 1


def test_last_resort_steps_need_more_frames() -> None:
    assert confirmed(sightings(reads("SPX1", 1000, 1200, weight=0.8))) == []
    assert confirmed(sightings(reads("SPX1", 1000, 1200, 1400, weight=0.8)))


def test_payloads_are_kept_verbatim() -> None:
    nasty = 'a,"b"\n<script>\x00'
    assert sightings(reads(nasty, 1000, 1200))[0].text == nasty


def test_a_second_look_adds_what_is_new_and_widens_what_is_known() -> None:
    before = sightings(reads("SPX1", 1000, 1200))
    again = sightings(reads("SPX1", 800, 1000, 1200, 1600) + reads("GHN2", 30_000, 30_200, box=THERE))
    found = merged(before, again)
    assert [(s.text, s.first_ms, s.last_ms, s.frames) for s in found] == [
        ("SPX1", 800, 1600, 4),
        ("GHN2", 30_000, 30_200, 2),
    ]
    assert merged(found, again) == found


def test_a_second_look_takes_nothing_away_that_was_certain() -> None:
    before = sightings(reads("SPX0001", 1000, 1200))
    again = sightings(reads("SPX0007", *range(900, 2000, 100)))
    assert "SPX0001" in [s.text for s in merged(before, again)]


def test_a_misread_of_what_is_known_is_not_added_and_an_uncertain_one_gives_way() -> None:
    known = sightings(reads("SPX0001", *range(1000, 2000, 100)))
    assert [s.text for s in merged(known, sightings(reads("SPX0007", 1100, 1300)))] == ["SPX0001"]
    uncertain = sightings(reads("SPX0007", 1100))
    assert [s.text for s in merged(uncertain, known)] == ["SPX0001"]


def test_the_same_code_shown_again_much_later_is_another_sighting() -> None:
    before, again = sightings(reads("SPX1", 1000, 1200)), sightings(reads("SPX1", 60_000, 60_200))
    assert [s.first_ms for s in merged(before, again)] == [1000, 60_000]
