"""The door to every recording: local files only, by demuxers that read nothing but that file, and always with times.

A playlist, a concat script or a session description named .mp4 must not make the server reach for other files or hosts.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer

from backend.containers import dhav, raw_stream, virtual_mp4
from backend.containers.virtual_mp4 import VirtualMp4

DEMUXERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,live_flv,asf,mpegts,mpeg,mpegvideo,mjpeg,jpeg_pipe,"
    "h264,hevc,m4v,dhav,kux,wtv,mxf,nut,ogg"
)
"""Demuxers that read the one file they are given."""
OPTIONS = {"protocol_whitelist": "file", "format_whitelist": DEMUXERS}
UNTIMED = frozenset({"dhav", "h264", "hevc", "mjpeg"})
"""FFmpeg's names of the forms that are shown to it as MP4 instead."""
_RAW = frozenset({"h264", "hevc", "mpegvideo", "m4v"})


def open_as_is(path: str | Path, **more: Any) -> InputContainer:
    """The file as FFmpeg sees it; DHAV behind other bytes, which it would take for a raw stream, as what it is.

    Raises FFmpegError, OSError, ValueError."""
    # "file:" keeps a name such as "concat:a|b" or "http://x" from being taken for a protocol.
    opened: InputContainer = av.open("file:" + os.fspath(path), options=OPTIONS, metadata_errors="replace", **more)
    if opened.format.name in _RAW and dhav.begins_late(path):
        opened.close()
        opened = _shown(path, "dhav") or av.open("file:" + os.fspath(path), options=OPTIONS, **more)
    return opened


def open_timed(path: str | Path) -> tuple[InputContainer, str]:
    """The file with times and an index, and the name of what it really is (`mov,mp4,...`, `mpegts`, `dhav`).

    A file of UNTIMED is read through once, without decoding, the first time. Raises FFmpegError, OSError, ValueError.
    """
    container = av.open("file:" + os.fspath(path), options=OPTIONS, metadata_errors="replace")
    form = container.format.name
    if form in _RAW and dhav.begins_late(path):
        form = "dhav"
    if form not in UNTIMED:
        return container, form
    shown = _shown(path, form)
    if shown is None:  # no picture in it stands alone: FFmpeg's own way is as good
        return container, form
    container.close()
    return shown, form


def _shown(path: str | Path, form: str) -> InputContainer | None:
    shown = as_mp4(path, form)
    if shown is None:
        return None
    opened: InputContainer = av.open(shown, format="mp4", options={"format_whitelist": DEMUXERS})
    return opened


def as_mp4(path: str | Path, form: str) -> VirtualMp4 | None:
    """A file of one of UNTIMED as MP4; None when it holds no picture that stands alone. Raises OSError."""
    facts = os.stat(path)
    header = _header(os.fspath(path), form, facts.st_size, facts.st_mtime_ns)
    return None if header is None else VirtualMp4(path, header)


@lru_cache(maxsize=8)
def _header(path: str, form: str, size: int, mtime_ns: int) -> bytes | None:
    """Remembered until the file changes: one recording is opened many times in a row."""
    tracks = dhav.tracks(path) if form == "dhav" else raw_stream.tracks(path, form)
    return None if tracks is None else virtual_mp4.header(tracks)
