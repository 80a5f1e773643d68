from __future__ import annotations

from backend.events.intervals import Interval, give_codes
from backend.events.merge import Shown


def code(text: str, first_s: int, last_s: int) -> Shown:
    return Shown(text, "QRCode", first_s * 1000, last_s * 1000, 5, 0.96)


def given(spans: list[tuple[int, int]], *codes: Shown) -> list[list[str]]:
    intervals = [Interval(start * 1000, end * 1000) for start, end in spans]
    give_codes(intervals, codes)
    return [[c.text for c in interval.codes] for interval in intervals]


THREE = [(5, 17), (21, 32), (36, 47)]


def test_labels_printed_one_parcel_ahead_go_to_the_parcel_they_are_picked_up_for() -> None:
    ahead = (code("ONE", 16, 26), code("ONE", 27, 29), code("TWO", 31, 41), code("TWO", 42, 44))
    assert given(THREE, code("ZERO", 6, 14), *ahead) == [["ZERO"], ["ONE"], ["TWO"]]


def test_labels_fanned_out_before_the_first_parcel_too() -> None:
    ahead = (code("ONE", 6, 26), code("ONE", 27, 29), code("TWO", 6, 41), code("TWO", 42, 44))
    assert given(THREE, code("ZERO", 6, 14), *ahead) == [["ZERO"], ["ONE"], ["TWO"]]


def test_a_finished_parcel_moved_while_the_next_is_packed_keeps_its_label_to_itself() -> None:
    assert given(THREE[:2], code("A", 14, 24), code("A", 25, 30), code("B", 28, 30)) == [["A"], ["B"]]


def test_a_parcel_is_left_without_a_code_by_none_that_is_picked_up_later() -> None:
    assert given(THREE[:2], code("A", 14, 24), code("A", 25, 30)) == [["A"], ["A"]]


def test_the_same_code_shown_to_two_parcels_belongs_to_both() -> None:
    assert given(THREE[:2], code("A", 14, 16), code("A", 25, 30), code("B", 26, 30)) == [["A"], ["A", "B"]]


def test_both_codes_of_a_label_printed_ahead_are_handed_on_together() -> None:
    ahead = (code("ONE", 16, 26), code("ONE", 27, 29), code("ONE-B", 16, 26), code("ONE-B", 27, 29))
    assert given(THREE[:2], code("ZERO", 6, 14), *ahead) == [["ZERO"], ["ONE", "ONE-B"]]
    # Where nothing else tells whose label it is, its first parcel keeps all of it.
    assert given(THREE[:2], *ahead) == [["ONE", "ONE-B"], ["ONE", "ONE-B"]]
