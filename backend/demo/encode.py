"""Writes frames (and beeps) into a file the way a camera does: fixed keyframe spacing, no B-frames unless asked."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import av
import numpy as np

from backend.demo.hand import Image
from backend.demo.scenario import Encoding, Scenario

VIDEO_CLOCK = 90_000
AUDIO_RATE = 16_000
ENCODERS = {"h264": "libx264", "h265": "libx265", "mjpeg": "mjpeg"}


def _options(e: Encoding) -> dict[str, str]:
    if e.codec == "mjpeg":
        return {}
    options = {"preset": e.preset, "crf": str(e.crf), "bf": str(e.bframes)}
    if e.bitrate_kbps:
        del options["crf"]
        options |= {
            "b": f"{e.bitrate_kbps}k",
            "maxrate": f"{round(e.bitrate_kbps * 1.5)}k",
            "bufsize": f"{e.bitrate_kbps * 2}k",
        }
    if e.codec == "h265":
        options["x265-params"] = (
            f"keyint={e.gop}:min-keyint={e.gop}:scenecut=0:bframes={e.bframes}:open-gop=0:log-level=none:pools={e.threads}:frame-threads=1"
        )
    else:
        options |= {"g": str(e.gop), "keyint_min": str(e.gop), "sc_threshold": "0"}
    return options


class VideoFile:
    """One file being written. Use as a context manager."""

    def __init__(self, path: Path, scenario: Scenario, start_ms: int) -> None:
        """`start_ms`: UTC epoch ms of the file's first frame."""
        e = scenario.encoding
        self.path, self.scenario = path, scenario
        self._container = av.open(str(path), "w")
        if e.creation_time:
            self._container.metadata["creation_time"] = _creation_time(scenario, start_ms)
        rate = Fraction(scenario.fps).limit_denominator(1001)
        self._video = self._container.add_stream(ENCODERS[e.codec], rate=rate, options=_options(e))
        self._video.width, self._video.height = scenario.width, scenario.height
        self._video.pix_fmt = "yuvj420p" if e.codec == "mjpeg" else "yuv420p"
        context = self._video.codec_context
        context.gop_size = e.gop
        context.thread_count = e.threads
        if e.codec == "mjpeg":
            context.bit_rate = scenario.width * scenario.height * 8
        if e.container == "avi":
            context.time_base = 1 / rate
        else:
            context.time_base = Fraction(1, VIDEO_CLOCK)
        if e.codec == "h265":
            context.codec_tag = "hvc1"
        self._audio = self._container.add_stream("aac", rate=AUDIO_RATE, layout="mono") if e.audio else None
        self._audio_done = 0
        self._rate = rate
        self.frames = 0

    def __enter__(self) -> VideoFile:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._container.mux(self._video.encode(None))
            if self._audio is not None:
                self._container.mux(self._audio.encode(None))
        self._container.close()

    def write(self, picture: Image, t_ms: float) -> None:
        """`picture`: I420 (height * 3 / 2, width); `t_ms`: ms since the file's first frame."""
        frame = av.VideoFrame.from_ndarray(picture, format=self._video.pix_fmt)
        base = self._video.codec_context.time_base
        frame.pts = self.frames if self.scenario.encoding.container == "avi" else round(t_ms / 1000 / base)
        frame.time_base = base
        self._container.mux(self._video.encode(frame))
        self.frames += 1

    def sound(self, until_ms: float, beeps_ms: list[float]) -> None:
        """Audio up to `until_ms` of the file: faint hum, and 200 ms of 1 kHz from each of `beeps_ms`."""
        if self._audio is None:
            return
        while (self._audio_done + 1024) * 1000 / AUDIO_RATE <= until_ms:
            n = np.arange(self._audio_done, self._audio_done + 1024)
            wave = 0.01 * np.sin(2 * np.pi * 50 * n / AUDIO_RATE)
            for beep in beeps_ms:
                first = round(beep * AUDIO_RATE / 1000)
                inside = (n >= first) & (n < first + AUDIO_RATE // 5)
                wave = np.where(inside, 0.5 * np.sin(2 * np.pi * 1000 * n / AUDIO_RATE), wave)
            frame = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None, :], format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = AUDIO_RATE, self._audio_done, Fraction(1, AUDIO_RATE)
            self._container.mux(self._audio.encode(frame))
            self._audio_done += 1024


def _creation_time(scenario: Scenario, start_ms: int) -> str:
    zone = UTC if scenario.encoding.creation_time == "utc" else ZoneInfo(scenario.timezone)
    return datetime.fromtimestamp(start_ms / 1000, UTC).astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S.000000Z")
