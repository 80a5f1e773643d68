"""Probing: whatever lies on a disk ends in facts or in a reason, and reaches nothing but the file it was given."""

from __future__ import annotations

import os
from pathlib import Path

import av
import av.error
import numpy as np
import pytest

from backend.domain.errors import Unreadable
from backend.domain.recording import RecordingFailure
from backend.sources import probe as probe_module
from backend.sources.probe import probe
from tests.integration.sources.shop import MakeVideo

REAL_FILES = Path(__file__).parents[4] / "shared" / "data"

ODD_NAMES = [
    "two\nlines.mp4",
    "quote ' and \" and `.mp4",
    "📦 gói hàng.mp4",
    "n" * 251 + ".mp4",
    "concat:a.mp4|b.mp4",
    "http:%2F%2Fexample.mp4",
    "-i.mp4",
    "a%03d.mp4",
    os.fsdecode(b"\xff\xfe bytes.mp4"),
]


def refusal(path: Path | str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        probe(str(path))
    assert len(caught.value.message) > 20, "the reason is for a person"
    return caught.value


def test_facts_of_an_ordinary_file(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(tmp_path / "a.mp4", frames=25, fps=10, creation_time="2024-01-05T08:00:00Z")
    facts = probe(str(path))
    assert (facts.width, facts.height, facts.codec) == (64, 48, "mpeg4")
    assert (facts.duration_ms, facts.frames_total, facts.fps) == (2500, 25, 10.0)
    assert (facts.container_start_ms, facts.has_audio) == (1_704_441_600_000, False)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.mkv", "mpeg4"),
        ("a.avi", "mpeg4"),
        ("a.ts", "mpeg2video"),
        ("a.dav", "mpeg2video"),
        ("a.mov", "mjpeg"),
        ("a.flv", "flv"),
        ("a.mjpeg", "mjpeg"),
    ],
)
def test_frames_are_announced_or_counted_in_every_container(
    tmp_path: Path, make_video: MakeVideo, name: str, codec: str
) -> None:
    facts = probe(str(make_video(tmp_path / name, frames=50, fps=25, codec=codec)))
    assert facts.frames_total == 50
    assert facts.duration_ms == pytest.approx(2000, abs=45)


def test_counting_has_a_budget_and_is_estimated_beyond_it(
    tmp_path: Path, make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(tmp_path / "a.mkv", frames=600, fps=25)
    counted = probe(str(path))
    monkeypatch.setattr(probe_module, "SCAN_BUDGET_S", 0.0)
    estimated = probe(str(path))
    assert counted.frames_total == 600
    assert estimated.frames_total == pytest.approx(600, rel=0.05)
    assert estimated.duration_ms == pytest.approx(24_000, rel=0.02)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_of_any_kind(tmp_path: Path, make_video: MakeVideo, name: str) -> None:
    made = make_video(tmp_path / "plain.mp4")
    path = os.path.join(str(tmp_path), name)
    os.rename(made, path)
    assert probe(path).frames_total == 10


def test_what_is_no_video_file(tmp_path: Path) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("Dear customer, your parcel is on its way.\n" * 50)
    noise = tmp_path / "noise.mp4"
    noise.write_bytes(np.random.default_rng(1).integers(0, 256, 200_000, dtype=np.uint8).tobytes())
    empty = tmp_path / "empty.mp4"
    empty.touch()
    folder = tmp_path / "folder.mp4"
    folder.mkdir()
    pipe = tmp_path / "pipe.mp4"
    os.mkfifo(pipe)
    assert refusal(text).code == RecordingFailure.NOT_VIDEO
    assert refusal(noise).code in (RecordingFailure.NOT_VIDEO, RecordingFailure.UNDECODABLE)
    assert refusal(empty).code == RecordingFailure.EMPTY
    assert refusal(folder).code == RecordingFailure.NOT_A_FILE
    assert refusal(pipe).code == RecordingFailure.NOT_A_FILE
    assert refusal(tmp_path / "none.mp4").code == RecordingFailure.NOT_FOUND
    assert refusal("a\0b.mp4").code == RecordingFailure.NOT_FOUND


def test_a_playlist_named_mp4_opens_nothing_else(tmp_path: Path, make_video: MakeVideo) -> None:
    make_video(tmp_path / "real.ts", codec="mpeg2video")
    scripts = {
        "concat.mp4": "ffconcat version 1.0\nfile real.ts\n",
        "list.mp4": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nreal.ts\n#EXT-X-ENDLIST\n",
        "session.mp4": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n",
    }
    for name, text in scripts.items():
        (tmp_path / name).write_text(text)
        assert refusal(tmp_path / name).code == RecordingFailure.NOT_VIDEO


def test_a_picture_named_mp4_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "picture.mp4"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    assert refusal(path).code == RecordingFailure.NOT_VIDEO


def test_sound_without_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("aac", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 8000
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    assert refusal(path).code == RecordingFailure.NO_VIDEO_STREAM


def test_a_recording_the_recorder_never_finished(tmp_path: Path, make_video: MakeVideo) -> None:
    whole = make_video(tmp_path / "a.mp4", frames=50).read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: len(whole) // 2])
    error = refusal(cut)
    assert error.code == RecordingFailure.UNDECODABLE
    assert "index" in error.message


def test_a_stream_cut_in_the_middle_keeps_what_is_there(tmp_path: Path, make_video: MakeVideo) -> None:
    whole = make_video(tmp_path / "a.ts", frames=100, codec="mpeg2video").read_bytes()
    cut = tmp_path / "cut.ts"
    cut.write_bytes(whole[: len(whole) // 2 + 33])
    assert 20 < probe(str(cut)).frames_total < 80


def test_a_creation_time_before_2000_is_none(tmp_path: Path, make_video: MakeVideo) -> None:
    for text in ("1970-01-01T00:00:00Z", "1904-01-01T00:00:00Z"):
        assert probe(str(make_video(tmp_path / "a.mp4", creation_time=text))).container_start_ms is None


def test_errors_of_the_disk_become_reasons(
    tmp_path: Path, make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(tmp_path / "a.mp4")
    cases: list[tuple[Exception, RecordingFailure]] = [
        (av.error.ExitError(1, "Immediate exit requested"), RecordingFailure.TIMEOUT),
        (av.error.FileNotFoundError(2, "No such file"), RecordingFailure.NOT_FOUND),
        (av.error.PermissionError(13, "Permission denied"), RecordingFailure.PERMISSION),
        (av.error.OSError(5, "Input/output error"), RecordingFailure.UNDECODABLE),
    ]
    for raised, expected in cases:

        def fail(*args: object, raised: Exception = raised, **kwargs: object) -> None:
            raise raised

        monkeypatch.setattr(probe_module.av, "open", fail)
        assert refusal(path).code == expected


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(tmp_path / "a.mp4")
    path.chmod(0)
    assert refusal(path).code == RecordingFailure.PERMISSION


def real_files() -> list[Path]:
    return sorted(p for p in (REAL_FILES / "containers").glob("*/*") if p.suffix != ".json")


@pytest.mark.skipif(not real_files(), reason="../shared/data is absent")
@pytest.mark.timeout(120)
def test_every_real_odd_file_ends_in_facts_or_a_reason() -> None:
    codes: dict[str, str] = {}
    for path in real_files():
        try:
            facts = probe(str(path), 30.0)
        except Unreadable as error:
            codes[path.name] = error.code
        else:
            assert facts.width > 0, path.name
            assert facts.height > 0, path.name
            assert facts.frames_total > 0, path.name
            assert 0 < facts.duration_ms < 10 * 60_000, path.name
    assert set(codes.values()) <= set(RecordingFailure)
    assert codes["cbcs.mp4"] == RecordingFailure.ENCRYPTED
    assert codes["prog_8s_enc_dashinit.mp4"] == RecordingFailure.ENCRYPTED
    assert codes["init.mp4"] == RecordingFailure.UNDECODABLE
    assert codes["2xSencNoMdat.mp4"] == RecordingFailure.UNDECODABLE
    assert codes["video_dovi_3840x2160_30fps_dav1_10.mp4"] == RecordingFailure.UNSUPPORTED_CODEC


@pytest.mark.skipif(not real_files(), reason="../shared/data is absent")
@pytest.mark.parametrize(
    ("name", "width", "height", "duration_ms", "frames"),
    [
        ("containers/videojs+mux.js/test-middle-pat-pmt.ts", 864, 480, 501, 15),  # first PTS 59857 s
        ("containers/androidx+media/bbb_800x640_768kbps_30fps_avc_2b_firstpts_10_sec.mp4", 800, 640, 4000, 120),
        ("containers/androidx+media/sample_edit_list_only_preroll_sync_sample.mp4", 640, 360, 533, 17),
        ("containers/androidx+media/sample_without_stss.mp4", 1080, 720, 1001, 30),
        ("containers/androidx+media/sample_partially_fragmented.mp4", 1080, 720, 1001, 30),
        ("containers/Eyevinn+mp4ff/v300_multiple_segments.mp4", 640, 360, 8000, 240),  # header says 3900 s
        ("containers/pytorch+torchcodec/var_fps_video.mp4", 128, 128, 14933, 300),
        ("surveillance/issue-134-rotate.mp4", 544, 1280, 10010, 240),  # turned by a quarter
        ("codes/qrcode-video.mjpeg", 720, 1280, 8280, 207),  # raw, no timestamps
    ],
)
def test_real_files_that_headers_tell_badly(name: str, width: int, height: int, duration_ms: int, frames: int) -> None:
    facts = probe(str(REAL_FILES / name))
    assert (facts.width, facts.height, facts.frames_total) == (width, height, frames)
    assert facts.duration_ms == pytest.approx(duration_ms, abs=2)
