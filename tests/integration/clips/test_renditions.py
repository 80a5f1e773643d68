"""What the player gets: the recording where a browser plays it, else an H.264 copy; pictures and previews."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from backend.clips.cache import FileCache
from backend.clips.media.frames import jpeg_at
from backend.clips.media.playback import Playback, inspect
from backend.clips.preview import EventPreviews, Pictures
from backend.clips.rendition import PlayStatus, RenditionWorker, write_playable
from backend.clips.watch import Watch
from backend.domain.errors import InvalidInput, Unreadable
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker
from tests.integration.clips.conftest import span
from tests.support.clip_footage import Footage, make, number_of, play
from tests.support.clip_world import World, world


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path / "clips") as made:
        yield made


def worker(shop: World, tmp_path: Path, max_bytes: int = 10**9) -> RenditionWorker:
    cache = FileCache(tmp_path / "renditions", max_bytes)
    return RenditionWorker(shop.renditions, shop.footage, cache, publish=shop.publish, clock=shop.clock)


def work(shop: World, renditions: RenditionWorker) -> None:
    while (job := shop.renditions.take_next()) is not None:
        renditions.make(job.recording_id, StopSignal())


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("b_frames.mp4", Playback.AS_IS), ("fragmented.mp4", Playback.AS_IS), ("alaw.mov", Playback.REPACK),
        ("matroska.mkv", Playback.REPACK), ("stream.ts", Playback.REPACK), ("h265.mp4", Playback.TRANSCODE),
        ("mjpeg.avi", Playback.TRANSCODE), ("b_frames.avi", Playback.TRANSCODE),
    ],
)  # fmt: skip
def test_the_way_to_play_is_read_from_the_file(footage: dict[str, Path], kind: str, expected: Playback) -> None:
    assert inspect(footage[kind]).playback is expected


def test_a_changed_file_is_looked_at_again(footage: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(footage["h264.mp4"].read_bytes())
    assert inspect(path).playback is Playback.AS_IS
    path.write_bytes(footage["h265.mp4"].read_bytes())
    assert inspect(path).playback is Playback.TRANSCODE


def test_a_rendition_seeks_quickly_and_is_at_most_720_lines(tmp_path: Path) -> None:
    large = make(tmp_path / "l.avi", Footage(frames=60, codec="mjpeg", audio=None, size=(1920, 1080)))
    write_playable([span(large, 0, 2_400)], tmp_path / "r.mp4", Playback.TRANSCODE, Watch())
    with av.open(str(tmp_path / "r.mp4")) as container:
        codec = container.streams.video[0].codec_context
        assert (codec.name, codec.width, codec.height) == ("h264", 1280, 720)
        keys = [float(packet.pts * packet.time_base) for packet in container.demux(video=0) if packet.is_keyframe]
    assert keys == pytest.approx([0, 1, 2])
    data = (tmp_path / "r.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_recording_a_browser_plays_is_played_as_it_is(shop: World, footage: dict[str, Path], tmp_path: Path) -> None:
    played = worker(shop, tmp_path).open(shop.add_recording(footage["b_frames.mp4"]))
    assert (played.status, played.path, played.original) == (PlayStatus.READY, footage["b_frames.mp4"], True)


def test_an_h265_recording_gets_a_rendition_once(shop: World, footage: dict[str, Path], tmp_path: Path) -> None:
    before = footage["h265.mp4"].read_bytes()
    recording = shop.add_recording(footage["h265.mp4"])
    renditions = worker(shop, tmp_path)
    assert renditions.open(recording).status is PlayStatus.QUEUED
    work(shop, renditions)
    played = renditions.open(recording)
    assert played.status is PlayStatus.READY
    assert not played.original
    assert played.path is not None
    assert play(played.path).numbers == list(range(150))
    assert shop.renditions.take_next() is None
    assert footage["h265.mp4"].read_bytes() == before
    assert [data["status"] for topic, data in shop.told if topic == "rendition"][-1] == "done"


def test_an_evicted_rendition_is_made_again(shop: World, footage: dict[str, Path], tmp_path: Path) -> None:
    recording = shop.add_recording(footage["h265.mp4"])
    renditions = worker(shop, tmp_path)
    renditions.open(recording)
    work(shop, renditions)
    path = renditions.open(recording).path
    assert path is not None
    path.unlink()
    assert renditions.open(recording).status is PlayStatus.QUEUED


def test_a_failed_rendition_tells_why_and_can_be_asked_for_again(shop: World, tmp_path: Path) -> None:
    path = make(tmp_path / "x.mp4", Footage(codec="libx265", frames=50))
    recording = shop.add_recording(path)
    renditions = worker(shop, tmp_path)
    renditions.open(recording)
    whole = path.read_bytes()
    path.write_bytes(b"broken" * 100)
    work(shop, renditions)
    path.write_bytes(whole)
    failed = renditions.open(recording)
    assert failed.status is PlayStatus.FAILED
    assert "x.mp4" in str(failed.reason)
    assert renditions.retry(recording).status is PlayStatus.QUEUED


def test_the_least_recently_used_files_go_first(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 250)
    paths = [cache.make(str(n), ".bin", lambda part: part.write_bytes(b"x" * 100) and None) for n in range(2)]
    for age, path in enumerate(paths):
        os.utime(path, (1_000 + age, 1_000 + age))
    assert cache.get("0", ".bin") == paths[0]  # used again: now the younger one
    cache.make("2", ".bin", lambda part: part.write_bytes(b"x" * 100) and None)
    assert cache.get("1", ".bin") is None
    assert cache.get("0", ".bin") is not None


def test_what_is_larger_than_the_whole_cache_is_kept_while_it_is_the_newest(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 10)
    path = cache.make("a", ".bin", lambda part: part.write_bytes(b"x" * 100) and None)
    assert path.exists()
    cache.make("b", ".bin", lambda part: part.write_bytes(b"x" * 100) and None)
    assert not path.exists()


def test_the_preview_of_an_event_is_there_at_once(shop: World, footage: dict[str, Path], tmp_path: Path) -> None:
    recording = shop.add_recording(footage["matroska.mkv"])
    shop.add_events(("ev", [(recording, 3_000, 4_000)], ["X"]))
    previews = EventPreviews(shop.footage, lambda: shop.settings, FileCache(tmp_path / "previews", 10**9))
    played = previews.open("ev")
    assert played.status is PlayStatus.READY
    assert played.path is not None
    assert play(played.path).numbers[:75] == list(range(50, 125))
    assert previews.open("ev").path == played.path


def test_the_preview_of_h265_is_converted_in_the_background(
    shop: World, footage: dict[str, Path], tmp_path: Path
) -> None:
    recording = shop.add_recording(footage["h265.mp4"])
    shop.add_events(("ev", [(recording, 3_000, 4_000)], ["X"]))
    previews = EventPreviews(shop.footage, lambda: shop.settings, FileCache(tmp_path / "previews", 10**9))
    assert previews.open("ev").status is PlayStatus.QUEUED
    running = Worker("previews", previews.run).start()
    pause = StopSignal()
    try:
        for _ in range(200):
            played = previews.open("ev")
            if played.status is PlayStatus.READY or pause.wait(0.05):
                break
    finally:
        running.stop()
        assert running.join(5)
    assert played.path is not None
    assert play(played.path).numbers == list(range(50, 125))


@pytest.mark.parametrize("kind", ["h264.mp4", "b_frames.mp4", "h265.mp4", "mjpeg.avi", "stream.ts", "long_gop.mp4"])
@pytest.mark.parametrize(("at_ms", "expected"), [(0, 0), (3_210, 80), (5_960, 149), (99_000, 149)])
def test_a_picture_is_the_frame_on_screen(footage: dict[str, Path], kind: str, at_ms: int, expected: int) -> None:
    decoded = cv2.imdecode(np.frombuffer(jpeg_at(footage[kind], at_ms), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert number_of(decoded) == expected


def test_a_picture_is_scaled_down_and_never_up(footage: dict[str, Path]) -> None:
    def shape(width: int) -> tuple[int, ...]:
        return cv2.imdecode(np.frombuffer(jpeg_at(footage["h264.mp4"], 0, width), np.uint8), cv2.IMREAD_COLOR).shape

    assert shape(160) == (90, 160, 3)
    assert shape(1_000) == (180, 320, 3)


@pytest.mark.parametrize(("at_ms", "width"), [(-1, None), (0, 1), (0, 100_000)])
def test_a_picture_of_nowhere_is_refused(footage: dict[str, Path], at_ms: int, width: int | None) -> None:
    with pytest.raises(InvalidInput):
        jpeg_at(footage["h264.mp4"], at_ms, width)


def test_the_thumbnail_shows_the_middle_of_the_code_and_is_cached(
    shop: World, footage: dict[str, Path], tmp_path: Path
) -> None:
    recording = shop.add_recording(footage["h264.mp4"])
    shop.add_events(("ev", [(recording, 2_000, 4_000)], ["X"]))
    pictures = Pictures(shop.footage, FileCache(tmp_path / "thumbs", 10**9))
    path = pictures.of_event("ev")
    assert number_of(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)) == 75
    written = path.stat().st_ino
    assert pictures.of_event("ev").stat().st_ino == written
    assert pictures.of_event("ev", 160) != path


def test_a_picture_of_a_file_that_is_gone_is_named(shop: World, footage: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "gone.mp4"
    path.write_bytes(footage["h264.mp4"].read_bytes())
    recording = shop.add_recording(path)
    path.unlink()
    with pytest.raises(Unreadable, match="gone"):
        Pictures(shop.footage, FileCache(tmp_path / "thumbs", 10**9)).of_recording(recording, 0)
