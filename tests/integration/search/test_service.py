"""Searching a store: what is found, why, in which order, and how it is limited."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.domain.code import folded, normal_form
from backend.domain.errors import InvalidInput
from backend.runtime.clock import ManualClock
from backend.search import service as service_module
from backend.search.criteria import SearchRequest
from backend.search.ranking import MatchKind, distance
from backend.search.service import QueryGroup, SearchResult, SearchService
from database.engine import Store, memory_store
from database.repositories.clips import ClipRepository, NewClip
from database.repositories.events import EventRepository
from tests.support.store import HOUR_MS, NOW_MS, T0_MS, add_camera, event, put_events

CODES = ("SPXVN0123456789", "SPXVN0123456780", "GHN8A2B7C9", "8936012345678", "VN250000123456X")


def search(store: Store, text: str = "", **wanted: object) -> SearchResult:
    return SearchService(store, ManualClock()).search(SearchRequest(text=text, **wanted))  # type: ignore[arg-type]


def only_group(store: Store, text: str, **wanted: object) -> QueryGroup:
    (group,) = search(store, text, **wanted).groups
    return group


def found(group: QueryGroup) -> list[tuple[str, str]]:
    return [(match.why.code, match.why.kind.value) for match in group.matches]


@pytest.fixture
def shop(store: Store) -> Store:
    camera_id = add_camera(store)
    put_events(store, camera_id, *(event(camera_id, T0_MS + n * 60_000, one) for n, one in enumerate(CODES)))
    return store


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("spxvn 0123456789".replace(" ", ""), [("SPXVN0123456789", "exact")]),
        (
            "345678",
            [("8936012345678", "suffix"), ("SPXVN0123456780", "part"), ("SPXVN0123456789", "part")],
        ),
        ("456780", [("SPXVN0123456780", "suffix")]),
        ("SPXVN01", [("SPXVN0123456780", "prefix"), ("SPXVN0123456789", "prefix")]),
        ("12345678", [("8936012345678", "suffix"), ("SPXVN0123456780", "part"), ("SPXVN0123456789", "part")]),
        ("A2B7", [("GHN8A2B7C9", "part")]),
        ("2B7", [("GHN8A2B7C9", "part")]),
        ("0000123", [("VN250000123456X", "part")]),
        ("GHNBA2B7C9", [("GHN8A2B7C9", "confusable")]),
        ("6HN8A287C9", [("GHN8A2B7C9", "confusable")]),
        ("SPXVNO1234S6789", [("SPXVN0123456789", "confusable")]),
        ("GHN8A3B7C9", [("GHN8A2B7C9", "one_wrong")]),
        ("GHN8AB7C9", [("GHN8A2B7C9", "one_wrong")]),
        ("GHN8AX2B7C9", [("GHN8A2B7C9", "one_wrong")]),
        ("XHN8A2B7C9", [("GHN8A2B7C9", "one_wrong")]),
        ("GHN8A2B7C9Z", [("GHN8A2B7C9", "one_wrong")]),
    ],
)
def test_each_kind_is_found_and_named(shop: Store, text: str, expected: list[tuple[str, str]]) -> None:
    group = only_group(shop, text)
    assert found(group) == expected
    assert (group.total, group.more, group.nearest) == (len(expected), False, [])
    assert group.matches[0].event.camera_name == "Table 1"


def test_nothing_found_shows_what_comes_closest(shop: Store) -> None:
    group = only_group(shop, "SPXVN0123459999")
    assert (group.matches, group.total) == ([], 0)
    assert {match.why.code for match in group.nearest} == {"SPXVN0123456789", "SPXVN0123456780"}
    assert group.nearest[0].why.kind is MatchKind.NEAREST
    assert only_group(shop, "QQQQQQQQQQQQ").nearest == []


def test_short_texts_are_not_guessed_at(shop: Store) -> None:
    assert only_group(shop, "99").matches == []
    assert only_group(shop, "9").total == 2
    assert found(only_group(shop, "G")) == [("GHN8A2B7C9", "prefix")]


def test_widening_goes_on_to_weaker_kinds(shop: Store) -> None:
    kinds = {kind for _, kind in found(only_group(shop, "SPXVN0123456789", widen=True))}
    assert kinds == {"exact", "one_wrong"}
    assert found(only_group(shop, "SPXVN0123456789", widen=True))[0][1] == "exact"


def test_a_list_gives_a_group_for_each_code_in_order(shop: Store) -> None:
    result = search(shop, "1. GHN8A2B7C9\n2. nothing-at-all\n3. 8936012345678\n4. SPXVN0123456788", page_size=3)
    assert [group.query for group in result.groups] == ["GHN8A2B7C9", "nothing-at-all", "8936012345678"]
    assert [group.total for group in result.groups] == [1, 0, 1]
    assert (result.codes_total, result.codes_found) == (4, 2)
    (last,) = search(shop, "a1 a2 a3 SPXVN0123456788", page=2, page_size=3).groups
    assert {kind for _, kind in found(last)} == {"one_wrong"}


def test_no_code_lists_by_time(shop: Store) -> None:
    group = only_group(shop, "", page=2, page_size=2)
    assert (group.query, group.total) == ("", 5)
    assert [match.event.start_ms for match in group.matches] == [T0_MS + 120_000, T0_MS + 60_000]


def test_time_range_and_cameras_limit_every_kind(store: Store) -> None:
    one, two = add_camera(store, "One"), add_camera(store, "Two")
    put_events(store, one, event(one, T0_MS, "SPX111222"), event(one, T0_MS + HOUR_MS, "SPX111222"))
    put_events(store, two, event(two, T0_MS, "SPX111222"))
    for text in ("SPX111222", "SPX11", "1222", "X1112", "5PX111222", "SPX111922"):
        assert only_group(store, text).total == 3
        assert only_group(store, text, camera_ids=(two,)).total == 1
        assert only_group(store, text, from_ms=T0_MS + 1).total == 1
        assert only_group(store, text, to_ms=T0_MS + 1).total == 2
        nothing = only_group(store, text, from_ms=T0_MS + 2 * HOUR_MS)
        assert (nothing.total, nothing.nearest) == (0, [])
    assert search(store, "SPX111222 SPX9", camera_ids=(99,)).codes_found == 0
    assert search(store, "SPX111222 SPX9", camera_ids=(one,)).codes_found == 1


def test_newest_first_and_paged(store: Store) -> None:
    camera_id = add_camera(store)
    put_events(store, camera_id, *(event(camera_id, T0_MS + n * 60_000, "SPX777") for n in range(7)))
    first = only_group(store, "SPX777", page_size=5)
    second = only_group(store, "SPX777", page=2, page_size=5)
    starts = [match.event.start_ms for match in (*first.matches, *second.matches)]
    assert starts == sorted(starts, reverse=True)
    assert (len(first.matches), len(second.matches), second.total) == (5, 2, 7)


def test_an_event_with_two_fitting_codes_is_shown_once_by_its_best_reason(store: Store) -> None:
    camera_id = add_camera(store)
    put_events(store, camera_id, event(camera_id, T0_MS, "SPX123456", "123456"))
    assert found(only_group(store, "123456", widen=True)) == [("123456", "exact")]


def test_a_common_part_says_there_is_more_and_still_finds_the_time_range(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "READ_AT_MOST", 5)
    camera_id = add_camera(store)
    put_events(store, camera_id, *(event(camera_id, T0_MS + n * 60_000, f"SPX{n:06d}") for n in range(30)))
    everything = only_group(store, "SPX")
    assert everything.more
    assert everything.matches[0].event.start_ms == T0_MS + 29 * 60_000
    early = only_group(store, "SPX", to_ms=T0_MS + 120_000)
    assert [match.event.start_ms for match in early.matches] == [T0_MS + 60_000, T0_MS]
    assert not early.more


def test_a_code_that_occurs_everywhere_does_not_hide_another(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "READ_AT_MOST", 5)
    camera_id = add_camera(store)
    put_events(
        store,
        camera_id,
        event(camera_id, T0_MS, "SPX000001"),
        *(event(camera_id, T0_MS + n * 60_000, "SPX000009") for n in range(1, 20)),
    )
    codes = {code for code, _ in found(only_group(store, "SPX000007"))}
    assert codes == {"SPX000001", "SPX000009"}


@pytest.mark.parametrize(
    "text",
    [
        'A,B"C',
        "<b>x</b>1",
        "line\nbreak",
        "nul\x00byte",
        "it's; DROP--",
        "100%_*?",
        "Mã 12",
        "日本12345",
        "\ud800x1234",
    ],
)
def test_codes_with_any_character_are_stored_and_found(store: Store, text: str) -> None:
    camera_id = add_camera(store)
    put_events(store, camera_id, event(camera_id, T0_MS, text))
    (group,) = SearchService(store, ManualClock()).search(SearchRequest(codes=[text])).groups
    assert [match.why.kind for match in group.matches] == [MatchKind.EXACT]
    stored = group.matches[0].event.codes[0].text
    assert stored == text.encode("utf-8", "backslashreplace").decode()
    norm = normal_form(text)
    part = SearchService(store, ManualClock()).search(SearchRequest(codes=[norm[1:]])).groups[0]
    assert [match.why.kind for match in part.matches] == [MatchKind.SUFFIX]


def test_results_show_clips_and_codes_set_by_hand(shop: Store) -> None:
    public_id = only_group(shop, "GHN8A2B7C9").matches[0].event.public_id
    ClipRepository(shop).add([NewClip("c1", public_id, T0_MS, T0_MS + 1)], now_ms=NOW_MS)
    EventRepository(shop).add_manual_code(public_id, "hand 42", now_ms=NOW_MS)
    (match,) = only_group(shop, "HAND42").matches
    assert [clip.public_id for clip in match.event.clips] == ["c1"]
    EventRepository(shop).remove_manual_code(public_id, "hand 42", now_ms=NOW_MS)
    assert only_group(shop, "HAND42").matches == []


@pytest.mark.parametrize(
    "wanted",
    [{"page": 0}, {"page_size": 0}, {"page_size": 501}, {"from_ms": 5, "to_ms": 5}, {"camera_ids": (1,) * 1_001}],
)
def test_requests_without_sense_are_refused(store: Store, wanted: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        search(store, "x", **wanted)


CODE = st.text(alphabet="ABO01IS5", min_size=6, max_size=9)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CODE, min_size=1, max_size=25, unique=True), CODE)
def test_nothing_within_one_error_is_ever_missed(stored: list[str], asked: str) -> None:
    with memory_store() as store:
        camera_id = add_camera(store)
        put_events(store, camera_id, *(event(camera_id, T0_MS + n * 60_000, one) for n, one in enumerate(stored)))
        group = only_group(store, asked, widen=True, page_size=500)
    expected = {one for one in stored if distance(folded(one), folded(asked), 1) <= 1 or asked in one}
    assert {match.why.code for match in group.matches} == expected


def test_more_codes_one_character_away_than_are_read_are_told(store: Store) -> None:
    camera_id = add_camera(store)
    code = "SPXVN0512345"
    near = {code[:at] + sign + code[at + 1 :] for at in range(len(code)) for sign in "CDEFHJ3479"} - {code}
    stored = sorted(near)[: service_module.FORMS_AT_MOST + 1]
    put_events(store, camera_id, *(event(camera_id, T0_MS + n * 60_000, one) for n, one in enumerate(stored[:-1])))
    all_read = only_group(store, code)
    assert (all_read.total, all_read.more) == (service_module.FORMS_AT_MOST, False)
    put_events(store, camera_id, *(event(camera_id, T0_MS + n * 60_000, one) for n, one in enumerate(stored)))
    cut_off = only_group(store, code)
    assert (cut_off.total, cut_off.more) == (service_module.FORMS_AT_MOST, True)
