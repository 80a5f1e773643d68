"""The words under which a code is found by its parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from database.code_index import GRAM, SHORTEST_PART, grams, token
from database.queries.code_lookup import _match, after


def words_match(norm: str, part: str) -> bool:
    """What the index would say: every word of the query is a word of the code, or the beginning of one."""
    known = grams(norm).split(" ")
    for word in _match(part).split(" AND "):
        plain = word.rstrip("*").strip('"')
        if not any(one.startswith(plain) if word.endswith("*") else one == plain for one in known):
            return False
    return True


@given(st.text(alphabet='AB01-,"<é', min_size=SHORTEST_PART, max_size=30), st.data())
def test_every_part_of_a_code_is_found(norm: str, data: st.DataObject) -> None:
    length = data.draw(st.integers(SHORTEST_PART, len(norm)))
    start = data.draw(st.integers(0, len(norm) - length))
    assert words_match(norm, norm[start : start + length])


def test_words_are_never_split_by_the_tokenizer() -> None:
    # The ASCII tokenizer keeps letters, digits and everything beyond ASCII together.
    assert all(c.isalnum() or ord(c) > 127 for c in token("A,\"B<>'; -"))


def test_a_short_code_is_one_word() -> None:
    assert grams("AB") == "AB"
    assert grams("ABCD").split(" ") == ["ABCD", "BCD"]
    assert len(grams("ABCDEFGH").split(" ")[0]) == GRAM


def test_the_end_of_a_prefix_range_is_above_everything_in_it() -> None:
    assert "AB" < "ABZ\uffff" < after("AB")
    assert after("AB") < "AC"
