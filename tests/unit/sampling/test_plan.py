from __future__ import annotations

import itertools
import math
from itertools import pairwise

from backend.sampling import plan
from backend.sampling.plan import Range
from backend.sampling.vote import Run

EVERY_2_S = [2000.0 * i for i in range(31)]
EVERY_FRAME = [40.0 * i for i in range(501)]


def test_a_two_second_spacing_is_looked_at_as_it_is() -> None:
    assert plan.base_looks(EVERY_2_S, []) == EVERY_2_S


def test_all_keyframe_files_are_looked_at_a_stride() -> None:
    looks = plan.base_looks(EVERY_FRAME, [])
    assert looks[0] == 0
    assert looks[-1] == EVERY_FRAME[-1]
    steps = [b - a for a, b in itertools.pairwise(looks)]
    assert min(steps[:-1]) >= plan.BASE_STEP_MS


def test_quiet_stretches_get_one_look_a_minute_and_the_rest_all() -> None:
    keys = [2000.0 * i for i in range(301)]
    looks = plan.base_looks(keys, [(100_000.0, 500_000.0)])
    quiet = [t for t in looks if 100_000 <= t <= 500_000]
    assert 6 <= len(quiet) <= 8
    assert [t for t in looks if t < 100_000] == keys[:50]


def test_an_empty_file_has_no_looks() -> None:
    assert plan.base_looks([], []) == []


def test_keyframes_between_keep_their_distance_from_the_ends() -> None:
    between = plan.keyframes_between(EVERY_FRAME, 1000, 3000)
    assert between[0] >= 1000 + plan.FILL_STEP_MS
    assert between[-1] <= 3000 - plan.FILL_STEP_MS / 2
    assert plan.keyframes_between(EVERY_2_S, 2000, 4000) == []


def gaps(*edges_s: float, same_free: bool = False) -> list[plan.Gap]:
    return [plan.Gap(a * 1000, b * 1000, same_free) for a, b in pairwise(edges_s)]


def test_wide_gaps_are_decoded_through_unless_known_to_be_quiet() -> None:
    wide = gaps(0, 36, 72, 80)
    assert plan.blind_ranges(wide, [], []) == [Range(0, 36_000), Range(36_000, 72_000), Range(72_000, 80_000)]
    assert plan.blind_ranges(wide, [(30_000.0, 75_000.0)], []) == [Range(0, 36_000), Range(72_000, 80_000)]
    assert plan.blind_ranges(gaps(0, 2, 4, 6), [], []) == []


def test_a_calm_gap_between_two_looks_at_the_same_free_table_is_left_alone() -> None:
    calm = [(9_500.0, 31_000.0)]
    assert plan.blind_ranges(gaps(10, 20, 30, same_free=True), [], calm) == []
    assert plan.blind_ranges(gaps(10, 20), [], calm) == [Range(10_000, 20_000)]


def test_the_calm_end_of_a_gap_is_not_decoded() -> None:
    assert plan.blind_ranges(gaps(10, 20, same_free=True), [], [(16_000.0, 25_000.0)]) == [Range(10_000, 17_000)]
    assert plan.blind_ranges(gaps(10, 20, same_free=True), [], [(9_000.0, 11_000.0)]) == [Range(10_000, 20_000)]


def test_a_loud_part_too_short_for_a_packing_is_left_alone_between_looks_at_the_same_free_table() -> None:
    passes_by = [(9_000.0, 13_000.0), (17_000.0, 25_000.0)]
    assert plan.blind_ranges(gaps(10, 20, same_free=True), [], passes_by) == []
    # The same noise before a covered table may be the packing's beginning.
    assert plan.blind_ranges(gaps(10, 20), [], passes_by) == [Range(10_000, 20_000)]


def sure_from_ms(gap: plan.Gap, calm: list[tuple[float, float]]) -> float:
    return plan.blind_ranges([gap], [], calm)[0].sure_from_ms


def test_the_rest_of_a_gap_is_believed_once_it_is_too_short_for_a_packing() -> None:
    freed = plan.Gap(10_000, 20_000, ends_free=True)
    assert sure_from_ms(freed, []) == 15_000
    # What is calm until the table is seen free again hides nothing.
    assert sure_from_ms(freed, [(16_000.0, 25_000.0)]) == 11_000


def test_a_covered_table_may_be_cleared_at_any_time_unless_it_was_covered_just_now() -> None:
    covered = plan.Gap(10_000, 30_000, ends_free=False)
    found = plan.blind_ranges([covered], [], [(26_000.0, 35_000.0)], shortest_packing_ms=10_000)[0]
    assert found.sure_from_ms == 30_000 - plan.BASE_STEP_MS
    assert found.unbroken_from_ms == 21_000
    assert plan.blind_ranges([covered], [], [], shortest_packing_ms=4_000)[0].unbroken_from_ms == 26_400


def test_a_gap_whose_end_nobody_saw_is_decoded_to_its_end() -> None:
    assert sure_from_ms(plan.Gap(10_000, 20_000), []) == math.inf


def test_only_the_last_piece_of_a_gap_knows_how_the_gap_ends() -> None:
    pieces = plan.groups_of_pictures(EVERY_2_S, Range(3000, 9000, sure_from_ms=5000, ends_free=True))
    assert [p.sure_from_ms for p in pieces] == [math.inf, math.inf, math.inf, 5000]


def test_pieces_tile_the_span_and_begin_at_keyframes() -> None:
    pieces = plan.groups_of_pictures(EVERY_2_S, Range(3000, 9000))
    assert pieces == [Range(3000, 4000), Range(4000, 6000), Range(6000, 8000), Range(8000, 9000)]
    fine = plan.groups_of_pictures(EVERY_FRAME, Range(0, 2000))
    assert all(p.to_ms - p.from_ms >= 480 for p in fine[:-1])


def test_the_hunt_begins_where_print_was_seen_then_goes_backwards_from_the_end() -> None:
    run = Run(True, 10_000, 20_000)
    order = plan.hunt_order(run, EVERY_2_S, [(12_000.0, 2)], grace_ms=0, end_ms=60_000)
    assert {order[0], order[1]} == {Range(10_000, 12_000), Range(12_000, 14_000)}
    assert [p.from_ms for p in order[2:]] == [18_000, 16_000, 14_000]


def test_two_codes_one_after_the_other_make_the_time_between_doubtful() -> None:
    run = Run(True, 0, 60_000)
    shown = [(10_000.0, 12_000.0), (40_000.0, 41_000.0)]
    assert plan.doubtful_ranges(run, shown) == [Range(12_000, 40_000)]
    assert plan.doubtful_ranges(run, [(10_000.0, 12_000.0), (11_000.0, 14_000.0)]) == []
    assert plan.doubtful_ranges(Run(True, 0, 20_000), shown) == []


def test_pieces_are_cut_no_shorter_than_asked() -> None:
    keys = [float(at) for at in range(0, 10_000, 400)]
    pieces = plan.groups_of_pictures(keys, Range(1_000, 9_000), least_ms=2_000)
    assert [piece.from_ms for piece in pieces] == [1_000, 3_200, 5_200, 7_200]
    assert pieces[-1].to_ms == 9_000
