"""Recordings: found, listed, counted. The queue they form is worked by `claims`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import and_, func, or_, select, update

from backend.domain.errors import NotFound
from backend.domain.recording import RecordingStatus
from database.dirty import mark_dirty
from database.engine import Store
from database.repositories.found_recordings import store_found
from database.repositories.recording_rows import (
    FoundRecording,
    KnownFile,
    RecordingDetails,
    RecordingFilter,
    conditions_of,
    details_of,
    select_details,
)
from database.rows import Page, batches
from database.tables import recordings

__all__ = ["FoundRecording", "KnownFile", "RecordingDetails", "RecordingFilter", "RecordingRepository", "SortKey"]

SortKey = Literal["start_ms", "path", "status", "updated_ms", "priority"]


class RecordingRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def known_files(self, camera_id: int) -> dict[str, KnownFile]:
        """Path -> what is stored of it, so that a repeat scan opens only files that changed."""
        files = recordings.c
        listed = select(
            files.path, files.id, files.size_bytes, files.mtime_ns, files.status, files.live, files.reason_code
        )
        with self._store.read() as connection:
            rows = connection.execute(listed.where(files.camera_id == camera_id)).all()
        return {
            row.path: KnownFile(
                row.id,
                row.size_bytes,
                row.mtime_ns,
                RecordingStatus(row.status),
                row.live == "growing",
                row.reason_code,
            )
            for row in rows
        }

    def upsert_found(self, found: FoundRecording, *, now_ms: int, gone: Collection[str] = ()) -> tuple[int, bool]:
        """Store one found file; returns (id, is_new). See `upsert_many`."""
        return self.upsert_many([found], now_ms=now_ms, gone=gone)[0]

    def upsert_many(
        self, found: Sequence[FoundRecording], *, now_ms: int, gone: Collection[str] = ()
    ) -> list[tuple[int, bool]]:
        """Store found files in one transaction; returns (id, is_new) of each.

        A file that changed is queued again, one that did not keeps its status. One that is back after it was away is
        what it was: done, or queued.
        A new path with the identity of a missing file of the same camera, or of one whose path is in `gone`, is that
        recording, moved.
        """
        with self._store.write() as connection:
            return [store_found(connection, one, now_ms, gone) for one in found]

    def get(self, recording_id: int) -> RecordingDetails:
        """Raises NotFound."""
        with self._store.read() as connection:
            row = connection.execute(select_details().where(recordings.c.id == recording_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no recording {recording_id}.")
        return details_of(row)

    def check_there(self, recording_ids: Iterable[int]) -> None:
        """Raises NotFound naming the first that is not there, or may not be seen."""
        asked = dict.fromkeys(recording_ids)
        with self._store.read() as connection:
            for ids in batches(list(asked)):
                for row in connection.execute(select(recordings.c.id).where(recordings.c.id.in_(ids))):
                    del asked[row.id]
        for recording_id in asked:
            raise NotFound(f"There is no recording {recording_id}.")

    def find(self, path: str) -> list[RecordingDetails]:
        """The recordings stored under exactly this path (at most one per camera)."""
        with self._store.read() as connection:
            return [details_of(row) for row in connection.execute(select_details().where(recordings.c.path == path))]

    def list_page(
        self,
        filters: RecordingFilter | None = None,
        *,
        sort: SortKey = "start_ms",
        descending: bool = True,
        page: int = 1,
        page_size: int = 50,
    ) -> Page[RecordingDetails]:
        conditions = conditions_of(filters or RecordingFilter())
        order = (recordings.c[sort].desc() if descending else recordings.c[sort].asc(), recordings.c.id.desc())
        # The pages before this one are passed over in the index alone.
        wanted = select(recordings.c.id).where(*conditions).order_by(*order)
        wanted = wanted.limit(page_size).offset((page - 1) * page_size)
        listed = select_details().where(recordings.c.id.in_(wanted)).order_by(*order)
        with self._store.read() as connection:
            total = connection.execute(select(func.count()).select_from(recordings).where(*conditions)).scalar_one()
            rows = connection.execute(listed).all()
        return Page([details_of(row) for row in rows], total, page, page_size)

    def counts(self, *, run_id: int | None = None, camera_id: int | None = None) -> dict[RecordingStatus, int]:
        """How many recordings have each status; every status is present."""
        counted = select(recordings.c.status, func.count()).group_by(recordings.c.status)
        if run_id is not None:
            counted = counted.where(recordings.c.run_id == run_id)
        if camera_id is not None:
            counted = counted.where(recordings.c.camera_id == camera_id)
        with self._store.read() as connection:
            found = {row[0]: int(row[1]) for row in connection.execute(counted)}
        return {status: found.get(status.value, 0) for status in RecordingStatus}

    def set_missing(self, recording_ids: Iterable[int], *, now_ms: int) -> None:
        """Their files vanished; observations, events and clips stay. A claimed one is left to its worker."""
        self._set_status(recording_ids, RecordingStatus.MISSING, now_ms, keep=(RecordingStatus.CLAIMED,))

    def set_priority(self, recording_ids: Iterable[int], priority: int, *, run_id: int | None, now_ms: int) -> None:
        """Move recordings forward or back in the queue, and into a run."""
        with self._store.write() as connection:
            for ids in batches(recording_ids):
                values = {"priority": priority, "run_id": run_id, "updated_ms": now_ms}
                connection.execute(update(recordings).where(recordings.c.id.in_(ids)).values(values))

    def prioritise(self, recording_ids: Iterable[int], priority: int, *, now_ms: int) -> None:
        """Have these looked at earlier, whatever run they belong to."""
        with self._store.write() as connection:
            for ids in batches(recording_ids):
                values = {"priority": priority, "updated_ms": now_ms}
                connection.execute(update(recordings).where(recordings.c.id.in_(ids)).values(values))

    def retry(self, recording_ids: Iterable[int] | None, *, now_ms: int, skipped_too: bool = False) -> int:
        """Queue failed recordings again (None: all failed ones) with a clean record; returns how many.

        `skipped_too`: also those that were left out, because somebody asked for just these.
        """
        wanted = [RecordingStatus.FAILED.value, *([RecordingStatus.SKIPPED.value] if skipped_too else [])]
        values = {
            "status": RecordingStatus.PENDING.value,
            "reason_code": None,
            "reason": None,
            "attempts": 0,
            "progress": 0.0,
            "updated_ms": now_ms,
        }
        again = update(recordings).where(recordings.c.status.in_(wanted)).values(values)
        with self._store.write() as connection:
            if recording_ids is None:
                return connection.execute(again).rowcount
            return sum(
                connection.execute(again.where(recordings.c.id.in_(ids))).rowcount for ids in batches(recording_ids)
            )

    def queue_done_again(self, recording_ids: Iterable[int], *, before_ms: int, now_ms: int) -> int:
        """Queue recordings again whose analysis was stored before `before_ms`; returns how many. What was seen so far
        counts until the new analysis is stored."""
        done = and_(recordings.c.status == RecordingStatus.DONE.value, recordings.c.done_ms < before_ms)
        values = {"status": RecordingStatus.PENDING.value, "attempts": 0, "progress": 0.0, "updated_ms": now_ms}
        again = update(recordings).where(done).values(values)
        with self._store.write() as connection:
            return sum(
                connection.execute(again.where(recordings.c.id.in_(ids))).rowcount for ids in batches(recording_ids)
            )

    def analyse_again(self, camera_id: int, settings_hash: str, *, now_ms: int) -> int:
        """Queue a camera's recordings again that were analysed with anything but `settings_hash`: other things would be
        seen now. What was seen so far counts until the new analysis is stored. Returns how many.

        One that is being analysed is taken from its owner, who may have begun with the old regions: `finish` then
        refuses the result.
        """
        files = recordings.c
        outdated = and_(files.status == RecordingStatus.DONE.value, files.settings_hash.is_distinct_from(settings_hash))
        again = and_(files.camera_id == camera_id, or_(outdated, files.status == RecordingStatus.CLAIMED.value))
        values: dict[str, Any] = {
            "status": RecordingStatus.PENDING.value,
            "owner": None,
            "claimed_ms": None,
            "heartbeat_ms": None,
            "attempts": 0,
            "progress": 0.0,
            "updated_ms": now_ms,
        }
        with self._store.write() as connection:
            return connection.execute(update(recordings).where(again).values(values)).rowcount

    def retry_codes(self, codes: Collection[str], *, max_attempts: int, now_ms: int) -> int:
        """Queue recordings again whose analysis failed with one of these reason codes fewer than `max_attempts` times
        in a row; returns how many. What a scan could not open is left to the next scan."""
        failed = and_(
            recordings.c.status == RecordingStatus.FAILED.value,
            recordings.c.reason_code.in_([str(code) for code in codes]),
            recordings.c.attempts.between(1, max_attempts - 1),
        )
        values = {"status": RecordingStatus.PENDING.value, "progress": 0.0, "updated_ms": now_ms}
        with self._store.write() as connection:
            return connection.execute(update(recordings).where(failed).values(values)).rowcount

    def set_start(self, starts: Mapping[int, tuple[int, str]], *, now_ms: int) -> None:
        """Correct start times: id -> (start_ms, rule). Marks the old and the new windows dirty in the same
        transaction, so that the events follow without decoding again."""
        with self._store.write() as connection:
            for recording_id, (start_ms, rule) in starts.items():
                one = recordings.c.id == recording_id
                row = connection.execute(select(recordings).where(one)).one_or_none()
                if row is None or (row.start_ms, row.start_rule) == (start_ms, rule):
                    continue
                values = {"start_ms": start_ms, "start_rule": rule, "updated_ms": now_ms}
                connection.execute(update(recordings).where(one).values(values))
                for begin_ms in (row.start_ms, start_ms):
                    mark_dirty(connection, row.camera_id, begin_ms, begin_ms + row.duration_ms, now_ms)

    def _set_status(
        self, recording_ids: Iterable[int], status: RecordingStatus, now_ms: int, *, keep: tuple[RecordingStatus, ...]
    ) -> None:
        with self._store.write() as connection:
            for ids in batches(recording_ids):
                connection.execute(
                    update(recordings)
                    .where(recordings.c.id.in_(ids), recordings.c.status.not_in([s.value for s in keep]))
                    .values(status=status.value, updated_ms=now_ms)
                )
