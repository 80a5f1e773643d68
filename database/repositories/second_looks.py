"""The queue of second looks. Like that of recordings: taken by one conditional UPDATE, settled by its owner only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from backend.domain.errors import Conflict
from backend.domain.observation import Observations, Sighting
from backend.domain.recording import Recording, RecordingFailure, RecordingStatus
from database.dirty import mark_dirty
from database.engine import Store
from database.repositories.claims import replace_sightings
from database.tables import recordings, second_looks, sightings, unread_labels

WAITING, CLAIMED, DONE, FAILED = "waiting", "claimed", "done", "failed"
_UNCLAIMED: dict[str, Any] = {"owner": None, "heartbeat_ms": None}


@dataclass(frozen=True, slots=True)
class ClaimedSecondLook:
    recording: Recording
    owner: str
    attempts: int
    """This one included."""


class SecondLookRepository:
    """What returns bool says whether `owner` still held the claim."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def waiting(self, barred_cameras: Collection[int] = ()) -> int:
        """How many recordings wait to be looked at again, those of `barred_cameras` apart."""
        counted = select(func.count()).select_from(second_looks).where(second_looks.c.status == WAITING)
        if barred_cameras:
            joined = counted.join(recordings, recordings.c.id == second_looks.c.recording_id)
            counted = joined.where(recordings.c.camera_id.not_in(sorted(barred_cameras)))
        with self._store.read() as connection:
            return int(connection.execute(counted).scalar_one())

    def claim(
        self,
        owner: str,
        now_ms: int,
        *,
        newest_first: bool = False,
        run_id: int | None = None,
        barred_cameras: Collection[int] = (),
    ) -> ClaimedSecondLook | None:
        """Take the newest (or oldest) analysed recording that waits; None when there is none. They belong to no run.

        Those of `barred_cameras` stay where they are.
        """
        start = recordings.c.start_ms.desc() if newest_first else recordings.c.start_ms.asc()
        listed = (
            select(recordings, second_looks.c.attempts.label("looks"))
            .join_from(second_looks, recordings)
            .where(second_looks.c.status == WAITING, recordings.c.status == RecordingStatus.DONE.value)
            .where(second_looks.c.not_before_ms <= now_ms, recordings.c.live.is_distinct_from("growing"))
            .order_by(start, recordings.c.id)
            .limit(1)
        )
        if barred_cameras:
            listed = listed.where(recordings.c.camera_id.not_in(sorted(barred_cameras)))
        with self._store.read() as connection:
            # Mostly there is none, and nobody who writes should have to wait for that answer.
            row = connection.execute(listed).one_or_none()
        if row is None or run_id is not None:
            return None
        values = {
            "status": CLAIMED,
            "owner": owner,
            "heartbeat_ms": now_ms,
            "attempts": second_looks.c.attempts + 1,
            "progress": 0.0,
            "updated_ms": now_ms,
        }
        waits = and_(second_looks.c.recording_id == row.id, second_looks.c.status == WAITING)
        with self._store.write() as connection:
            if connection.execute(update(second_looks).where(waits).values(values)).rowcount != 1:
                return None
        recording = Recording(row.id, row.camera_id, row.path, row.start_ms, row.duration_ms, RecordingStatus.DONE)
        return ClaimedSecondLook(recording, owner, row.looks + 1)

    def heartbeat(self, recording_id: int, owner: str, now_ms: int, progress: float) -> bool:
        """Say that the owner lives; `progress` 0..1."""
        return self._settle(
            recording_id, owner, now_ms, {"heartbeat_ms": now_ms, "progress": min(1.0, max(0.0, progress))}
        )

    def finish(self, recording_id: int, owner: str, seen: Observations, now_ms: int) -> None:
        """Store the sightings of `seen` (all of the recording's, what was known among them), mark the window dirty
        when they are others than before, and never look again: one transaction.

        Raises Conflict, storing nothing, when the claim was lost or the recording is analysed anew.
        """
        with self._store.write() as connection:
            row = connection.execute(
                select(recordings)
                .join_from(second_looks, recordings)
                .where(_held(recording_id, owner), recordings.c.status == RecordingStatus.DONE.value)
            ).one_or_none()
            if row is None:
                raise Conflict("The claim on this second look was lost; nothing is stored.", code="claim_lost")
            stored = connection.execute(
                select(sightings.c.text, sightings.c.first_ms, sightings.c.last_ms, sightings.c.confidence).where(
                    sightings.c.recording_id == recording_id
                )
            ).all()
            known = {(one.text, one.first_ms, one.last_ms, one.confidence) for one in stored}
            fresh = [one for one in seen.sightings if _as_stored(one) not in known]
            values: dict[str, Any] = _UNCLAIMED | {
                "status": DONE,
                "progress": 1.0,
                "sightings_added": len({one.text for one in fresh} - {one.text for one in stored}),
                "done_ms": now_ms,
                "updated_ms": now_ms,
            }
            connection.execute(update(second_looks).where(_held(recording_id, owner)).values(values))
            if not fresh and len(stored) == len(seen.sightings):
                return
            replace_sightings(connection, recording_id, seen.sightings)
            for one in fresh:
                read = and_(unread_labels.c.from_ms <= one.last_ms, unread_labels.c.to_ms >= one.first_ms)
                connection.execute(delete(unread_labels).where(unread_labels.c.recording_id == recording_id, read))
            mark_dirty(connection, row.camera_id, row.start_ms, row.start_ms + row.duration_ms, now_ms)

    def fail(self, recording_id: int, owner: str, reason_code: str, reason: str, now_ms: int) -> bool:
        """Give up for good: the recording stays analysed as it is."""
        values = _UNCLAIMED | {"status": FAILED, "reason_code": str(reason_code), "reason": reason}
        return self._settle(recording_id, owner, now_ms, values)

    def put_off(self, recording_id: int, owner: str, reason_code: str, reason: str, now_ms: int, until_ms: int) -> bool:
        """Give a claim back that is not to be taken again before `until_ms`; the attempt counts."""
        values = _UNCLAIMED | {
            "status": WAITING, "not_before_ms": until_ms, "progress": 0.0, "reason_code": reason_code, "reason": reason,
        }  # fmt: skip
        return self._settle(recording_id, owner, now_ms, values)

    def release(self, recording_id: int, owner: str, now_ms: int) -> bool:
        """Give a claim back unfinished: this attempt does not count."""
        values = _UNCLAIMED | {"status": WAITING, "attempts": second_looks.c.attempts - 1, "progress": 0.0}
        return self._settle(recording_id, owner, now_ms, values)

    def release_stale(
        self, now_ms: int, older_than_ms: int, *, max_attempts: int = 3, alive: Collection[str] = ()
    ) -> list[int]:
        """Take back claims whose owner gave no sign of life for `older_than_ms`; returns the ids."""
        silent = or_(
            second_looks.c.heartbeat_ms < now_ms - older_than_ms, second_looks.c.heartbeat_ms > now_ms + older_than_ms
        )
        return self._take_back(and_(silent, second_looks.c.owner.not_in(list(alive))), now_ms, max_attempts)

    def release_all(self, now_ms: int, *, max_attempts: int = 3) -> list[int]:
        """At start-up, before anything claims."""
        return self._take_back(second_looks.c.owner.is_not(None), now_ms, max_attempts)

    def _take_back(self, which: ColumnElement[bool], now_ms: int, max_attempts: int) -> list[int]:
        claimed = and_(second_looks.c.status == CLAIMED, which)
        worn_out = _UNCLAIMED | {
            "status": FAILED,
            "reason_code": RecordingFailure.CRASHED.value,
            "reason": f"The second look ended without a result {max_attempts} times.",
            "updated_ms": now_ms,
        }
        again = _UNCLAIMED | {"status": WAITING, "progress": 0.0, "updated_ms": now_ms}
        taken: list[int] = []
        with self._store.write() as connection:
            for which_ones, values in (
                (and_(claimed, second_looks.c.attempts >= max_attempts), worn_out),
                (claimed, again),
            ):
                settled = update(second_looks).where(which_ones).values(values).returning(second_looks.c.recording_id)
                taken += connection.execute(settled).scalars()
        return taken

    def _settle(self, recording_id: int, owner: str, now_ms: int, values: dict[str, Any]) -> bool:
        with self._store.write() as connection:
            held = update(second_looks).where(_held(recording_id, owner))
            return connection.execute(held.values(values | {"updated_ms": now_ms})).rowcount == 1


def _held(recording_id: int, owner: str) -> ColumnElement[bool]:
    return and_(
        second_looks.c.recording_id == recording_id, second_looks.c.status == CLAIMED, second_looks.c.owner == owner
    )


def _as_stored(one: Sighting) -> tuple[str, int, int, float]:
    return (one.text, one.first_ms, one.last_ms, one.confidence)
