"""The frame sampler: one recording in, what was seen out. Coarse to fine, so that most frames are never decoded.

sampler = FrameSampler(threads=2)
observations = sampler.analyse("Cam1_20261121_080000.mp4", camera)
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import cv2

from backend.detection.hands import HandFinder
from backend.domain.camera import Camera
from backend.domain.caution import Caution
from backend.domain.errors import Unreadable
from backend.domain.observation import Observations, Sighting
from backend.domain.recording import RecordingFailure
from backend.runtime.pool import Pool
from backend.runtime.stop import StopSignal
from backend.sampling.consensus import merged
from backend.sampling.health import health_facts, unread_labels
from backend.sampling.hunt import CodeHunt
from backend.sampling.listen import quiet_stretches
from backend.sampling.other_kinds import kinds_switched_off, told
from backend.sampling.packet_index import PacketIndex
from backend.sampling.reader import Reader
from backend.sampling.second_look import SecondLook, work_in
from backend.sampling.shared_scene import LITTLE_WORK_MS, Scene
from backend.sampling.spans import hand_spans, motion_spans, state_spans
from backend.sampling.station import Station
from backend.sampling.survey import Survey

_UNDECODABLE = "No frame of the file could be decoded; it may be damaged or encrypted."


def _no_progress(_share: float) -> None:
    return None


class FrameSampler:
    """Analyses recordings. Keeps only its hand models between them (about 100 MB each), until it is closed; safe to use
    from several threads."""

    def __init__(self, *, threads: int = 1, every_frame: bool = False, little_work_ms: float = LITTLE_WORK_MS) -> None:
        """`threads`: how many looks of one recording run at once; 1 when several recordings are analysed at once.
        `every_frame`: look at every frame instead, to check coarse to fine against it.
        `little_work_ms`: recordings with at most this much work in them are looked through for every code at once."""
        self._threads = max(1, threads)
        self._every_frame = every_frame
        self._little_work_ms = little_work_ms
        # Several recordings at once must not fight for the cores inside OpenCV too.
        cv2.setNumThreads(1)
        # Loading a hand model takes half a second: a station leaves its own here for the next one.
        self._idle_hands: dict[int, deque[HandFinder]] = {count: deque() for count in (1, 2)}

    def analyse(
        self,
        path: str | Path,
        camera: Camera,
        *,
        stop: StopSignal | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Observations:
        """Look at one recording. Raises Unreadable with a RecordingFailure code, or Cancelled when `stop` is set."""
        began = time.monotonic()
        index, scene = _opened(str(path), camera)
        scene.every_frame = self._every_frame
        scene.little_work_ms = self._little_work_ms
        stations: list[Station] = []
        with self._pool(str(path), scene, stop, stations) as pool:
            survey = Survey(scene, index, quiet_stretches(index), pool, stop, progress or _no_progress)
            survey.run()
            survey.progress(0.6)
            hunt = CodeHunt(survey)
            if self._every_frame:
                hunt.ask_whether_lifted()
            else:
                hunt.run()
            survey.progress(0.95)
        decoded = sum(s.reader.frames_decoded for s in stations)
        if decoded == 0:
            raise Unreadable(_UNDECODABLE, code=RecordingFailure.UNDECODABLE)
        found = Observations(
            duration_ms=round(index.duration_ms), frames_total=len(index.at_ms), frames_decoded=decoded
        )
        found.spans = state_spans(survey) + motion_spans(survey) + hand_spans(survey)
        reads = hunt.reads()
        found.sightings = hunt.sightings()
        found.unread = unread_labels(survey, found.sightings)
        found.health = health_facts(survey, found.sightings, reads, found.unread)
        kinds = kinds_switched_off(str(path), scene, survey.looks, found.unread, stop)
        found.warnings = told(kinds) + _warnings(survey, camera)
        found.thorough = survey.sees_all
        found.wall_ms = round((time.monotonic() - began) * 1000)
        survey.progress(1.0)
        return found

    def look_again(
        self,
        path: str | Path,
        camera: Camera,
        before: Observations,
        *,
        stop: StopSignal | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> list[Sighting]:
        """The sightings of an analysed recording, those of a second look through all of its work among them; `before`:
        what the analysis saw. Raises like `analyse`."""
        tell = progress or _no_progress
        work = work_in(before)
        if not work:
            return before.sightings
        index, scene = _opened(str(path), camera)
        stations: list[Station] = []
        with self._pool(str(path), scene, stop, stations) as pool:
            found = SecondLook(index, pool, stop, tell).codes(work)
        if not any(station.reader.frames_decoded for station in stations):
            raise Unreadable(_UNDECODABLE, code=RecordingFailure.UNDECODABLE)
        tell(1.0)
        return merged(before.sightings, found)

    def close(self) -> None:
        """Let the hand models go. Nothing may be analysed meanwhile; afterwards they are loaded anew."""
        for idle in self._idle_hands.values():
            while idle:
                idle.pop().close()

    def __enter__(self) -> FrameSampler:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _pool(self, path: str, scene: Scene, stop: StopSignal | None, made: list[Station]) -> Pool[Station]:
        """Stations at one recording, one a thread; `made` takes them in."""

        def station() -> Station:
            hands = self._take_hands(scene)
            try:
                made.append(Station(path, scene, stop, hands))
            except BaseException:
                self._idle_hands[hands.max_hands].append(hands)  # the file went meanwhile; the model serves the next
                raise
            return made[-1]

        return Pool("look", self._threads, station, self._put_away)

    def _take_hands(self, scene: Scene) -> HandFinder:
        # One hand tells that there are hands, at four fifths of the time. Where the region is no rectangle, the first
        # one found may lie outside of it.
        count = 1 if scene.regions.packing_outline is None else 2
        try:
            return self._idle_hands[count].pop()
        except IndexError:
            return HandFinder(max_hands=count)

    def _put_away(self, station: Station) -> None:
        self._idle_hands[station.hands.max_hands].append(station.hands)
        station.close()


def _opened(path: str, camera: Camera) -> tuple[PacketIndex, Scene]:
    with Reader(path) as reader:
        index = reader.index()
        first = next(reader.keyframes(index.keyframes_ms[:3].tolist()), None) or next(reader.frames(0, 60_000), None)
    if first is None:
        raise Unreadable(_UNDECODABLE, code=RecordingFailure.UNDECODABLE)
    height, width = first.gray.shape
    keyframes = tuple(float(v) for v in sorted(index.keyframes_ms))
    regions = camera.regions.fitted(width, height)
    for kind in camera.regions.boxes().keys() - regions.boxes().keys():
        raise Unreadable(
            f"The {kind.value} region lies wholly outside of this recording's {width} x {height} picture. Draw it "
            "again for this size.",
            code=RecordingFailure.REGION_OUTSIDE,
        )
    return index, Scene(camera, regions, width, height, keyframes)


def _warnings(survey: Survey, camera: Camera) -> list[Caution]:
    scene = survey.scene
    found: list[Caution] = []
    if survey.index.left_out:
        message = "The times in the file jump by days: what comes after that was not looked at."
        found.append(Caution("times_jump", message, {}))
    if scene.regions.trigger is not None and not scene.has_sticker:
        message = f"The sticker {camera.trigger_text!r} was never readable in its region."
        found.append(Caution("sticker_unread", message, {"text": camera.trigger_text}))
    for kind in camera.regions.reaching_out(scene.width, scene.height):
        message = (
            f"The {kind.value} region reaches out of the {scene.width} x {scene.height} picture: only what lies inside "
            "was looked at. Was it drawn for another size?"
        )
        details = {"region": kind.value, "width": scene.width, "height": scene.height}
        found.append(Caution("region_reaches_out", message, details))
    return found
