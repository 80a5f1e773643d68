"""What the region services need from the stages beside them; `bootstrap` hands in the real ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from backend.domain.region import Box, Polygon

Pixels = NDArray[np.uint8]


class Picture(Protocol):
    """A decoded frame: `gray` is H x W uint8, `at_ms` counts from the recording's first frame."""

    @property
    def at_ms(self) -> float: ...

    @property
    def gray(self) -> Pixels: ...

    def rgb(self, box: Box) -> Pixels:
        """The box as H x W x 3 uint8 RGB."""
        ...


class Packets(Protocol):
    """One entry per video packet: ms from the first frame, bytes, keyframe or not."""

    @property
    def at_ms(self) -> NDArray[np.float64]: ...

    @property
    def size(self) -> NDArray[np.float64]: ...

    @property
    def key(self) -> NDArray[np.bool_]: ...


class Video(Protocol):
    """An open recording."""

    def index(self) -> Packets:
        """Without decoding anything. Raises Unreadable."""
        ...

    def frames(self, from_ms: float, to_ms: float) -> Iterator[Picture]: ...

    def keyframes(self, at_ms: Sequence[float]) -> Iterator[Picture]:
        """The keyframes at or next to these times (rising); those that cannot be decoded are left out."""
        ...

    def close(self) -> None: ...


class OpenVideo(Protocol):
    def __call__(self, path: str) -> Video:
        """Raises Unreadable."""
        ...


class PictureOf(Protocol):
    def __call__(self, recording_id: int, at_ms: int, width: int | None) -> Path:
        """A JPEG file of the recording `at_ms` after its first frame. Raises NotFound, InvalidInput, Unreadable."""
        ...


class Code(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def format(self) -> str: ...

    @property
    def box(self) -> Box: ...

    @property
    def px_per_module(self) -> float | None: ...


class CodeFinder(Protocol):
    def read(self, gray: Pixels, *, origin: tuple[int, int] = ...) -> Sequence[Code]: ...


class HandDetector(Protocol):
    def find(self, rgb: Pixels, *, origin: tuple[int, int] = ...) -> list[Box]: ...

    def __enter__(self) -> HandDetector: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class StickerLook(Protocol):
    @property
    def visible(self) -> bool | None: ...

    @property
    def likeness(self) -> float | None: ...

    @property
    def px_per_module(self) -> float | None: ...


class StickerWatch(Protocol):
    """Reads the sticker once, then recognises it."""

    def look(self, gray: Pixels, *, thorough: bool = ...) -> StickerLook: ...

    def likeness(self, gray: Pixels) -> float | None: ...


class StickerWatcher(Protocol):
    def __call__(self, text: str, region: Box, *, outline: Polygon | None = ...) -> StickerWatch: ...


class Thumbnails(Protocol):
    """Small pictures in which light is filtered away, to be compared cell by cell."""

    def thumbnail(self, gray: Pixels, region: Box | None) -> NDArray[np.int8]:
        """Rows x cols of grey levels, cell less surroundings."""
        ...

    def empty_scene(self, thumbnails: NDArray[np.int8]) -> NDArray[np.int8]:
        """From n x rows x cols what is there most often."""
        ...
