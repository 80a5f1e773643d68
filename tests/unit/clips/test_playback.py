"""What a browser can play as it is."""

from __future__ import annotations

import pytest

from backend.clips.media.playback import Media, Playback, playable

MP4 = "mov,mp4,m4a,3gp,3g2,mj2"


@pytest.mark.parametrize(
    ("codec", "container", "expected"),
    [
        ("h264", MP4, True), ("h264", ".mp4", True), ("av1", "mp4", True),
        ("hevc", MP4, False), ("mpeg4", MP4, False), ("mjpeg", "avi", False),
        ("h264", "avi", False), ("h264", "mpegts", False), ("h264", "matroska,webm", False),
    ],
)  # fmt: skip
def test_codec_and_container_both_have_to_fit(codec: str, container: str, expected: bool) -> None:
    assert playable(codec, container) is expected


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        (Media("h264", MP4, "yuv420p", "aac", True), Playback.AS_IS),
        (Media("h264", MP4, "yuvj420p", None, True), Playback.AS_IS),
        (Media("h264", MP4, "yuv420p", "pcm_alaw", True), Playback.REPACK),
        (Media("h264", "matroska,webm", "yuv420p", "aac", True), Playback.REPACK),
        (Media("h264", "avi", "yuv420p", None, False), Playback.TRANSCODE),
        (Media("h264", MP4, "yuv422p10le", "aac", True), Playback.TRANSCODE),
        (Media("hevc", MP4, "yuv420p", "aac", True), Playback.TRANSCODE),
    ],
)
def test_the_cheapest_way_that_plays_is_chosen(media: Media, expected: Playback) -> None:
    assert media.playback is expected
