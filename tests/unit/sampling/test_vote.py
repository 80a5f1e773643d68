from __future__ import annotations

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from backend.sampling.vote import Run, Sample, has_flipped, held, runs, settled, state_since

VOTE = {"min_busy_ms": 700.0, "min_free_ms": 350.0}


def samples(text: str, step_ms: float = 100.0) -> list[Sample]:
    """`.` free, `#` busy, `?` cannot be told; one look every 100 ms."""
    states = {".": False, "#": True, "?": None}
    return [Sample(i * step_ms, states[ch]) for i, ch in enumerate(text)]


def test_runs_begin_where_the_first_look_of_a_state_lies() -> None:
    assert runs(samples("..##."), 500) == [Run(False, 0, 200), Run(True, 200, 400), Run(False, 400, 500)]


def test_a_hand_crossing_the_sticker_starts_nothing() -> None:
    assert settled(samples("...." + "#" * 6 + "....."), 1500, **VOTE) == [Run(False, 0, 1500)]


def test_a_covered_sticker_counts_once_it_held() -> None:
    found = settled(samples("...." + "#" * 8 + "....."), 1700, **VOTE)
    assert [(r.busy, r.from_ms) for r in found] == [(False, 0), (True, 400), (False, 1200)]


def test_one_reading_of_the_sticker_does_not_end_a_packing() -> None:
    assert settled(samples("." * 4 + "#" * 10 + "..." + "#" * 10 + "." * 5), 3200, **VOTE)[1] == Run(True, 400, 2700)


def test_a_free_table_between_two_parcels_is_kept() -> None:
    found = settled(samples("." * 4 + "#" * 10 + "." * 4 + "#" * 10 + "." * 5), 3300, **VOTE)
    assert [r.busy for r in found] == [False, True, False, True, False]


def test_short_runs_at_the_edges_of_a_file_stay_for_its_neighbours_to_judge() -> None:
    found = settled(samples("##" + "." * 10 + "#"), 1300, **VOTE)
    assert [(r.busy, r.length_ms) for r in found] == [(True, 200), (False, 1000), (True, 100)]


def test_a_blind_picture_is_not_turned_into_a_state() -> None:
    assert [r.busy for r in settled(samples("....???####..........."), 2200, **VOTE)] == [False, None, True, False]


@given(st.text(alphabet=".#?", min_size=1, max_size=80))
def test_settled_runs_tile_the_recording_and_alternate(text: str) -> None:
    end_ms = len(text) * 100.0
    found = settled(samples(text), end_ms, **VOTE)
    assert found[0].from_ms == 0
    assert found[-1].to_ms == end_ms
    for a, b in itertools.pairwise(found):
        assert a.to_ms == b.from_ms
        assert a.busy != b.busy


def test_a_state_is_held_once_all_looks_of_a_while_agree() -> None:
    assert not held(samples("########"), True), "0.7 s"
    assert held(samples("#########"), True)
    assert held(samples("..#########"), True)
    assert not held(samples("#####.###"), True)
    assert not held(samples("#########"), False)
    assert not held([], False)


def test_a_flip_counts_when_the_new_state_has_settled() -> None:
    assert not has_flipped(samples("#########"))
    assert not has_flipped(samples("..####"))
    assert has_flipped(samples("..#########"))


def test_when_a_state_began_is_known_only_when_its_beginning_was_seen() -> None:
    assert state_since(samples("..####")) == 200
    assert state_since(samples("######")) == -math.inf
