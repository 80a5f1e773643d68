"""The queue: a recording is taken by one conditional UPDATE and given back, failed or finished by its owner only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from backend.domain.errors import Conflict
from backend.domain.observation import Observations, Sighting, Span
from backend.domain.recording import MediaFacts, Recording, RecordingFailure, RecordingStatus
from database.dirty import mark_dirty
from database.engine import Store
from database.health_rows import replace_health
from database.second_look_rows import queue_second_look
from database.tables import observation_spans, recordings, sightings

PENDING, CLAIMED = RecordingStatus.PENDING.value, RecordingStatus.CLAIMED.value
DONE, FAILED = RecordingStatus.DONE.value, RecordingStatus.FAILED.value
_UNCLAIMED: dict[str, Any] = {"owner": None, "claimed_ms": None, "heartbeat_ms": None}


@dataclass(frozen=True, slots=True)
class ClaimedRecording:
    recording: Recording
    owner: str
    attempts: int
    """This one included."""
    size_bytes: int
    mtime_ns: int
    head_tail_sha256: str
    priority: int
    run_id: int | None


class ClaimRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def claim(
        self,
        owner: str,
        now_ms: int,
        *,
        newest_first: bool = False,
        min_priority: int | None = None,
        run_id: int | None = None,
        barred_cameras: Collection[int] = (),
    ) -> ClaimedRecording | None:
        """Take the next pending recording: highest priority, then oldest (or newest) start. None when there is none.

        Those of `barred_cameras` stay where they are.
        """
        start = recordings.c.start_ms.desc() if newest_first else recordings.c.start_ms.asc()
        waiting = select(recordings.c.id).where(recordings.c.status == PENDING)
        if min_priority is not None:
            waiting = waiting.where(recordings.c.priority >= min_priority)
        if run_id is not None:
            waiting = waiting.where(recordings.c.run_id == run_id)
        if barred_cameras:
            waiting = waiting.where(recordings.c.camera_id.not_in(sorted(barred_cameras)))
        first = waiting.order_by(recordings.c.priority.desc(), start, recordings.c.id).limit(1).scalar_subquery()
        values = {
            "status": CLAIMED,
            "owner": owner,
            "claimed_ms": now_ms,
            "heartbeat_ms": now_ms,
            "started_ms": now_ms,
            "attempts": recordings.c.attempts + 1,
            "claimed_grown": recordings.c.grown,
            "progress": 0.0,
            "reason_code": None,
            "reason": None,
            "updated_ms": now_ms,
        }
        taken = update(recordings).where(recordings.c.id == first, recordings.c.status == PENDING).values(values)
        with self._store.write() as connection:
            row = connection.execute(taken.returning(*recordings.c)).one_or_none()
        if row is None:
            return None
        recording = Recording(row.id, row.camera_id, row.path, row.start_ms, row.duration_ms, RecordingStatus.CLAIMED)
        return ClaimedRecording(
            recording, owner, row.attempts, row.size_bytes, row.mtime_ns, row.head_tail_sha256, row.priority, row.run_id
        )

    def waiting(self, barred_cameras: Collection[int] = ()) -> int:
        """How many recordings are queued, those of `barred_cameras` apart."""
        counted = select(func.count()).select_from(recordings).where(recordings.c.status == PENDING)
        if barred_cameras:
            counted = counted.where(recordings.c.camera_id.not_in(sorted(barred_cameras)))
        with self._store.read() as connection:
            return int(connection.execute(counted).scalar_one())

    def heartbeat(self, recording_id: int, owner: str, now_ms: int, progress: float) -> bool:
        """Say that the owner lives; `progress` 0..1. False when the claim was lost: stop the work."""
        values = {"heartbeat_ms": now_ms, "progress": min(1.0, max(0.0, progress)), "updated_ms": now_ms}
        with self._store.write() as connection:
            held = _held(recording_id, owner)
            return connection.execute(update(recordings).where(held).values(values)).rowcount == 1

    def finish(
        self,
        recording_id: int,
        owner: str,
        seen: Observations,
        now_ms: int,
        facts: MediaFacts | None = None,
    ) -> None:
        """Store what was seen, mark the recording done and its window dirty, all in one transaction.

        Raises Conflict, storing nothing, when the claim was lost.
        """
        values: dict[str, Any] = _UNCLAIMED | {
            "status": DONE,
            "done_ms": now_ms,
            "progress": 1.0,
            "duration_ms": seen.duration_ms,
            "frames_total": seen.frames_total,
            "frames_decoded": seen.frames_decoded,
            "wall_ms": seen.wall_ms,
            "settings_hash": seen.settings_hash,
            "reason_code": seen.warnings[0].code if seen.warnings else None,
            "reason": "\n".join(str(one) for one in seen.warnings) or None,
            "updated_ms": now_ms,
        }
        if facts is not None:
            values |= {
                "width": facts.width,
                "height": facts.height,
                "fps": facts.fps,
                "codec": facts.codec,
                "has_audio": facts.has_audio,
            }
        with self._store.write() as connection:
            before = connection.execute(select(recordings).where(_held(recording_id, owner))).one_or_none()
            if before is None:
                raise Conflict("The claim on this recording was lost; what was seen is not stored.", code="claim_lost")
            if before.live is not None:
                values |= _of_growing(before, seen)
            connection.execute(update(recordings).where(recordings.c.id == recording_id).values(values))
            _replace_observations(connection, recording_id, seen)
            replace_health(connection, recording_id, seen)
            queue_second_look(connection, recording_id, seen, now_ms)
            longest_ms = max(before.duration_ms, seen.duration_ms)
            mark_dirty(connection, before.camera_id, before.start_ms, before.start_ms + longest_ms, now_ms)

    def fail(
        self,
        recording_id: int,
        owner: str,
        reason_code: RecordingFailure | str,
        reason: str,
        now_ms: int,
        retry: bool = False,
    ) -> bool:
        """Give up on a recording, or queue it again (`retry`) with the reason kept. False when the claim was lost."""
        values: dict[str, Any] = _UNCLAIMED | {
            "status": PENDING if retry else FAILED,
            "reason_code": str(reason_code),
            "reason": reason,
            "updated_ms": now_ms,
        }
        with self._store.write() as connection:
            held = _held(recording_id, owner)
            return connection.execute(update(recordings).where(held).values(values)).rowcount == 1

    def release(self, recording_id: int, owner: str, now_ms: int) -> bool:
        """Give a claim back unfinished (a stop): pending again, and this attempt does not count."""
        values = _UNCLAIMED | {
            "status": PENDING,
            "attempts": recordings.c.attempts - 1,
            "progress": 0.0,
            "updated_ms": now_ms,
        }
        with self._store.write() as connection:
            held = _held(recording_id, owner)
            return connection.execute(update(recordings).where(held).values(values)).rowcount == 1

    def release_stale(
        self, now_ms: int, older_than_ms: int, *, max_attempts: int = 3, alive: Collection[str] = ()
    ) -> list[int]:
        """Take back claims whose owner gave no sign of life for `older_than_ms`; returns the ids.

        They are pending again, or FAILED (crashed) after `max_attempts`. A heartbeat far in the future counts as stale
        too: the clock was set back. Owners known to be `alive` keep theirs, however the clock was set.
        """
        silent = or_(
            recordings.c.heartbeat_ms < now_ms - older_than_ms, recordings.c.heartbeat_ms > now_ms + older_than_ms
        )
        return self._take_back(and_(silent, recordings.c.owner.not_in(list(alive))), now_ms, max_attempts)

    def release_all(self, now_ms: int, *, max_attempts: int = 3) -> list[int]:
        """At start-up, before anything claims: nobody can hold a claim then, since one process owns the data folder."""
        return self._take_back(recordings.c.owner.is_not(None), now_ms, max_attempts)

    def _take_back(self, which: ColumnElement[bool], now_ms: int, max_attempts: int) -> list[int]:
        claimed = and_(recordings.c.status == CLAIMED, which)
        worn_out = _UNCLAIMED | {
            "status": FAILED,
            "reason_code": RecordingFailure.CRASHED.value,
            "reason": f"The analysis ended without a result {max_attempts} times. Look at the file, then retry it.",
            "updated_ms": now_ms,
        }
        again = _UNCLAIMED | {"status": PENDING, "progress": 0.0, "updated_ms": now_ms}
        with self._store.write() as connection:
            failed = connection.execute(
                update(recordings)
                .where(claimed, recordings.c.attempts >= max_attempts)
                .values(worn_out)
                .returning(recordings.c.id)
            ).scalars()
            taken = list(failed)
            pending = update(recordings).where(claimed).values(again).returning(recordings.c.id)
            return taken + list(connection.execute(pending).scalars())


def _of_growing(before: Any, seen: Observations) -> dict[str, Any]:
    """Of a recording that is made here, whose length its recorder knows: how far it is seen now, and whether it has
    grown since it was claimed."""
    more = before.grown != before.claimed_grown
    return {
        "status": PENDING if more else DONE,
        "attempts": 0,
        "duration_ms": before.duration_ms,
        "frames_total": before.frames_total,
        "has_audio": before.has_audio,  # the small stream that may have been looked at has none
        "seen_ms": min(seen.duration_ms, before.duration_ms) if more or before.live == "growing" else None,
    }


def _held(recording_id: int, owner: str) -> ColumnElement[bool]:
    return and_(recordings.c.id == recording_id, recordings.c.status == CLAIMED, recordings.c.owner == owner)


def _replace_observations(connection: Connection, recording_id: int, seen: Observations) -> None:
    connection.execute(delete(observation_spans).where(observation_spans.c.recording_id == recording_id))
    _insert_all(connection, observation_spans, [_span_values(recording_id, span) for span in seen.spans])
    replace_sightings(connection, recording_id, seen.sightings)


def replace_sightings(connection: Connection, recording_id: int, found: Sequence[Sighting]) -> None:
    """Within the transaction that says where they come from."""
    connection.execute(delete(sightings).where(sightings.c.recording_id == recording_id))
    _insert_all(connection, sightings, [_sighting_values(recording_id, one) for one in found])


def _insert_all(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _span_values(recording_id: int, span: Span) -> dict[str, Any]:
    return {
        "recording_id": recording_id,
        "kind": span.kind.value,
        "state": span.state.value,
        "from_ms": span.from_ms,
        "to_ms": span.to_ms,
    }


def _sighting_values(recording_id: int, one: Sighting) -> dict[str, Any]:
    box = one.box
    return {
        "recording_id": recording_id,
        "text": one.text,
        "format": one.format,
        "first_ms": one.first_ms,
        "last_ms": one.last_ms,
        "frames": one.frames,
        "confidence": one.confidence,
        "x": box.x,
        "y": box.y,
        "w": box.w,
        "h": box.h,
        "best_ms": one.best_ms,
    }
