"""Profiles of a device are sorted into cameras, each with its best picture and a small one."""

from __future__ import annotations

import pytest

from backend.sources.onvif.profiles import StreamProfile, cameras_of, codec_name


def profile(token: str, codec: str, width: int, height: int, source: str = "s1") -> StreamProfile:
    return StreamProfile(token, token, source, codec, width, height)


def test_the_best_picture_is_the_evidence_and_the_largest_small_one_the_sub_stream() -> None:
    given = [
        profile("third", "H264", 352, 288), profile("sub", "H264", 704, 576), profile("main", "H265", 2560, 1440),
        profile("second", "H264", 1920, 1080), profile("jpeg", "JPEG", 4000, 3000),
    ]  # fmt: skip
    [camera] = cameras_of(given, "Cam")
    assert (camera.main.token, camera.sub.token if camera.sub else None) == ("main", "sub")
    assert camera.name == "Cam"


def test_one_profile_makes_a_camera_without_a_sub_stream() -> None:
    [camera] = cameras_of([profile("a", "H264", 640, 480), profile("b", "H264", 640, 480)], "Cam")
    assert camera.sub is None


def test_channels_keep_their_order_and_get_numbers() -> None:
    given = [profile(f"{s}{n}", "H264", 1920 // n, 1080 // n, s) for s in ("z", "a", "m") for n in (1, 2)]
    assert [(one.source, one.name) for one in cameras_of(given, "NVR")] == [
        ("z", "NVR 1"),
        ("a", "NVR 2"),
        ("m", "NVR 3"),
    ]


def test_tokens_that_cannot_be_keys_are_left_out() -> None:
    assert cameras_of([profile("", "H264", 1, 1), profile("x" * 500, "H264", 1, 1)], "Cam") == []


@pytest.mark.parametrize(
    ("told", "name"), [("H264", "H264"), ("h.265", "H265"), ("video/HEVC", "H265"), ("MJPEG", "JPEG")]
)
def test_vendors_words_for_codecs(told: str, name: str) -> None:
    assert codec_name(told) == name
