"""Why a code fits, and that the reason is true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.code import folded
from backend.search.ranking import STRENGTH, MatchKind, distance, explain, nearest, one_edit
from backend.search.variants import LONGEST, one_away

CODES = st.text(alphabet="ABCOI018-", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("asked", "stored", "kind", "detail"),
    [
        ("SPX123456", "SPX123456", MatchKind.EXACT, "The same code."),
        ("123456", "SPX123456", MatchKind.SUFFIX, "Ends with 123456."),
        ("SPX12", "SPX123456", MatchKind.PREFIX, "Begins with SPX12."),
        ("X1234", "SPX123456", MatchKind.PART, "Contains X1234, from character 3 on."),
        ("SPXI23456", "SPX123456", MatchKind.CONFUSABLE, "Looks alike: 1 for I at character 4."),
        (
            "5PXI23456",
            "SPX123456",
            MatchKind.CONFUSABLE,
            "Looks alike: S for 5 at character 1, 1 for I at character 4.",
        ),
        ("SPX923456", "SPX123456", MatchKind.ONE_WRONG, "1 instead of 9 at character 4."),
        ("SPX23456", "SPX123456", MatchKind.ONE_WRONG, "1 is missing before character 4."),
        ("SPX1293456", "SPX123456", MatchKind.ONE_WRONG, "9 at character 6 is one too many."),
        (
            "5PX923456",
            "SPX123456",
            MatchKind.ONE_WRONG,
            "1 instead of 9 at character 4. Look-alike characters differ too.",
        ),
    ],
)
def test_the_reason_is_said(asked: str, stored: str, kind: MatchKind, detail: str) -> None:
    why = explain(asked, stored)
    assert why is not None
    assert (why.kind, why.detail) == (kind, detail)


def test_two_wrong_characters_are_no_match() -> None:
    assert explain("SPX993456", "SPX123456") is None


def test_an_exact_match_is_the_strongest_and_the_nearest_the_weakest() -> None:
    assert min(STRENGTH, key=lambda kind: STRENGTH[kind]) is MatchKind.EXACT
    assert max(STRENGTH, key=lambda kind: STRENGTH[kind]) is MatchKind.NEAREST


@given(CODES, CODES)
def test_one_edit_agrees_with_the_distance(one: str, other: str) -> None:
    assert (one_edit(one, other) is not None) == (distance(one, other, 3) == 1)


@given(CODES, CODES)
def test_variants_are_exactly_what_is_one_edit_away(one: str, other: str) -> None:
    assert (folded(other) in one_away(one)) == (one_edit(folded(one), folded(other)) is not None)


def test_variants_of_a_usual_code_are_few_enough_to_probe() -> None:
    assert 500 < len(one_away("SPXVN061234567890")) < 1_100
    assert one_away("A" * (LONGEST + 1)) == set()


def test_nearest_takes_the_closest_and_nothing_far_off() -> None:
    found = nearest("SPX123456", ["SPX129956", "ZZZZZZZZZ", "SPX999956", "SPX123499"], 2)
    assert [why.code for why in found] == ["SPX123499", "SPX129956"]
    assert nearest("SPX123456", ["QQQQQQQQQ"], 5) == []


def test_distance_stops_at_its_bound() -> None:
    assert distance("kitten", "sitting", 5) == 3
    assert distance("kitten", "sitting", 2) == 3
    assert distance("a", "abcdef", 2) == 3
