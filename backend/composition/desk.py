"""The region editor's desk with the real detectors, the real sampler and the real event machines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from backend.composition.trying import Trying
from backend.detection import motion
from backend.detection.codes import CodeReader
from backend.detection.hands import HandFinder
from backend.detection.trigger import TriggerWatcher, same_trigger_text
from backend.regions.desk import RegionDesk
from backend.regions.moments import Moments
from backend.regions.scout import Scout
from backend.regions.verdict import Checker
from backend.sampling.frame_sampler import FrameSampler
from backend.sampling.reader import Reader
from database.engine import Store
from database.queries.event_views import EventQueries
from database.repositories.cameras import CameraRepository
from database.repositories.observations import ObservationRepository
from database.repositories.recordings import RecordingRepository


def region_desk(store: Store, trial_sampler: FrameSampler, scratch: Callable[[], Path]) -> RegionDesk:
    """`scratch`: where stretches lie while they are tried."""
    return RegionDesk(
        CameraRepository(store),
        Moments(RecordingRepository(store), ObservationRepository(store), Reader),
        Checker(Reader, CodeReader, HandFinder, TriggerWatcher, same_trigger_text),
        Scout(Reader, CodeReader, HandFinder, motion, same_trigger_text),
        Trying(trial_sampler, EventQueries(store), scratch),
        Reader,
    )
