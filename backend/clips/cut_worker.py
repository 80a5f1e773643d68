"""The queue of clips: ids come in, finished files come out, one result and one commit per clip."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.clips.batch_zip import Entry, zip_stream
from backend.clips.burn_in import BurnIn
from backend.clips.footage import CutSettings, Footage, Shot, shot
from backend.clips.jobs import Publish, Running, Teller, store_end
from backend.clips.naming import clip_name
from backend.clips.provenance import Identify, tags
from backend.clips.watch import Watch
from backend.clips.writer import Clip as Written
from backend.clips.writer import CutMode, remove_remains, write_clip
from backend.domain.errors import Cancelled, EpackError, InvalidInput, NotFound
from backend.runtime.bell import Bell
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from database.repositories.clips import Clip, ClipRepository, NewClip

log = logging.getLogger(__name__)

TOPIC = "clip"
LARGEST_BATCH = 500
_LOOK_AGAIN_S = 5.0
"""The bell tells of new clips; this is only for those queued by another way."""
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """An event of a batch that could not be queued, with the reason for a person."""

    event_id: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    batch_id: str
    clips: list[Clip]
    refused: list[Refused]


class CutWorker:
    """Queue, cut, cancel. `run` works the queue; as many threads may run it as clips shall be cut at a time."""

    def __init__(
        self,
        clips: ClipRepository,
        footage: Footage,
        *,
        folder: Callable[[], Path],
        settings: Callable[[], CutSettings],
        identify: Identify,
        publish: Publish,
        clock: Clock,
    ) -> None:
        self._clips = clips
        self._footage = footage
        self._folder = folder
        self._settings = settings
        self._identify = identify
        self._publish = publish
        self._clock = clock
        self._running = Running()
        self._bell = Bell()

    def recover(self) -> int:
        """At start, before `run`: cuts that a crash interrupted begin again, their remains go; returns how many."""
        remove_remains(self._folder())
        return self._clips.requeue_running()

    def enqueue(self, event_ids: Sequence[str], mode: CutMode = CutMode.FAST, *, burn_in: bool = False) -> Batch:
        """Queue one clip per event, in order, each event once. An event that cannot be cut does not hold up the others.

        Raises InvalidInput for no or too many events, and for a caption in the fast mode.
        """
        wanted = list(dict.fromkeys(event_ids))
        if not wanted:
            raise InvalidInput("Choose at least one event to cut.", code="nothing_chosen")
        if len(wanted) > LARGEST_BATCH:
            raise InvalidInput(
                f"Cut at most {LARGEST_BATCH} events at a time; {len(wanted)} were chosen.", code="too_many_clips"
            )
        if burn_in and mode is CutMode.FAST:
            raise InvalidInput("A burned-in caption needs the exact mode: the fast mode keeps the picture as it is.")
        batch_id = secrets.token_hex(8)
        queued: list[Clip] = []
        refused: list[Refused] = []
        for event_id in wanted:
            try:
                queued.append(self._queue(event_id, mode, burn_in, batch_id))
            except (NotFound, InvalidInput) as error:
                refused.append(Refused(event_id, error.code, error.message))
        for clip in queued:
            self._tell(clip)
        self._bell.ring()
        return Batch(batch_id, queued, refused)

    def cancel(self, clip_id: str) -> Clip:
        """Stop or forget a cut that is not over; a finished clip stays as it is. Raises NotFound."""
        if self._clips.cancel(clip_id, now_ms=self._clock.now_ms()):
            self._running.stop(clip_id)
        clip = self._clips.get(clip_id)
        self._tell(clip)
        return clip

    def cancel_batch(self, batch_id: str) -> list[Clip]:
        """Stop or forget every cut of a batch that is not over; answers its clips, oldest first. Raises NotFound."""
        found = self._batch(batch_id)
        if not found:
            raise NotFound(f"There is no batch {batch_id}.")
        for clip in reversed(found):  # from the end, so that none is begun meanwhile
            if clip.status in ("queued", "running"):
                self.cancel(clip.public_id)
        return self._batch(batch_id)

    def run(self, stop: StopSignal) -> None:
        """Cut what is queued, oldest first, until stopped."""
        while not stop.is_set():
            rings = self._bell.rings
            clip = self._clips.take_next()
            if clip is None:
                self._bell.wait(rings, _LOOK_AGAIN_S, stop)
            else:
                self.cut(clip, stop)

    def cut(self, clip: Clip, stop: StopSignal) -> None:
        """Cut one clip that was taken from the queue and store what became of it; never raises for a failed cut."""
        signal = self._running.begin(clip.public_id, stop)
        try:
            self._tell(clip)
            written = self._write(clip, signal)
            self._finish(clip, written)
        except Cancelled:
            if stop.is_set():
                return  # the server goes down: still marked as running, so `recover` queues it again
        except EpackError as error:
            self._fail(clip, error.code, error.message, stop)
        except Exception:
            log.exception("clip %s could not be cut", clip.public_id)
            why = "The clip could not be cut because of an internal error. The log has the details."
            self._fail(clip, "cut_failed", why, stop)
        finally:
            self._running.end(clip.public_id)
        self._tell(self._clips.get(clip.public_id))

    def batch_zip(self, batch_id: str) -> Iterator[bytes]:
        """The clips of a batch as a ZIP, in pieces. Raises NotFound at once when there is no such batch."""
        entries = [self._entry(clip) for clip in self._batch(batch_id)]
        if not entries:
            raise NotFound(f"There is no batch {batch_id}.")
        return zip_stream(entries)

    def _queue(self, event_id: str, mode: CutMode, burn_in: bool, batch_id: str) -> Clip:
        found = shot(self._footage, self._settings, event_id)
        new = NewClip(
            public_id=secrets.token_hex(8),
            event_public_id=found.event.id,
            from_ms=found.from_ms,
            to_ms=found.to_ms,
            mode=mode.value,
            burn_in=burn_in,
            batch_id=batch_id,
        )
        return self._clips.add([new], now_ms=self._clock.now_ms())[0]

    def _write(self, clip: Clip, signal: StopSignal) -> Written:
        found = shot(self._footage, self._settings, clip.event_public_id)
        codes = [code.text for code in found.event.codes]
        teller = Teller(
            self._clock,
            lambda progress: self._clips.set_progress(clip.public_id, progress),
            lambda progress: self._tell(clip, progress),
            signal,
        )
        return write_clip(
            found.spans,
            self._folder(),
            self._name(found, codes),
            mode=CutMode(clip.mode),
            burn_in=BurnIn(codes, found.camera.name, found.camera.timezone) if clip.burn_in else None,
            tags=tags(found, clip.public_id, self._identify),
            watch=Watch(signal, teller),
        )

    def _name(self, found: Shot, codes: Sequence[str]) -> str:
        brand = self._settings().brand
        return clip_name(brand, codes, found.event.start_ms, found.camera.timezone, found.event.id)

    def _finish(self, clip: Clip, written: Written) -> None:
        if written.note:
            log.info("clip %s: %s", clip.public_id, written.note)
        kept = False
        try:
            kept = self._clips.finish(
                clip.public_id,
                path=str(written.path),
                size_bytes=written.size_bytes,
                sha256=written.sha256,
                duration_ms=written.duration_ms,
                now_ms=self._clock.now_ms(),
            )
        finally:
            if not kept:  # cancelled in the last moment, or the store is full: no file that nobody knows of
                written.path.unlink(missing_ok=True)

    def _fail(self, clip: Clip, code: str, reason: str, stop: StopSignal) -> None:
        store_end(lambda: self._clips.fail(clip.public_id, code, reason, now_ms=self._clock.now_ms()), stop)

    def _batch(self, batch_id: str) -> list[Clip]:
        found: list[Clip] = []
        page = 1
        while True:
            listed = self._clips.list_page(batch_id=batch_id, page=page, page_size=_PAGE)
            found.extend(listed.items)
            if len(found) >= listed.total or not listed.items:
                return found[::-1]
            page += 1

    def _entry(self, clip: Clip) -> Entry:
        event = self._footage.event(clip.event_public_id)
        camera = self._footage.camera(event.camera_id)
        return Entry(
            event.id,
            [code.text for code in event.codes],
            camera.name,
            camera.timezone,
            clip.from_ms,
            clip.to_ms,
            Path(clip.path) if clip.path and clip.status == "done" else None,
            clip.sha256 or "",
            clip.status,
            clip.reason or "",
        )

    def _tell(self, clip: Clip, progress: float | None = None) -> None:
        self._publish(
            TOPIC,
            {
                "id": clip.public_id,
                "event_id": clip.event_public_id,
                "batch_id": clip.batch_id,
                "status": clip.status,
                "progress": clip.progress if progress is None else progress,
                "reason_code": clip.reason_code,
                "reason": clip.reason,
            },
        )
