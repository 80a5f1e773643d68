"""Clips: a queue of cuts and the files they became; renditions of recordings that a browser cannot play."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from backend.domain.errors import NotFound
from database.engine import Store
from database.rows import Page
from database.tables import clips, events, renditions

ClipMode = Literal["fast", "exact"]
JobStatus = Literal["queued", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class NewClip:
    public_id: str
    event_public_id: str
    from_ms: int
    """UTC epoch ms, pre-roll included."""
    to_ms: int
    mode: ClipMode = "fast"
    burn_in: bool = False
    batch_id: str | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    public_id: str
    event_public_id: str
    mode: ClipMode
    status: JobStatus
    progress: float
    path: str | None
    size_bytes: int
    sha256: str | None
    duration_ms: int
    reason_code: str | None
    reason: str | None
    locked: bool
    batch_id: str | None
    from_ms: int
    to_ms: int
    burn_in: bool
    created_ms: int
    done_ms: int | None


@dataclass(frozen=True, slots=True)
class Rendition:
    recording_id: int
    path: str | None
    status: JobStatus
    progress: float
    size_bytes: int
    reason: str | None
    created_ms: int
    reason_code: str | None


class ClipRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, wanted: Sequence[NewClip], *, now_ms: int) -> list[Clip]:
        """Queue clips, all or none. Raises NotFound naming the event that does not exist."""
        with self._store.write() as connection:
            for one in wanted:
                event_id = connection.execute(
                    select(events.c.id).where(events.c.public_id == one.event_public_id)
                ).scalar_one_or_none()
                if event_id is None:
                    raise NotFound(f"There is no event {one.event_public_id}.")
                values = {
                    "public_id": one.public_id,
                    "event_id": event_id,
                    "mode": one.mode,
                    "burn_in": one.burn_in,
                    "batch_id": one.batch_id,
                    "from_ms": one.from_ms,
                    "to_ms": one.to_ms,
                    "created_ms": now_ms,
                }
                connection.execute(insert(clips).values(values))
        return [self.get(one.public_id) for one in wanted]

    def get(self, public_id: str) -> Clip:
        """Raises NotFound."""
        with self._store.read() as connection:
            row = connection.execute(_listed().where(clips.c.public_id == public_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no clip {public_id}.")
        return _clip(row)

    def list_page(
        self,
        *,
        event_public_id: str | None = None,
        batch_id: str | None = None,
        status: JobStatus | None = None,
        page: int = 1,
        page_size: int = 50,
    ) -> Page[Clip]:
        """Newest first."""
        conditions: list[ColumnElement[bool]] = []
        if event_public_id is not None:
            conditions.append(events.c.public_id == event_public_id)
        if batch_id is not None:
            conditions.append(clips.c.batch_id == batch_id)
        if status is not None:
            conditions.append(clips.c.status == status)
        listed = _listed().where(*conditions)
        with self._store.read() as connection:
            total = connection.execute(select(func.count()).select_from(listed.subquery())).scalar_one()
            ordered = listed.order_by(clips.c.id.desc()).limit(page_size).offset((page - 1) * page_size)
            rows = connection.execute(ordered).all()
        return Page([_clip(row) for row in rows], total, page, page_size)

    def take_next(self) -> Clip | None:
        """Take the oldest queued clip, by one conditional UPDATE."""
        first = select(clips.c.id).where(clips.c.status == "queued").order_by(clips.c.id).limit(1).scalar_subquery()
        taken = update(clips).where(clips.c.id == first, clips.c.status == "queued").values(status="running")
        with self._store.write() as connection:
            public_id = connection.execute(taken.returning(clips.c.public_id)).scalar_one_or_none()
        return None if public_id is None else self.get(public_id)

    def take(self, public_id: str) -> bool:
        """Take this clip from the queue; False when it is not queued (any more)."""
        return self._change(public_id, ("queued",), status="running")

    def set_progress(self, public_id: str, progress: float) -> bool:
        """False when the clip is not running any more (cancelled): stop the cut."""
        return self._change(public_id, ("running",), progress=min(1.0, max(0.0, progress)))

    def finish(self, public_id: str, *, path: str, size_bytes: int, sha256: str, duration_ms: int, now_ms: int) -> bool:
        """The file is in place. False when the clip was cancelled meanwhile: remove the file."""
        facts = {"path": path, "size_bytes": size_bytes, "sha256": sha256, "duration_ms": duration_ms}
        return self._change(public_id, ("running",), **facts, status="done", progress=1.0, done_ms=now_ms)

    def fail(self, public_id: str, code: str, reason: str, *, now_ms: int) -> bool:
        """`code`: why, as a stable word; `reason`: the same for people. False when it is over already."""
        why = {"reason_code": code, "reason": reason}
        return self._change(public_id, ("queued", "running"), status="failed", **why, done_ms=now_ms)

    def cancel(self, public_id: str, *, now_ms: int) -> bool:
        """False when it is over already. Raises NotFound."""
        self.get(public_id)
        return self._change(public_id, ("queued", "running"), status="cancelled", done_ms=now_ms)

    def set_locked(self, public_id: str, locked: bool) -> None:
        """A locked clip is kept for ever. Raises NotFound."""
        self.get(public_id)
        self._change(public_id, None, locked=locked)

    def requeue_running(self) -> int:
        """At start-up: cuts that a crash interrupted begin again."""
        again = update(clips).where(clips.c.status == "running").values(status="queued", progress=0.0)
        with self._store.write() as connection:
            return connection.execute(again).rowcount

    def remove(self, public_ids: Iterable[str]) -> list[str]:
        """Forget clips that are not locked; returns the paths their files had."""
        gone = delete(clips).where(clips.c.public_id.in_(list(public_ids)), clips.c.locked.is_(False))
        with self._store.write() as connection:
            paths = connection.execute(gone.returning(clips.c.path)).scalars()
            return [path for path in paths if path]

    def _change(self, public_id: str, only: tuple[str, ...] | None, **values: Any) -> bool:
        changed = update(clips).where(clips.c.public_id == public_id)
        if only is not None:
            changed = changed.where(clips.c.status.in_(only))
        with self._store.write() as connection:
            return connection.execute(changed.values(values)).rowcount == 1


class RenditionRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, recording_id: int) -> Rendition | None:
        with self._store.read() as connection:
            row = connection.execute(select(renditions).where(renditions.c.recording_id == recording_id)).one_or_none()
        return None if row is None else Rendition(*row)

    def request(self, recording_id: int, *, now_ms: int) -> Rendition:
        """Queue a rendition unless there is one that is queued, running or done."""
        values = {"status": "queued", "progress": 0.0, "reason_code": None, "reason": None, "created_ms": now_ms}
        statement = upsert(renditions).values(recording_id=recording_id, **values)
        over = renditions.c.status.in_(("failed", "cancelled"))
        with self._store.write() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["recording_id"], set_=values, where=over)
            )
        found = self.get(recording_id)
        assert found is not None
        return found

    def take_next(self) -> Rendition | None:
        queued = select(renditions.c.recording_id).where(renditions.c.status == "queued")
        first = queued.order_by(renditions.c.created_ms).limit(1).scalar_subquery()
        taken = update(renditions).where(and_(renditions.c.recording_id == first, renditions.c.status == "queued"))
        with self._store.write() as connection:
            row = connection.execute(taken.values(status="running").returning(*renditions.c)).one_or_none()
        return None if row is None else Rendition(*row)

    def change(self, recording_id: int, **values: Any) -> None:
        """Set any of status, progress, path, size_bytes, reason_code, reason."""
        with self._store.write() as connection:
            connection.execute(update(renditions).where(renditions.c.recording_id == recording_id).values(values))

    def requeue_running(self) -> int:
        again = update(renditions).where(renditions.c.status == "running").values(status="queued", progress=0.0)
        with self._store.write() as connection:
            return connection.execute(again).rowcount

    def remove(self, recording_id: int) -> None:
        with self._store.write() as connection:
            connection.execute(delete(renditions).where(renditions.c.recording_id == recording_id))


def _listed() -> Select[Any]:
    joined = clips.join(events, events.c.id == clips.c.event_id)
    return select(clips, events.c.public_id.label("event_public_id")).select_from(joined)


def _clip(row: Row[Any]) -> Clip:
    return Clip(**{name: getattr(row, name) for name in Clip.__dataclass_fields__})
