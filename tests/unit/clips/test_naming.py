"""File names of clips: readable, safe on every file system, never taken twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.clips.naming import MAX_NAME_BYTES, clip_name, slug, unused_name

AT_MS = 1_763_708_602_500
"""2025-11-21 14:03:22.5 in Ho Chi Minh City."""
ZONE = "Asia/Ho_Chi_Minh"


def test_a_name_tells_brand_code_local_time_and_event() -> None:
    assert clip_name("Alan_go", ["SPXVN 0123"], AT_MS, ZONE, "ev7k2") == "Alan-go_SPXVN-0123_20251121-140322_ev7k2.mp4"


def test_the_time_is_that_of_the_camera() -> None:
    assert "_20251121-080322_" in clip_name("A", ["1"], AT_MS, "Europe/Berlin", "e")


def test_times_before_1970_and_in_the_far_past_do_not_break_it() -> None:
    assert "_19691231-235959_" in clip_name("A", ["1"], -1_000, "UTC", "e")


def test_without_a_code_the_name_says_so() -> None:
    assert clip_name("A", [], AT_MS, ZONE, "e") == "A_NoCode_20251121-140322_e.mp4"


def test_without_a_brand_the_name_begins_with_the_code() -> None:
    assert clip_name("", ["X1"], AT_MS, ZONE, "e") == "X1_20251121-140322_e.mp4"


def test_several_codes_are_joined() -> None:
    assert clip_name("A", ["X1", "Y2"], AT_MS, ZONE, "e").startswith("A_X1-Y2_")


@pytest.mark.parametrize(
    "code",
    [
        "../../etc/passwd",
        "..\\..\\x",
        "a/b",
        "C:\\x",
        "nul\x00byte",
        "line\nbreak",
        ".hidden",
        "a\u202egp4.exe",
        "<b>|?*",
    ],
)
def test_a_code_cannot_lead_anywhere(code: str) -> None:
    name = clip_name("A", [code], AT_MS, ZONE, "e")
    assert not set('/\\:*?"<>|\x00\n\u202e') & set(name)
    assert name.count(".") == 1


def test_vietnamese_letters_stay_and_are_composed() -> None:
    assert slug("Cu\u031b\u0309a ha\u0300ng", 40) == "Cửa-hàng"


@pytest.mark.parametrize("text", ["CON", "nul", "Com1", "LPT9"])
def test_names_that_windows_keeps_for_devices_are_changed(text: str) -> None:
    assert slug(text, 40) == f"x-{text}"


def test_a_long_code_is_cut_between_characters() -> None:
    name = clip_name("Ba" * 60, ["Ệ" * 500], AT_MS, ZONE, "e" * 90)
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert name.endswith(f"_20251121-140322_{'e' * 40}.mp4")
    assert "Ệ" * 20 in name


@given(st.text(), st.lists(st.text(), max_size=3), st.integers(0, 4_000_000_000_000), st.text(min_size=1))
def test_any_name_is_safe(brand: str, codes: list[str], at_ms: int, event: str) -> None:
    name = clip_name(brand, codes, at_ms, ZONE, event)
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert all(c.isalnum() or c in "-_." or ord(c) > 127 for c in name)
    assert name == name.strip(" .-_")
    assert name.endswith(".mp4")


@given(st.text(), st.integers(1, 60))
def test_a_slug_keeps_to_its_length(text: str, room: int) -> None:
    made = slug(text, room)
    assert len(made.encode()) <= room
    assert made == made.strip("-")


def test_a_taken_name_gets_a_counter() -> None:
    taken = {"a.mp4", "a-2.mp4"}
    assert unused_name("a.mp4", taken.__contains__) == "a-3.mp4"
    assert unused_name("b.mp4", taken.__contains__) == "b.mp4"
