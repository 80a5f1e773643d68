"""Events as the API shows them: in lists, in search results, and in full."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from backend.api.replies import printable
from backend.api.schemas.clips import ClipOut
from backend.api.schemas.events import (
    ClipLinkOut,
    CodeOut,
    EventChangeOut,
    EventDetail,
    EventOut,
    MarkerOut,
    PartOut,
    SightingOut,
)
from backend.domain.observation import Observations
from backend.domain.recording import Recording
from database.queries.event_views import EventView
from database.repositories.clips import Clip
from database.repositories.event_changes import EventChangeRecord

MARKER_MARGIN_MS = 30_000
"""How far beyond the event its markers reach, so that the player can show what happened around it."""


def event_out(view: EventView) -> EventOut:
    return EventOut(
        id=view.public_id,
        camera_id=view.camera_id,
        camera_name=view.camera_name,
        start_ms=view.start_ms,
        end_ms=view.end_ms,
        duration_ms=view.end_ms - view.start_ms,
        flags=list(view.flags),
        note=view.note,
        locked=view.locked,
        codes=[CodeOut.model_validate(code) for code in view.codes],
        parts=[
            PartOut(
                recording_id=part.recording_id,
                path=printable(part.path),
                file_name=printable(Path(part.path).name),
                from_ms=part.from_ms,
                to_ms=part.to_ms,
            )
            for part in view.parts
        ],
        clips=[ClipLinkOut(id=clip.public_id, mode=clip.mode, status=clip.status) for clip in view.clips],
        footage=_footage(view),
    )


def _footage(view: EventView) -> Literal["there", "partly", "gone"]:
    if not view.gone:
        return "there"
    return "gone" if all(part.recording_id in view.gone for part in view.parts) else "partly"


def event_detail(
    view: EventView,
    seen: list[tuple[Recording, Observations]],
    clips: list[Clip],
    changes: list[EventChangeRecord],
    video_from_ms: int,
    video_to_ms: int,
) -> EventDetail:
    """The event with what was seen in its recordings around it, on the camera's timeline."""
    from_ms, to_ms = view.start_ms - MARKER_MARGIN_MS, view.end_ms + MARKER_MARGIN_MS
    sightings: list[SightingOut] = []
    spans: list[MarkerOut] = []
    for recording, observations in seen:
        sightings += _sightings(recording, observations, from_ms, to_ms)
        spans += _spans(recording, observations, from_ms, to_ms)
    return EventDetail(
        **event_out(view).model_dump(),
        changes=[EventChangeOut.model_validate(change) for change in changes],
        sightings=sorted(sightings, key=lambda one: one.first_ms),
        spans=sorted(spans, key=lambda one: (one.from_ms, one.kind)),
        clip_details=[clip_out(clip) for clip in clips],
        video_from_ms=video_from_ms,
        video_to_ms=video_to_ms,
    )


def clip_out(clip: Clip) -> ClipOut:
    return ClipOut(
        id=clip.public_id,
        event_id=clip.event_public_id,
        batch_id=clip.batch_id,
        mode=clip.mode,
        burn_in=clip.burn_in,
        status=clip.status,
        progress=clip.progress,
        file_name=printable(Path(clip.path).name) if clip.path else None,
        size_bytes=clip.size_bytes,
        sha256=clip.sha256,
        duration_ms=clip.duration_ms,
        from_ms=clip.from_ms,
        to_ms=clip.to_ms,
        reason_code=clip.reason_code,
        reason=clip.reason,
        locked=clip.locked,
        created_ms=clip.created_ms,
        done_ms=clip.done_ms,
    )


def _sightings(recording: Recording, observations: Observations, from_ms: int, to_ms: int) -> list[SightingOut]:
    at = recording.start_ms
    return [
        SightingOut(
            text=one.text,
            format=one.format,
            first_ms=at + one.first_ms,
            last_ms=at + one.last_ms,
            best_ms=at + one.best_ms,
            best_at_ms=one.best_ms,
            frames=one.frames,
            confidence=one.confidence,
            box=one.box.as_list(),
            recording_id=recording.id,
        )
        for one in observations.sightings
        if at + one.last_ms >= from_ms and at + one.first_ms <= to_ms
    ]


def _spans(recording: Recording, observations: Observations, from_ms: int, to_ms: int) -> list[MarkerOut]:
    at = recording.start_ms
    return [
        MarkerOut(
            kind=span.kind,
            state=span.state,
            from_ms=max(from_ms, at + span.from_ms),
            to_ms=min(to_ms, at + span.to_ms),
        )
        for span in observations.spans
        if at + span.to_ms > from_ms and at + span.from_ms < to_ms
    ]
