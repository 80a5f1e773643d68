"""Analyse files without a store: what `epack analyze`, the demo and the benchmarks run. Nothing is left behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from backend.domain.camera import Camera
from backend.domain.caution import Caution
from backend.domain.errors import EpackError, Unreadable
from backend.domain.event import PackingEvent
from backend.domain.observation import Observations
from backend.domain.recording import Recording, RecordingFailure, RecordingStatus
from backend.events.cautions import cautions
from backend.events.event_detector import derive
from backend.runtime.pool import Pool
from backend.runtime.stop import StopSignal
from backend.sampling.frame_sampler import FrameSampler
from backend.sources.probe import probe
from backend.sources.start_time import resolve

PROBE_TIMEOUT_S = 20.0


@dataclass(slots=True)
class AnalysedFile:
    """One file's outcome. `reason` says why it was not analysed, in words; `seen` is None then."""

    path: str
    status: RecordingStatus
    reason: str | None
    recording: Recording | None
    seen: Observations | None


@dataclass(slots=True)
class Analysis:
    files: list[AnalysedFile]
    events: list[PackingEvent]
    cautions: list[tuple[Recording, Caution]]
    """What went through all the same but a person should know."""

    @property
    def complete(self) -> bool:
        return all(f.status is RecordingStatus.DONE for f in self.files)


def analyse_files(
    paths: Sequence[str],
    camera: Camera,
    *,
    workers: int,
    stop: StopSignal | None = None,
    progress: Callable[[str, float], None] | None = None,
    sampler: FrameSampler | None = None,
) -> Analysis:
    """Analyse files of one camera, `workers` at once, and derive its events. One file that fails stops no other.

    `sampler`: one whose models are loaded already. Raises Cancelled when `stop` is set.
    """
    workers = max(1, workers)
    # One file: its looks are spread over all workers. Several: each worker takes a file of its own.
    at_once = min(workers, max(1, len(paths)))
    own = nullcontext(sampler) if sampler else FrameSampler(threads=max(1, workers // at_once))
    with own as looking, Pool("analyse", at_once, lambda: None) as pool:

        def one(_: None, numbered: tuple[int, str]) -> AnalysedFile:
            index, path = numbered
            tell = (lambda share: progress(path, share)) if progress else None
            return _analyse_one(looking, path, camera, index + 1, stop, tell)

        files = pool.map(one, list(enumerate(paths)), stop=stop)
    seen = [(f.recording, f.seen) for f in files if f.recording is not None and f.seen is not None]
    return Analysis(files, derive(camera, seen), cautions(camera, seen))


def _analyse_one(
    sampler: FrameSampler,
    path: str,
    camera: Camera,
    number: int,
    stop: StopSignal | None,
    progress: Callable[[float], None] | None,
) -> AnalysedFile:
    recording: Recording | None = None
    try:
        facts = probe(path, PROBE_TIMEOUT_S)
        mtime_ms = os.stat(path).st_mtime_ns // 1_000_000
        absolute = str(Path(path).absolute())
        start_ms, _ = resolve(
            absolute,
            facts.container_start_ms,
            mtime_ms,
            facts.duration_ms,
            camera,
            container_is_local=facts.container_start_is_local,
        )
        recording = Recording(number, camera.id, path, start_ms, facts.duration_ms)
        seen = sampler.analyse(path, camera, stop=stop, progress=progress)
    except Unreadable as error:
        return AnalysedFile(path, RecordingStatus.FAILED, error.message, recording, None)
    except OSError as error:
        reason = f"The file cannot be read: {error.strerror or type(error).__name__}."
        return AnalysedFile(path, RecordingStatus.FAILED, reason, recording, None)
    except EpackError:
        raise
    except Exception as error:
        # A file that makes a decoder or detector fail in a way nobody foresaw must not take the others with it.
        reason = f"The analysis failed unexpectedly ({type(error).__name__}, {RecordingFailure.INTERNAL.value})."
        return AnalysedFile(path, RecordingStatus.FAILED, reason, recording, None)
    # The decoded length is the true one: some containers announce another.
    recording = Recording(number, camera.id, path, start_ms, max(seen.duration_ms, 1))
    return AnalysedFile(path, RecordingStatus.DONE, None, recording, seen)
