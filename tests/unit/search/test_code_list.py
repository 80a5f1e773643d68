"""Codes out of pasted text in any form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import InvalidInput
from backend.search import code_list
from backend.search.code_list import from_values, parse_codes


def norms(text: str) -> list[str]:
    return [code.norm for code in parse_codes(text)]


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("12. SPX1A\n13. SPX2B", ["SPX1A", "SPX2B"]),
        ("1) X1 2) X2 3) X3", ["X1", "X2", "X3"]),
        ("(1) X9\n(2) X8", ["X9", "X8"]),
        ("#1. X9", ["X9"]),
        ("1.SPXVN1 2.SPXVN2", ["SPXVN1", "SPXVN2"]),
        ("1. A1, 2. B1", ["A1", "B1"]),
        ("1 SPXVN01\n2 SPXVN02", ["SPXVN01", "SPXVN02"]),
        ("7\tA1\n8\tB1", ["A1", "B1"]),
        ("7\tA1\n9\tB1", ["7", "A1", "9", "B1"]),
        ("12345678 A1\n12345679 B1", ["12345678", "A1", "12345679", "B1"]),
        ("12.345", ["12.345"]),
        ("a1 b2\tc3;d4|e5,f6\r\ng7\rh8", ["A1", "B2", "C3", "D4", "E5", "F6", "G7", "H8"]),
        ("A1，B2；C3、D4", ["A1", "B2", "C3", "D4"]),
        ("\u200bSPX1\ufeff\u00a0SPX2\u2060", ["SPX1", "SPX2"]),
        ("SP\u200bX1", ["SPX1"]),
        ("“SPX1”,'SPX2' «SPX3»", ["SPX1", "SPX2", "SPX3"]),
        ('"A, B" C1', ["A,B", "C1"]),
        ('1. "A;B"\n2. C1', ["A;B", "C1"]),
        ('="0012"', ["0012"]),
        ("- A1\n• B2\n* C3", ["A1", "B2", "C3"]),
        ("AB. CD", ["AB.CD"]),
        ("1. AB. CD", ["AB.CD"]),
        ("SPX1.", ["SPX1"]),
        ("SPX-1_2/3", ["SPX-1_2/3"]),
        ("ＳＰＸ１", ["SPX1"]),
        ("a\x00b", ["AB"]),
        (" \n, ;; -- \n", []),
        ("b1 a1 B1", ["B1", "A1"]),
    ],
)
def test_every_form_of_list(pasted: str, expected: list[str]) -> None:
    assert norms(pasted) == expected


def test_the_text_as_typed_is_kept_beside_the_normal_form() -> None:
    assert [code.text for code in parse_codes("3. spx1\n4. Spx2")] == ["spx1", "Spx2"]


def test_values_are_not_split() -> None:
    assert [code.norm for code in from_values(["a, b", "a,b", "12. c"])] == ["A,B", "12.C"]


def test_too_many_codes_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_list, "MOST_CODES", 3)
    assert len(parse_codes("a1 a2 a3 a2")) == 3
    with pytest.raises(InvalidInput, match="more than 3 codes"):
        parse_codes("a1 a2 a3 a4")


def test_a_code_that_is_no_code_says_which() -> None:
    with pytest.raises(InvalidInput, match="Code 2 has 600 characters, starting with 1111"):
        parse_codes("a1," + "1" * 600)


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(InvalidInput, match="in parts"):
        parse_codes("1" * (code_list.LONGEST_TEXT + 1))


def test_two_hundred_thousand_codes_are_read() -> None:
    assert len(parse_codes("\n".join(f"{i}. SPX{i:09d}" for i in range(1, 200_001)))) == 200_000


@given(
    st.lists(st.from_regex(r"[A-Z]{2}[0-9]{4,10}[A-Z]?", fullmatch=True), min_size=1, max_size=30, unique=True),
    st.sampled_from([",", ", ", ";", "\n", "\r\n", "\t", " ", "  \n ", " | "]),
    st.booleans(),
)
def test_any_separator_and_numbering_gives_the_codes_back(codes: list[str], separator: str, numbered: bool) -> None:
    items = [f"{place}. {code}" for place, code in enumerate(codes, 1)] if numbered else codes
    assert norms(separator.join(items)) == codes


@given(st.text(max_size=400))
def test_any_text_gives_normal_forms_each_once(text: str) -> None:
    found = norms(text)
    assert len(set(found)) == len(found)
    assert all(norm and not any(c.isspace() for c in norm) for norm in found)
