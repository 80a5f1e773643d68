"""What the files show is what the truth says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
import zxingcpp

from backend.demo.render import render
from backend.demo.truth import Truth
from tests.support import footage as clips
from tests.support.footage import CODE, SECOND_CODE, Footage

FORMATS = zxingcpp.barcode_formats_from_str("QRCode|Code128|EAN13")


def frames(clip: Footage, every: int = 5) -> list[tuple[int, np.ndarray]]:
    """(UTC epoch ms, luma) of every `every`th frame of all files."""
    looks = []
    for path, recording in zip(clip.paths, clip.truth.recordings, strict=True):
        with av.open(str(path)) as source:
            for i, frame in enumerate(source.decode(video=0)):
                if i % every == 0:
                    looks.append((recording.start_ms + round(frame.time * 1000), frame.to_ndarray(format="gray")))
    return looks


def texts(luma: np.ndarray, box: list[int]) -> set[str]:
    x, y, w, h = box
    return {
        code.text for code in zxingcpp.read_barcodes(np.ascontiguousarray(luma[y : y + h, x : x + w]), formats=FORMATS)
    }


def packing(truth: Truth, t_ms: int, margin: int = 0) -> bool:
    return any(order.start_ms - margin <= t_ms < order.end_ms + margin for order in truth.orders)


def test_the_sticker_is_readable_when_free_and_never_while_packing() -> None:
    clip = clips.small_order_clip()
    free, covered = [], []
    for t_ms, luma in frames(clip):
        seen = "TimeGo" in texts(luma, clip.truth.profile["trigger"])
        if packing(clip.truth, t_ms):
            covered.append(seen)
        elif not packing(clip.truth, t_ms, margin=800):
            free.append(seen)
    assert all(free)
    assert not any(covered)


def test_the_label_reads_in_its_legible_time_and_not_outside() -> None:
    clip = clips.small_order_clip()
    code = clip.truth.orders[0].codes[0]
    inside, outside = [], []
    for t_ms, luma in frames(clip, every=3):
        read = CODE in texts(luma, clip.truth.profile["label"])
        (inside if any(a <= t_ms < b for a, b in code.legible) else outside).append(read)
    assert len(inside) > 10
    assert all(inside)
    # The last moments of the turning side may still read.
    assert sum(outside) <= 2


def test_legible_times_lie_inside_the_order() -> None:
    for clip in (
        clips.small_order_clip(),
        clips.plain_table_clip(),
        clips.two_orders_clip(),
        clips.two_files_one_order(),
    ):
        for order in clip.truth.orders:
            for code in order.codes:
                assert code.legible_ms > 1000
                assert all(order.start_ms < a < b <= order.end_ms for a, b in code.legible)
                assert code.box is not None


def test_back_to_back_orders_leave_the_sticker_free_between_them() -> None:
    truth = clips.two_orders_clip().truth
    first, second = truth.orders
    assert 800 <= second.start_ms - first.end_ms <= 2000
    assert [code.text for order in truth.orders for code in order.codes] == [CODE, SECOND_CODE]


def test_two_files_follow_each_other_and_share_one_order() -> None:
    clip = clips.two_files_one_order()
    first, second = clip.truth.recordings
    assert second.start_ms - (first.start_ms + first.duration_ms) in range(-40, 41)
    assert len(clip.truth.orders) == 1
    assert clip.truth.orders[0].start_ms < second.start_ms < clip.truth.orders[0].end_ms
    assert [path.name for path in clip.paths] == ["Cut_20260105_090000.mp4", "Cut_20260105_090012.mp4"]


@pytest.mark.parametrize(
    ("make", "codec", "gop"),
    [
        (clips.small_order_clip, "h264", 25),
        (clips.small_order_clip_h265, "hevc", 25),
        (clips.small_mjpeg_clip, "mjpeg", 1),
        (clips.small_vfr_clip, "h264", 250),
    ],
)
def test_files_have_the_codec_and_keyframes_asked_for(make: object, codec: str, gop: int) -> None:
    clip: Footage = make()  # type: ignore[operator]
    with av.open(str(clip.path)) as source:
        stream = source.streams.video[0]
        assert stream.codec_context.name == codec
        keys = [packet.is_keyframe for packet in source.demux(stream) if packet.size]
    assert len(keys) == clip.truth.recordings[0].frames
    assert [i for i, key in enumerate(keys) if key] == list(range(0, len(keys), gop))


def test_a_variable_rate_has_uneven_frame_times() -> None:
    times = [t_ms for t_ms, _ in frames(clips.small_vfr_clip(), every=1)]
    assert len(set(np.diff(times).tolist())) > 3


def test_sound_beeps_when_the_order_starts() -> None:
    clip = clips.small_order_clip_sound()
    with av.open(str(clip.path)) as source:
        assert "creation_time" in source.metadata
        loud = [f.time for f in source.decode(audio=0) if np.abs(f.to_ndarray()).max() > 0.2]
    assert loud
    assert min(loud) == pytest.approx(3.0, abs=0.2)


def test_the_same_scenario_gives_the_same_bytes(tmp_path: Path) -> None:
    scene = replace(clips.small_scenario(), duration_ms=4000)
    first, second = render(scene, tmp_path / "a"), render(scene, tmp_path / "b")
    name = first.recordings[0].path
    assert first == second
    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert Truth.load(tmp_path / "a" / f"{scene.name}.truth.json") == first
