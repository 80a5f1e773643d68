"""What an analysis learned about the camera itself: can the sticker and the labels be read, is the picture sound?"""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.region import Box

SCENE_COLS = 64
"""Columns of the little picture kept of a recording's empty scene; its rows follow from the shape of the frame."""


@dataclass(frozen=True, slots=True)
class StretchTime:
    """When a measured stretch of a recording was."""

    recording_id: int
    from_ms: int
    """From the first frame of the recording."""
    start_ms: int
    """UTC epoch ms."""
    duration_ms: int
    outside: float = 0.0
    """The part of its length outside the working hours, 0..1: what is dark or still then is no fault."""


@dataclass(frozen=True, slots=True)
class UnreadLabel:
    """Somebody packed from `from_ms` to `to_ms` (from the first frame) with print in sight, but no code was read.
    `best_ms` is the look with the most print."""

    from_ms: int
    to_ms: int
    best_ms: int


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """Measured at a few looks of one stretch of a recording, spread over it. A long recording has several stretches: a
    file of a whole day holds the lit table and the dark one."""

    from_ms: int
    """Of the stretch, from the first frame of the file."""
    to_ms: int
    looks: int
    """Looks that were measured."""
    free_looks: int
    """Of these, with nothing on the table: the sticker should be readable in all of them."""
    sticker_reads: int
    has_trigger: bool
    """A trigger region was drawn; without one the sticker tells nothing."""
    sticker_px: float | None
    """px per module of the sticker where it was read."""
    labels_seen: int
    """Packings with print in sight."""
    labels_read: int
    label_px: float | None
    """Median px per module of the codes read."""
    brightness: float
    """Mean luma, 0..255."""
    contrast: float
    """Standard deviation of the luma."""
    sharpness: float
    """How much of the contrast is fine detail; tells only beside another value of the same camera."""
    dark_looks: int
    flat_looks: int
    """A picture without contrast: something lies over the lens, or the sensor is blind."""
    frozen_ms: int
    """Longest time over which the picture stayed the same to the last bit of noise."""
    frame_width: int
    frame_height: int
    sample_ms: int
    """A look at the free table where there was one: what is shown when people ask what the camera saw."""
    sticker: Box | None
    """Where the sticker was read (median), px of the frame."""
    region: Box | None
    """The trigger region at the time."""
    scene: bytes | None
    """The empty scene: rows x SCENE_COLS mean luma values, row by row."""
