"""Which moments of a camera to look at: spread over several recordings, and those known to show something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from backend.domain.camera import Camera
from backend.domain.errors import InvalidInput, NotFound
from backend.domain.observation import Observations, Span, SpanKind, SpanState
from backend.domain.recording import RecordingStatus
from backend.regions.ports import OpenVideo
from backend.regions.scout import Footage
from backend.regions.stretch import busiest
from database.repositories.observations import ObservationRepository
from database.repositories.recordings import RecordingDetails, RecordingFilter, RecordingRepository

_USABLE = (RecordingStatus.DONE, RecordingStatus.CLAIMED, RecordingStatus.PENDING, RecordingStatus.SKIPPED)
# Enough to get past files that were deleted since the last scan, and past a night.
_NEWEST = 60
# At a busy table the sticker is free in one look of ten.
_SPARE = 16
# Looks never fall at the same phase of each file: the golden ratio spreads them.
_GOLDEN = 0.618


class Why(StrEnum):
    """Why a moment was chosen."""

    SHOWN = "shown"
    SPREAD = "spread"
    LABEL = "label"
    HANDS = "hands"
    FREE = "free"
    SPARE = "spare"
    """Looked at only while the sticker was not read yet, and only for it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """`at_ms` counts from the recording's first frame."""

    recording_id: int
    path: str
    at_ms: int
    why: Why


class Moments:
    def __init__(
        self, recordings: RecordingRepository, observations: ObservationRepository, open_video: OpenVideo
    ) -> None:
        self._recordings = recordings
        self._observations = observations
        self._open_video = open_video

    def recordings_of(self, camera: Camera, most: int) -> list[RecordingDetails]:
        """The camera's newest recordings whose files are there and have a length. Raises NotFound when none has."""
        newest = self._recordings.list_page(
            RecordingFilter(statuses=_USABLE, camera_ids=(camera.id,)), sort="start_ms", page_size=_NEWEST
        )
        found = []
        for recording in newest.items:
            if recording.duration_ms > 0 and Path(recording.path).is_file():
                found.append(recording)
                if len(found) == most:
                    break
        if not found:
            raise NotFound(
                f"The camera {camera.name} has no recording yet. Scan its source first.",
                code="camera_without_recording",
            )
        return found

    def with_observations(self, camera: Camera) -> tuple[list[RecordingDetails], list[Observations | None]]:
        """The newest recordings, and what was seen in each. Raises NotFound."""
        recordings = self.recordings_of(camera, _NEWEST)
        return recordings, [self._observations.of_recording(recording.id) for recording in recordings]

    def footage_of(self, camera: Camera, length_ms: int) -> Footage:
        """The newest recordings of one frame size that together are at most `length_ms` long, or of a longer one its
        busiest stretch of that length. Raises NotFound."""
        newest, *older = self.recordings_of(camera, _NEWEST)
        chosen, total_ms = [newest], newest.duration_ms
        for recording in older:
            same_size = (recording.width, recording.height) == (newest.width, newest.height)
            if same_size and total_ms + recording.duration_ms <= length_ms:
                chosen.append(recording)
                total_ms += recording.duration_ms
        seen = [self._observations.of_recording(recording.id) for recording in chosen]
        if newest.duration_ms > length_ms:
            from_ms, to_ms = busiest(chosen, seen, self._open_video, length_ms)
            return Footage(chosen, seen, [(from_ms - newest.start_ms, to_ms - newest.start_ms)])
        return Footage(chosen, seen, [(0, recording.duration_ms) for recording in chosen])

    def within(self, camera: Camera, from_ms: int, to_ms: int) -> list[RecordingDetails]:
        """The recordings that show something of `from_ms..to_ms` (UTC ms), in order. Raises NotFound when none does."""
        page = self._recordings.list_page(
            RecordingFilter(statuses=_USABLE, camera_ids=(camera.id,), from_ms=from_ms, to_ms=to_ms),
            sort="start_ms",
            descending=False,
            page_size=_NEWEST,
        )
        found = [one for one in page.items if one.duration_ms > 0 and Path(one.path).is_file()]
        if not found:
            raise NotFound(
                "There is no footage of this camera at that time. Choose another stretch.", code="no_footage_then"
            )
        return found

    def to_check(self, camera: Camera, shown: tuple[int, int] | None, *, each: int = 4) -> list[Moment]:
        """The moment that is shown (recording, ms), spread ones, and up to `each` known to show a label, hands, and the
        free table. Raises NotFound, InvalidInput (another camera's recording)."""
        recordings = self.recordings_of(camera, 3 * each)
        found: list[Moment] = []
        if shown is not None:
            recording = self._recordings.get(shown[0])
            if recording.camera_id != camera.id:
                raise InvalidInput(f"The recording {recording.id} is not one of the camera {camera.name}.")
            found.append(Moment(recording.id, recording.path, shown[1], Why.SHOWN))
        known = self._known(recordings, each)
        # What is known shows more than chance does; spread looks see what has changed since.
        spread = each if known else 2 * each
        spare = spread_over(recordings[:each], _SPARE, first=spread, why=Why.SPARE)
        return found + spread_over(recordings[:each], spread) + known + spare

    def _known(self, recordings: Sequence[RecordingDetails], each: int) -> list[Moment]:
        found: dict[Why, list[Moment]] = {Why.LABEL: [], Why.HANDS: [], Why.FREE: []}
        for recording in recordings:
            seen = self._observations.of_recording(recording.id)
            if seen is None:
                continue
            best = sorted(seen.sightings, key=lambda one: (-one.confidence, -one.frames))
            times = {
                Why.LABEL: [one.best_ms for one in best],
                Why.HANDS: _middles(span for span in seen.spans if span.kind is SpanKind.HANDS),
                Why.FREE: _middles(span for span in seen.spans if span.state is SpanState.VISIBLE),
            }
            for why, moments in times.items():
                found[why] += [Moment(recording.id, recording.path, at_ms, why) for at_ms in moments[:each]]
            if all(len(moments) >= each for moments in found.values()):
                break
        return [moment for moments in found.values() for moment in moments[:each]]


def _middles(spans: Iterable[Span]) -> list[int]:
    """The middles of the spans, of the longest first."""
    longest = sorted(spans, key=lambda span: span.from_ms - span.to_ms)
    return [(span.from_ms + span.to_ms) // 2 for span in longest]


def spread_over(
    recordings: Sequence[RecordingDetails], most: int, *, first: int = 0, why: Why = Why.SPREAD
) -> list[Moment]:
    """`most` moments, as many in each recording, none at its very start or end. `first`: so many are passed over, to go
    on where another call ended."""
    found = []
    for number in range(first, first + most):
        recording = recordings[number % len(recordings)]
        share = 0.05 + 0.9 * ((number + 1) * _GOLDEN % 1.0)
        found.append(Moment(recording.id, recording.path, round(recording.duration_ms * share), why))
    return found
