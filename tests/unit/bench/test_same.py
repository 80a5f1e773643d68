from __future__ import annotations

from backend.bench.same import compared
from backend.domain.event import EventCode, PackingEvent


def event(start_ms: int, *texts: str, camera_id: int = 1) -> PackingEvent:
    codes = tuple(EventCode(text, "Code128", start_ms, start_ms + 100, 3, 0.9) for text in texts)
    return PackingEvent(f"e{start_ms}", camera_id, start_ms, start_ms + 10_000, codes=codes)


def test_the_same_events_with_other_edges_are_pairs() -> None:
    pairs, unlike = compared([event(1_000, "A"), event(20_000)], [event(1_300, "A"), event(19_900)])
    assert [(one.start_ms, other.start_ms) for one, other in pairs] == [(1_000, 1_300), (20_000, 19_900)]
    assert unlike == []


def test_what_only_one_way_finds_is_named() -> None:
    _, unlike = compared([event(1_000, "A"), event(20_000, "B")], [event(1_000, "A"), event(60_000, "C")])
    assert unlike == ["only in every frame: 20000 ['B']", "not in every frame: 60000 ['C']"]


def test_other_codes_are_named_and_their_order_is_not() -> None:
    _, unlike = compared([event(1_000, "A", "B"), event(20_000, "C")], [event(1_000, "B", "A"), event(20_000)])
    assert unlike == ["codes of 20000: [] instead of ['C']"]
