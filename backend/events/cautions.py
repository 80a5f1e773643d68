"""What a person should be told about recordings of one camera, once it is known what the ones around them show."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.camera import Camera
from backend.domain.caution import Caution
from backend.domain.observation import Observations
from backend.domain.recording import Recording
from backend.events import trigger_machine
from backend.events.event_detector import CONFIRMED
from backend.events.merge import on_timeline

STICKER_UNREAD = "sticker_unread"
"""Code of the sampler's caution about a recording in which the sticker was never read."""


def cautions(camera: Camera, seen: Sequence[tuple[Recording, Observations]]) -> list[tuple[Recording, Caution]]:
    """The sampler's cautions, in the order of `seen`. A sticker that was not read in one recording is none where the
    recordings around it show it: a parcel lay on it all the time, and the sticker decided there as everywhere."""
    stretches = on_timeline(seen, continuous_gap_ms=camera.times.continuous_gap_ms, least_confidence=CONFIRMED)
    by_sticker = {id(one) for each in stretches if trigger_machine.tells(each) for one in each.recordings}
    return [
        (recording, caution)
        for recording, found in seen
        for caution in found.warnings
        if caution.code != STICKER_UNREAD or id(recording) not in by_sticker
    ]
