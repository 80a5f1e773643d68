"""No name, however odd, stops a scan or yields an absurd start."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.camera import Camera, StartTimeRule
from backend.sources.start_time import DAY_MS, EARLIEST_MS, resolve

CAMERA = Camera(id=1, name="Table 1", timezone="Europe/Berlin")
NAME = st.text(alphabet=string.digits + "/_-. :ThmMSsYDEZ+recchamp", max_size=60)
TIME_MS = st.integers(min_value=-(10**12), max_value=5 * 10**12)


@settings(max_examples=400, deadline=None)
@given(path=NAME | st.text(max_size=40), container_ms=st.none() | TIME_MS, mtime_ms=TIME_MS, duration_ms=TIME_MS)
def test_any_name_gives_a_plausible_start(path: str, container_ms: int | None, mtime_ms: int, duration_ms: int) -> None:
    start_ms, rule = resolve(path, container_ms, mtime_ms, duration_ms, CAMERA)
    if rule is StartTimeRule.MTIME:
        assert start_ms == mtime_ms - max(0, duration_ms)
    else:
        assert start_ms >= EARLIEST_MS
        assert mtime_ms < EARLIEST_MS or start_ms <= mtime_ms + DAY_MS
