"""Where fetched files lie: safe, the same every time, and read by the start-time rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.camera import Camera, StartTimeRule
from backend.domain.source import RemoteRecording
from backend.sources.name_patterns import PATTERNS
from backend.sources.start_time import resolve
from backend.sources.sync.names import place_of
from backend.sources.walk import SKIPPED_FOLDERS, VIDEO_EXTENSIONS

LISTED_MS = 1_704_416_400_000
CAMERA = Camera(id=1, name="Table 1")
ONE = RemoteRecording("key", "camera", "clip.mp4")


@settings(max_examples=300, deadline=None)
@given(name=st.text(max_size=400), start_ms=st.none() | st.integers(0, 4_000_000_000_000), nth=st.integers(0, 3))
def test_any_name_becomes_one_plain_path(name: str, start_ms: int | None, nth: int) -> None:
    path = place_of(replace(ONE, name=name, start_ms=start_ms), LISTED_MS, nth)
    parts = path.split("/")
    assert 2 <= len(parts) <= 10
    for part in parts:
        assert part == part.strip(" .")
        assert part not in ("", ".", "..")
        assert part.isprintable()
        assert len(part.encode()) <= 220
        assert part.lower() not in SKIPPED_FOLDERS
    assert parts[-1].rpartition(".")[2] in VIDEO_EXTENSIONS
    assert path == place_of(replace(ONE, name=name, start_ms=start_ms), LISTED_MS, nth)


def test_a_known_start_is_in_the_name_and_read_from_it() -> None:
    start_ms = 1_704_416_400_250
    path = place_of(replace(ONE, name="Tủ số 1 20200101_000000.mp4", start_ms=start_ms), LISTED_MS)
    assert path.startswith("2024-01-05/epack_20240105T010000.250Z_")
    far = int(datetime(2030, 1, 1, tzinfo=UTC).timestamp() * 1000)
    for nth in range(3):
        suffixed = place_of(replace(ONE, name="x 20200101_000000.mp4", start_ms=start_ms), LISTED_MS, nth)
        assert resolve(f"/d/cam/{suffixed}", None, far, 0, CAMERA) == (start_ms, StartTimeRule.FILENAME)


def test_names_of_recorders_are_still_understood() -> None:
    far = int(datetime(2030, 1, 1, tzinfo=UTC).timestamp() * 1000)
    for row in PATTERNS:
        if row.vendor.startswith("ePACK"):
            continue
        wanted = resolve(f"/d/cam/{row.example}", None, far, 0, CAMERA)
        for nth in range(2):
            path = place_of(replace(ONE, name=row.example), LISTED_MS, nth)
            assert resolve(f"/d/cam/{path}", None, far, 0, CAMERA) == wanted, (row.vendor, path)


def test_our_own_folder_is_never_taken_for_a_date() -> None:
    path = place_of(replace(ONE, name="10-20-30.mp4", modified_ms=LISTED_MS), LISTED_MS)
    assert path == "2024-01/10-20-30.mp4"
    assert resolve(f"/d/cam/{path}", None, LISTED_MS, 0, CAMERA)[1] is StartTimeRule.MTIME
