"""What the program works on: sources, cameras, and what became of the recordings."""

from __future__ import annotations

import os
from collections.abc import Iterator

from backend.commands.checks.finding import Finding, fail, ok, warn
from backend.domain.region import Regions
from backend.sources.walk import printable
from database.engine import Store
from database.queries.failure_counts import failure_counts
from database.repositories.cameras import CameraRepository
from database.repositories.recordings import RecordingRepository
from database.repositories.sources import SourceRepository

_ADVICE = {
    "permission": "Let the user that runs ePACK read them, then retry.",
    "not_found": "The files went; look at the disk or the recorder's overwriting.",
    "empty": "The recorder broke off; nothing can be done.",
    "not_video": "These are no videos; delete or move them.",
    "no_video_stream": "Nothing to see in them; delete or move them.",
    "undecodable": "Play one in a player; export it again from the recorder.",
    "unsupported_codec": "Set the camera to H.264, H.265 or MJPEG.",
    "encrypted": "Switch the encryption of recordings off at the recorder.",
    "timeout": "Raise recording_timeout_s in the settings, then retry.",
    "changed": "They were still written to; retry.",
    "crashed": "They brought the server down; report one of them.",
    "internal": "The log says more; report it.",
}


def check_sources(store: Store) -> Iterator[Finding]:
    sources = SourceRepository(store).all(enabled_only=True)
    if not sources:
        yield warn(
            "Sources", "there is none yet", "Add the folder of your recordings in the dashboard, Sources.", "no_source"
        )
    for source in sources:
        subject = f"Source {printable(source.name)}"
        path = printable(source.path)
        if not os.path.isdir(source.path):
            yield fail(
                subject,
                f"{path} is not there",
                "Connect its disk or network share, or change the source.",
                "source_gone",
                path=path,
            )
            continue
        try:
            with os.scandir(source.path) as entries:
                next(entries, None)
        except OSError as error:
            yield fail(
                subject,
                f"{path} cannot be read ({error.strerror})",
                "Let the user that runs ePACK read it.",
                "source_unreadable",
                path=path,
            )
        else:
            yield ok(subject, path, "source_ok", path=path)


def check_cameras(store: Store) -> Iterator[Finding]:
    cameras = CameraRepository(store).all(enabled_only=True)
    bare = [camera for camera in cameras if not _drawn(camera.regions)]
    if bare:
        names = ", ".join(printable(camera.name) for camera in bare[:10])
        yield warn(
            "Cameras",
            f"{len(bare)} of {len(cameras)} without regions: {names}",
            "Draw them in Cameras.",
            "cameras_bare",
            count=len(bare),
            total=len(cameras),
            names=names,
        )
    elif cameras:
        yield ok("Cameras", f"{len(cameras)}, all with regions", "cameras_ok", count=len(cameras))


def check_recordings(store: Store) -> Iterator[Finding]:
    counts = RecordingRepository(store).counts()
    shown = ", ".join(f"{count} {status.value}" for status, count in counts.items() if count)
    yield ok(
        "Recordings", shown or "none yet", "recordings", **{status.value: count for status, count in counts.items()}
    )
    for failure in failure_counts(store):
        yield warn(
            "Failed recordings",
            f"{failure.count} {failure.reason_code.replace('_', ' ')}, such as {printable(failure.example)}",
            _ADVICE.get(failure.reason_code, "The recordings list says more."),
            "recordings_failed",
            count=failure.count,
            reason=failure.reason_code,
            example=printable(failure.example),
        )


def _drawn(regions: Regions) -> bool:
    return any((regions.trigger, regions.label, regions.packing))
