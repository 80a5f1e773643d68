"""Searching as somebody who may see some cameras: as right as for everybody else, and as bounded."""

from __future__ import annotations

import pytest

from backend.runtime.clock import ManualClock
from backend.search.criteria import SearchRequest
from backend.search.service import READ_AT_MOST, SearchService
from database.engine import Store
from database.queries import code_lookup
from database.visible import only_cameras
from tests.support.store import HOUR_MS, T0_MS, add_camera, event, put_events

OWN, OTHERS = "SPXVN7000001", READ_AT_MOST + 50


@pytest.fixture
def limited(store: Store) -> frozenset[int]:
    """One own event, and so many newer ones of another camera that no lookup reads them all."""
    own, other = add_camera(store, "own"), add_camera(store, "other")
    put_events(store, own, event(own, T0_MS, OWN))
    put_events(
        store, other, *(event(other, T0_MS + HOUR_MS + n * 60_000, f"SPXVN7{n + 2:06}") for n in range(OTHERS)),
        *(event(other, T0_MS + 9 * HOUR_MS + n * 60_000, OWN) for n in range(OTHERS)),
    )  # fmt: skip
    return frozenset({own})


@pytest.mark.parametrize(
    ("text", "kind"), [(OWN, "exact"), ("SPXVN7", "prefix"), ("XVN70", "part"), ("SP", "prefix"), ("01", "suffix")]
)
def test_codes_of_other_cameras_hide_none_of_ones_own(
    store: Store, limited: frozenset[int], text: str, kind: str
) -> None:
    with only_cameras(limited):
        (group,) = SearchService(store, ManualClock()).search(SearchRequest(text=text)).groups
    assert [(match.event.camera_id, match.why.kind.value) for match in group.matches] == [(*limited, kind)]
    assert (group.total, group.more) == (1, False)


def test_the_nearest_is_of_ones_own_and_is_not_looked_for_without_end(
    store: Store, limited: frozenset[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    search = SearchService(store, ManualClock())
    with only_cameras(limited):
        (group,) = search.search(SearchRequest(text="SPXVN7000099X99")).groups
        assert {match.event.camera_id for match in group.nearest} <= limited
        (near,) = search.search(SearchRequest(text="SPXVN70000XX")).groups
        assert [match.why.code for match in near.nearest] == [OWN]
        monkeypatch.setattr(code_lookup, "STEP", 1)
        (far,) = search.search(SearchRequest(text="SPXVN70000XX")).groups
        assert far.nearest == []
