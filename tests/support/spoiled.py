"""The empty table as seen by a camera that was knocked, got dirty or hangs: drawn footage, spoiled and encoded anew."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import repeat
from pathlib import Path

import av
import cv2
import numpy as np

from backend.demo.encode import VideoFile
from backend.demo.hand import Image
from backend.demo.scenario import Scenario
from tests.support.footage import Footage, cache_folder, footage, small_scenario

DAY_MS = 86_400_000


def idle_scenario(day: int = 0) -> Scenario:
    """40 s of the free table with its sticker, `day` days after the first."""
    small = small_scenario()
    return replace(
        small, name=f"idle-{day}", duration_ms=40_000, orders=(), start_ms=small.start_ms + day * DAY_MS, cast=day
    )


def idle_clip(day: int = 0, into: Path | None = None) -> Footage:
    return footage(idle_scenario(day), into)


def spoiled_clip(how: str, day: int = 1) -> Path:
    """`idle_clip(day)` spoiled: `sticker_moved`, `sticker_torn`, `shifted`, `dark`, `blurred`, `frozen`, `blocked`."""
    clip = idle_clip(day)
    target = cache_folder() / "spoiled" / how / clip.path.name
    if target.is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    scenario = idle_scenario(day)
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / target.name
        with VideoFile(part, scenario, scenario.start_ms) as file:
            pictures = _luma_changed(clip, _CHANGES[how]) if how in _CHANGES else _standing(clip)
            for number, picture in enumerate(pictures):
                file.write(picture, number * 1000 / scenario.fps)
        shutil.copy2(part, f"{target}.part")
    Path(f"{target}.part").replace(target)
    return target


def day_long_clip(dark_from_hour: float = 18.0, day: int = 0) -> Footage:
    """A file of 24 hours with a picture every two minutes: the lamps are off before eight and from `dark_from_hour` on.
    The idle table otherwise."""
    clip = idle_clip(day)
    target = cache_folder() / "spoiled" / f"day-long-{dark_from_hour:g}" / clip.path.name
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        lit = list(_pictures(clip))
        scenario = replace(idle_scenario(day), encoding=replace(idle_scenario(day).encoding, gop=1))
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / target.name
            with VideoFile(part, scenario, scenario.start_ms) as file:
                for number in range(24 * 30 + 1):
                    picture = lit[number % len(lit)].copy()
                    if not 8 <= number / 30 < dark_from_hour:
                        picture[: picture.shape[0] * 2 // 3] //= 16
                    file.write(picture, number * 120_000)
            shutil.copy2(part, f"{target}.part")
        Path(f"{target}.part").replace(target)
    return replace(clip, folder=target.parent)


def _pictures(clip: Footage) -> Iterator[Image]:
    with av.open(str(clip.path)) as source:
        for frame in source.decode(video=0):
            yield frame.to_ndarray(format="yuv420p")


def _luma_changed(clip: Footage, change: Callable[[Image, list[int]], Image]) -> Iterator[Image]:
    trigger = clip.truth.profile["trigger"]
    for picture in _pictures(clip):
        height = picture.shape[0] * 2 // 3
        picture[:height] = change(picture[:height].copy(), trigger)
        yield picture


def _standing(clip: Footage) -> Iterator[Image]:
    """A camera that hangs: the recorder stores its last picture again and again."""
    frames = clip.truth.recordings[0].frames
    return repeat(next(_pictures(clip)), frames)


def _sticker_moved(luma: Image, trigger: list[int]) -> Image:
    """Stuck on again 16 px further to the right; where it was, the table shows."""
    x, y, w, h = trigger
    inner = slice(y + 12, y + h - 12), slice(x + 15, x + w - 15)
    sticker = luma[inner].copy()
    luma[inner] = luma[inner[0], x - w : x - w + sticker.shape[1]]
    luma[inner[0], inner[1].start + 16 : inner[1].stop + 16] = sticker
    return luma


def _sticker_torn(luma: Image, trigger: list[int]) -> Image:
    x, y, w, h = trigger
    cv2.line(luma, (x + 16, y + 20), (x + w - 18, y + h - 22), 200, 9)
    cv2.line(luma, (x + 20, y + h - 20), (x + w - 20, y + 24), 200, 9)
    return luma


def _shifted(luma: Image, _trigger: list[int]) -> Image:
    matrix = np.array([[1, 0, 22], [0, 1, 14]], np.float64)
    return np.asarray(cv2.warpAffine(luma, matrix, luma.shape[::-1], borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _dark(luma: Image, _trigger: list[int]) -> Image:
    return np.asarray(luma * 0.2, np.uint8)


def _blurred(luma: Image, _trigger: list[int]) -> Image:
    return np.asarray(cv2.GaussianBlur(luma, (0, 0), 1.6), np.uint8)


def _blocked(luma: Image, _trigger: list[int]) -> Image:
    """Something lies on the lens: a grey blur of what it lets through."""
    return np.asarray(90 + (cv2.GaussianBlur(luma, (0, 0), 40).astype(np.float32) - 128) * 0.05, np.uint8)


_CHANGES: dict[str, Callable[[Image, list[int]], Image]] = {
    "sticker_moved": _sticker_moved,
    "sticker_torn": _sticker_torn,
    "shifted": _shifted,
    "dark": _dark,
    "blurred": _blurred,
    "blocked": _blocked,
}
