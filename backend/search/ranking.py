"""Why a stored code fits a query, and which reason goes first. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.domain.code import folded


class MatchKind(StrEnum):
    """In order of strength."""

    EXACT = "exact"
    SUFFIX = "suffix"
    PREFIX = "prefix"
    PART = "part"
    CONFUSABLE = "confusable"
    """Only look-alike characters differ, any number of them."""
    ONE_WRONG = "one_wrong"
    """One character is wrong, missing or too many."""
    NEAREST = "nearest"
    """Nothing fits; this comes closest."""


STRENGTH = {kind: place for place, kind in enumerate(MatchKind)}


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of a match. `detail` is a sentence; `position` counts from 1 in what was asked for."""

    kind: MatchKind
    code: str
    """The stored code in normal form."""
    detail: str
    position: int | None = None
    asked: str = ""
    """The character(s) that were asked for there."""
    stored: str = ""
    """The character(s) the stored code has instead."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One character's difference: `asked` and `stored` hold it, empty when that side lacks it."""

    position: int
    asked: str
    stored: str


def one_edit(asked: str, stored: str) -> Edit | None:
    """The single wrong, missing or extra character that parts two strings; None when more than one does, or none."""
    longer = max(len(asked), len(stored))
    if longer - min(len(asked), len(stored)) > 1 or asked == stored:
        return None
    start = 0
    while start < min(len(asked), len(stored)) and asked[start] == stored[start]:
        start += 1
    rest_asked, rest_stored = asked[start:], stored[start:]
    if len(asked) == len(stored):
        return Edit(start + 1, rest_asked[0], rest_stored[0]) if rest_asked[1:] == rest_stored[1:] else None
    if len(asked) < len(stored):
        return Edit(start + 1, "", rest_stored[0]) if rest_asked == rest_stored[1:] else None
    return Edit(start + 1, rest_asked[0], "") if rest_asked[1:] == rest_stored else None


def kind_of(asked: str, stored: str) -> MatchKind | None:
    """The strongest way in which `stored` fits `asked` (both normal forms); None when it does not."""
    if asked in stored:
        if stored == asked:
            return MatchKind.EXACT
        if stored.endswith(asked):
            return MatchKind.SUFFIX
        return MatchKind.PREFIX if stored.startswith(asked) else MatchKind.PART
    if folded(asked) == folded(stored):
        return MatchKind.CONFUSABLE
    # Look-alike characters elsewhere do not count as wrong.
    return MatchKind.ONE_WRONG if one_edit(folded(asked), folded(stored)) else None


def explain(asked: str, stored: str) -> Why | None:
    """Why `stored` fits `asked` (both normal forms), by the strongest reason; None when it does not."""
    kind = kind_of(asked, stored)
    if kind is None:
        return None
    if kind is MatchKind.CONFUSABLE:
        return _look_alike(asked, stored)
    if kind is MatchKind.ONE_WRONG:
        return _one_wrong(asked, stored)
    said = {
        MatchKind.EXACT: "The same code.",
        MatchKind.SUFFIX: f"Ends with {asked}.",
        MatchKind.PREFIX: f"Begins with {asked}.",
        MatchKind.PART: f"Contains {asked}, from character {stored.index(asked) + 1} on.",
    }
    return Why(kind, stored, said[kind])


def distance(one: str, other: str, at_most: int) -> int:
    """Levenshtein distance, or `at_most` + 1 when it is larger."""
    if abs(len(one) - len(other)) > at_most:
        return at_most + 1
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (left != right))
        if min(row) > at_most:
            return at_most + 1
    return row[-1]


def nearest(asked: str, candidates: list[str], count: int) -> list[Why]:
    """The `count` closest of `candidates`; none that differ in more than a third of the characters."""
    bound = max(2, len(asked) // 3)
    measured = sorted((distance(folded(asked), folded(one), bound), one) for one in set(candidates))
    return [
        Why(MatchKind.NEAREST, one, f"{far} characters differ." if far != 1 else "One character differs.")
        for far, one in measured[:count]
        if far <= bound
    ]


def _look_alike(asked: str, stored: str) -> Why:
    places = [i for i, (a, b) in enumerate(zip(asked, stored, strict=True)) if a != b]
    first = places[0]
    said = ", ".join(f"{stored[i]} for {asked[i]} at character {i + 1}" for i in places[:4])
    more = f" and {len(places) - 4} more" if len(places) > 4 else ""
    return Why(MatchKind.CONFUSABLE, stored, f"Looks alike: {said}{more}.", first + 1, asked[first], stored[first])


def _one_wrong(asked: str, stored: str) -> Why | None:
    edit = one_edit(asked, stored)
    also = ""
    if edit is None:
        edit = one_edit(folded(asked), folded(stored))
        also = " Look-alike characters differ too."
    if edit is None:
        return None
    at = f"character {edit.position}"
    if not edit.asked:
        detail = f"{edit.stored} is missing before {at}."
    elif not edit.stored:
        detail = f"{edit.asked} at {at} is one too many."
    else:
        detail = f"{edit.stored} instead of {edit.asked} at {at}."
    return Why(MatchKind.ONE_WRONG, stored, detail + also, edit.position, edit.asked, edit.stored)
