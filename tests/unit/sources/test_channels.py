"""The channel in a file's name, as recorders write it, and which files a pattern means."""

from __future__ import annotations

import pytest

from backend.sources.channels import channel_of, fits, folder_of, split


@pytest.mark.parametrize(
    ("name", "label", "pattern"),
    [
        ("ch01_20211114061218.mp4", "ch01", "ch01_*"),
        ("NVR_ch3_main_20230131000000_20230131010000.dav", "ch3", "NVR_ch3_main_*"),
        ("D1_20240105080000.avi", "D1", "D1_*"),
        ("10.4.100.111_01_20150619045051383_TIMING.mp4", "10.4.100.111_01", "10.4.100.111_01_*"),
        ("192.168.1.13_2_S10-00-00_E10-10-00.ts", "192.168.1.13_2", "192.168.1.13_2_*"),
        ("20140509-000500-001000_192.168.1.11-CH2.mp4", "CH2", "*CH2.*"),
        ("Camera 2_20240105_080000.mkv", "Camera 2", "Camera 2_*"),
        ("cam2-2024-01-05.mp4", "cam2", "cam2-*"),
        ("00_20250301122432_20250301123046.mp4", "00", "00_*"),
        ("RLC-810A_01_20261125101500.mp4", "01", "RLC-810A_01_*"),
        ("Bàn 1 trái_00_20261125101500.mp4", "00", "Bàn 1 trái_00_*"),
        ("Shop[1]_ch2_20240105080000.mp4", "ch2", "Shop[[]1]_ch2_*"),
    ],
)
def test_names_of_recorders(name: str, label: str, pattern: str) -> None:
    found = channel_of(name)
    assert found is not None
    assert (found.label, found.pattern) == (label, pattern)
    assert fits(f"2024-01-05/{name}", pattern)
    assert fits(name.upper(), pattern)


@pytest.mark.parametrize(
    "name",
    [
        "20240105_080000.mp4",
        "08.00.00-08.10.00[M][0@0][0].dav",
        "video.mp4",
        "match_2024.mp4",
        "6.mp4",
        "cut_12_20240105.mp4",
    ],
)
def test_names_without_a_channel(name: str) -> None:
    assert channel_of(name) is None


def test_a_channel_is_not_the_beginning_of_another() -> None:
    one, ten = channel_of("ch1_20240105080000.mp4"), channel_of("ch10_20240105080000.mp4")
    assert one is not None
    assert ten is not None
    assert not fits("ch10_20240105080000.mp4", one.pattern)
    assert not fits("ch1_20240105080000.mp4", ten.pattern)


def test_the_small_stream_is_known_as_such() -> None:
    main, sub = channel_of("NVR_ch1_main_20230131000000.dav"), channel_of("NVR_ch1_sub_20230131000000.dav")
    assert main is not None
    assert sub is not None
    assert (main.is_sub, sub.is_sub) == (False, True)
    assert not fits("NVR_ch1_sub_20230131000000.dav", main.pattern)


@pytest.mark.parametrize(
    ("parts", "label"),
    [
        (["2023-04-26", "17", "front_door"], "front_door"),
        (["Cam 2", "20240105"], "Cam 2"),
        (["2019-05-09", "001", "dav", "21"], None),
        (["2021Y07M05D14H"], None),
        (["a", "b"], None),
        ([], None),
    ],
)
def test_a_folder_on_the_way(parts: list[str], label: str | None) -> None:
    found = folder_of(parts)
    assert (found.label if found else None) == label
    if found:
        assert fits("/".join([*parts, "a.mp4"]), found.pattern)


def test_a_folder_with_a_pattern_is_taken_apart() -> None:
    assert split("exports/ch01_*") == ("exports", "ch01_*")
    assert split("ch01_*") == ("", "ch01_*")
    assert split("frigate/*/front_door/*") == ("frigate", "*/front_door/*")
    assert split("Table 1") == ("Table 1", None)
    assert split("/in/exports/ch01_*") == ("/in/exports", "ch01_*")
