"""Small footage whose every frame tells its number and whose sound beeps once a second.

The number is a row of black and white blocks, so it survives compression and can be read from decoded frames and from
a browser's canvas alike. The sound is silent but for a 100 ms tone at every whole second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

WIDTH, HEIGHT = 320, 180
BITS = 14
BLOCK = 20
BLOCK_TOP = 80
BEEP_MS = 100
TIME_BASE = Fraction(1, 90_000)


@dataclass(frozen=True)
class Footage:
    """What to make. `pts_ms` (one per frame) overrides the even rate of `fps`; `first_number` continues a count."""

    frames: int = 150
    fps: int = 25
    codec: str = "libx264"
    gop: int = 50
    b_frames: int = 0
    audio: str | None = "aac"
    audio_rate: int = 48_000
    first_number: int = 0
    pts_ms: Sequence[int] | None = None
    start_offset_ms: int = 0
    size: tuple[int, int] = (WIDTH, HEIGHT)
    options: dict[str, str] = field(default_factory=dict)
    container_options: dict[str, str] = field(default_factory=dict)


def make(path: Path, footage: Footage | None = None) -> Path:
    """Write the footage to `path`; the suffix decides the container."""
    asked = footage or Footage()
    with av.open(str(path), "w", container_options=asked.container_options) as container:
        video = container.add_stream(asked.codec, rate=asked.fps, options=_encoder_options(asked))
        video.width, video.height = asked.size
        video.pix_fmt = "yuvj420p" if asked.codec == "mjpeg" else "yuv420p"
        if path.suffix != ".avi":
            video.codec_context.time_base = TIME_BASE
        video.gop_size = asked.gop
        if asked.b_frames:
            video.codec_context.max_b_frames = asked.b_frames
        audio = None
        if asked.audio:
            audio = container.add_stream(asked.audio, rate=asked.audio_rate, layout="mono")
        _write(container, video, audio, asked, even=path.suffix == ".avi")
    return path


def _encoder_options(asked: Footage) -> dict[str, str]:
    if asked.codec == "libx264":
        return {"preset": "ultrafast", "crf": "23", "bf": str(asked.b_frames), "sc_threshold": "0", **asked.options}
    if asked.codec == "libx265":
        params = f"log-level=error:keyint={asked.gop}:min-keyint={asked.gop}:scenecut=0:bframes={asked.b_frames}"
        return {"preset": "ultrafast", "x265-params": params, **asked.options}
    return dict(asked.options)


def _write(container, video, audio, asked: Footage, even: bool) -> None:  # type: ignore[no-untyped-def]
    times = list(asked.pts_ms or [round(i * 1000 / asked.fps) for i in range(asked.frames)])
    end_ms = times[-1] + round(1000 / asked.fps)
    sound = _sound(audio, end_ms, asked) if audio else iter(())
    next_sound = next(sound, None)
    for index, at_ms in enumerate(times):
        frame = av.VideoFrame.from_ndarray(picture(asked.first_number + index, asked.size), format="gray")
        frame = frame.reformat(format=video.pix_fmt)
        frame.time_base = Fraction(1, asked.fps) if even else TIME_BASE
        frame.pts = index if even else (at_ms + asked.start_offset_ms) * 90
        container.mux(video.encode(frame))
        while next_sound and next_sound.pts * next_sound.time_base * 1000 <= at_ms + asked.start_offset_ms:
            container.mux(audio.encode(next_sound))
            next_sound = next(sound, None)
    container.mux(video.encode(None))
    while next_sound:
        container.mux(audio.encode(next_sound))
        next_sound = next(sound, None)
    if audio:
        container.mux(audio.encode(None))


def _sound(audio, end_ms: int, asked: Footage):  # type: ignore[no-untyped-def]
    rate, size = asked.audio_rate, 1024
    for begin in range(0, end_ms * rate // 1000, size):
        times = (np.arange(begin, begin + size)) / rate
        wave = np.where(times % 1.0 < BEEP_MS / 1000, np.sin(2 * np.pi * 1000 * times) * 0.6, 0.0)
        samples = (wave * 32_000).astype(np.int16)[None, :]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = rate
        frame.time_base = Fraction(1, rate)
        frame.pts = begin + asked.start_offset_ms * rate // 1000
        yield frame


def picture(number: int, size: tuple[int, int] = (WIDTH, HEIGHT)) -> np.ndarray:
    """A gray frame (`height x width` uint8) with `number` in blocks on a moving ramp."""
    width, height = size
    ramp = (np.arange(width) + number * 3) % 64 + 96
    frame = np.repeat(ramp[None, :], height, axis=0).astype(np.uint8)
    for bit in range(BITS):
        frame[BLOCK_TOP : BLOCK_TOP + BLOCK, bit * BLOCK + 10 : bit * BLOCK + 10 + BLOCK] = (
            235 * (number >> bit & 1) + 10
        )
    return frame


def number_of(gray: np.ndarray) -> int:
    """The number a gray frame of the original size tells."""
    number = 0
    for bit in range(BITS):
        left = bit * BLOCK + 15
        number |= int(gray[BLOCK_TOP + 5 : BLOCK_TOP + 15, left : left + 10].mean() > 128) << bit
    return number


@dataclass(frozen=True)
class Played:
    """What a player shows of a file: frame numbers with their times, and the starts of the beeps."""

    numbers: list[int]
    times_ms: list[float]
    beeps_ms: list[float]


def play(path: Path) -> Played:
    """Decode everything that an edit list leaves visible."""
    numbers: list[int] = []
    times: list[float] = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            gray = frame.reformat(WIDTH, HEIGHT, "gray").to_ndarray()
            numbers.append(number_of(gray))
            times.append(float(frame.time) * 1000)
    return Played(numbers, times, beeps(path))


def beeps(path: Path) -> list[float]:
    """Starts of the tones in ms of the file's own timeline."""
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return []
        starts: list[float] = []
        loud_until = -1e9
        for frame in container.decode(audio=0):
            samples = frame.to_ndarray().astype(np.float64)
            if frame.format.is_packed and frame.layout.nb_channels > 1:
                samples = samples.reshape(-1, frame.layout.nb_channels).T
            peak = 1.0 if samples.dtype == np.float64 and frame.format.name.startswith("flt") else 32_768.0
            begin_ms = float(frame.pts * frame.time_base) * 1000
            for index in np.flatnonzero(np.abs(samples[0]) > 0.15 * peak):
                at_ms = begin_ms + index * 1000 / frame.sample_rate
                if at_ms - loud_until > 50:
                    starts.append(at_ms)
                loud_until = at_ms
        return starts
