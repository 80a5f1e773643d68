"""Clips from what recorders write: they open on the asked frame, are copied where they can be, and are always MP4."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from backend.clips.media.playback import Playback, inspect
from backend.clips.writer import CutMode, write_clip
from tests.integration.clips.conftest import T0, span
from tests.support.clip_footage import Footage, make, play
from tests.support.recorder_files import rewrite

KINDS = [
    ("a.dav", "pcm_alaw", "aac"), ("a.dav", None, "none"), ("a.ts", "mp2", "aac"), ("a.ts", "aac", "copied"),
    ("a.m2ts", "mp2", "aac"), ("a.flv", "pcm_alaw", "aac"), ("a.mpg", "mp2", "aac"), ("a.ps", None, "none"),
    ("a.264", None, "none"), ("b.dav", "pcm_mulaw", "aac"), ("b.ts", None, "none"), ("b.h265", None, "none"),
]  # fmt: skip


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("plain")
    return {
        "a": make(folder / "a.mp4", Footage(audio=None)),
        "b": make(folder / "b.mp4", Footage(codec="libx265", audio=None)),
    }


@pytest.mark.parametrize(("name", "sound", "became"), KINDS)
def test_the_fast_cut_opens_on_the_asked_frame(
    plain: dict[str, Path], tmp_path: Path, name: str, sound: str | None, became: str
) -> None:
    source = rewrite(plain[name[0]], tmp_path / name, sound=sound)
    clip = write_clip([span(source, 3_200, 5_000)], tmp_path, "c.mp4")
    assert (clip.mode, clip.note, clip.sound) == (CutMode.FAST, "", became)
    shown = play(clip.path)
    assert shown.numbers[:45] == list(range(80, 125))
    assert len(shown.numbers) <= 47
    assert clip.start_ms == T0 + 3_200
    with av.open(str(clip.path)) as made:
        assert made.format.name.startswith("mov")
        if sound is not None:
            heard = made.streams.audio[0]
            assert float(heard.duration * heard.time_base) == pytest.approx(1.8, abs=0.15)


@pytest.mark.parametrize("kind", ["fast", "exact"])
def test_a_clip_over_two_dav_files(plain: dict[str, Path], tmp_path: Path, kind: str) -> None:
    first = rewrite(plain["a"], tmp_path / "first.dav", sound="pcm_alaw")
    second = rewrite(plain["a"], tmp_path / "second.dav", sound="pcm_alaw")
    spans = [span(first, 5_000, 6_000), span(second, 0, 1_000, T0 + 6_000, 2)]
    clip = write_clip(spans, tmp_path, "c.mp4", mode=CutMode(kind))
    assert clip.mode is CutMode(kind)
    assert play(clip.path).numbers == [*range(125, 150), *range(25)]


def test_a_dav_is_repacked_for_the_browser_and_never_sent_as_it_is(plain: dict[str, Path], tmp_path: Path) -> None:
    for name in ("a.dav", "a.264", "a.ts", "a.mpg"):
        assert inspect(rewrite(plain["a"], tmp_path / name)).playback is Playback.REPACK
    assert inspect(rewrite(plain["b"], tmp_path / "b.dav")).playback is Playback.TRANSCODE


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("a.avi", Footage(audio="pcm_alaw", audio_rate=8_000)),
        ("a.asf", Footage(audio="pcm_mulaw", audio_rate=8_000)),
        ("b.avi", Footage(codec="mpeg4", audio="pcm_mulaw", audio_rate=8_000)),
    ],
)
def test_old_containers_become_clips(tmp_path: Path, name: str, asked: Footage) -> None:
    source = make(tmp_path / name, asked)
    clip = write_clip([span(source, 3_200, 5_000)], tmp_path, "c.mp4")
    numbers = play(clip.path).numbers
    assert numbers[0] == 80
    assert numbers[:44] == list(range(80, 124))
    assert clip.sound == "aac"
