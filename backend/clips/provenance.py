"""What a clip tells about itself: tags inside the file that lead back to the event and to the recordings' bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from backend.clips.footage import Shot
from backend.clips.spans import CutSpan
from backend.domain.errors import Unreadable
from backend.domain.recording import FileIdentity

Identify = Callable[[str], FileIdentity]
"""The identity of a file: its size and a hash of its first and last 64 KiB."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def tags(shot: Shot, clip_id: str, identify: Identify) -> dict[str, str]:
    """MP4 metadata of a clip; lists are JSON in plain ASCII, since codes may hold any character. Raises Unreadable."""
    codes = [code.text for code in shot.event.codes]
    return {
        "creation_time": _iso(shot.from_ms),
        "epack_clip": clip_id,
        "epack_event": shot.event.id,
        "epack_codes": json.dumps(codes),
        "epack_camera": json.dumps(shot.camera.name),
        "epack_start_ms": str(shot.from_ms),
        "epack_end_ms": str(shot.to_ms),
        "epack_sources": json.dumps(sources(shot.spans, identify)),
    }


def sources(spans: Sequence[CutSpan], identify: Identify) -> list[Mapping[str, object]]:
    """Per span: the file's name and identity, and which of its milliseconds the clip shows. Raises Unreadable."""
    listed: list[Mapping[str, object]] = []
    for span in spans:
        name = span.path.replace("\\", "/").rpartition("/")[2]
        try:
            identity = identify(span.path)
        except Unreadable as error:
            # Of a clip across several files the person must know which one went.
            raise Unreadable(f"{name}: {error.message}", code=error.code) from error
        listed.append(
            {
                "recording_id": span.recording_id,
                "file": name,
                "size_bytes": identity.size_bytes,
                "head_tail_sha256": identity.head_tail_sha256,
                "from_ms": span.from_ms,
                "to_ms": span.to_ms,
                "start_ms": span.start_ms,
            }
        )
    return listed


def _iso(epoch_ms: int) -> str:
    return (_EPOCH + timedelta(milliseconds=epoch_ms)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
