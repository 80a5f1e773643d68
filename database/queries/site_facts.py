"""Sums over the whole shop: events by hour, footage by camera, how fast things grow. Every read uses an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from database.engine import Store


@dataclass(frozen=True, slots=True)
class HourCount:
    """Events of one camera that began in one hour. `hour` counts from the start of the time looked at."""

    camera_id: int
    hour: int
    events: int
    without_code: int
    unread: int
    """Without a code although the footage shows them from start to end."""


@dataclass(frozen=True, slots=True)
class EventSums:
    events: int
    without_code: int
    unread: int
    packed_ms: int
    """Their lengths together."""


@dataclass(frozen=True, slots=True)
class CameraFootage:
    """What is known of a camera's files; times UTC epoch ms, `days` counts UTC days on which a file began."""

    camera_id: int
    files: int
    size_bytes: int
    media_ms: int
    first_ms: int
    last_ms: int
    days: int


@dataclass(frozen=True, slots=True)
class ClipSums:
    clips: int
    size_bytes: int
    media_ms: int
    first_done_ms: int | None


@dataclass(frozen=True, slots=True)
class LookedAt:
    """How far a chosen set of recordings is. `settled`: nothing of it waits or is being analysed."""

    total: int
    done: int
    failed: int
    settled: bool
    progress: float
    """0..1 of the footage."""
    from_ms: int
    to_ms: int
    media_ms: int
    deriving: bool
    """Events of one of its cameras are still to be worked out."""


_UNREAD = "flags LIKE '%\"no_code\"%' AND flags NOT LIKE '%\"cut_short\"%' AND flags NOT LIKE '%\"late_start\"%'"
_NO_CODE = "flags LIKE '%\"no_code\"%'"
_HOURS = text(
    f"SELECT camera_id, (start_ms - :from_ms) / 3600000 AS hour, COUNT(*), SUM({_NO_CODE}), SUM({_UNREAD}) "
    "FROM events WHERE start_ms >= :from_ms AND start_ms < :to_ms GROUP BY camera_id, hour ORDER BY camera_id, hour"
)
_SUMS = text(
    f"SELECT COUNT(*), SUM({_NO_CODE}), SUM({_UNREAD}), SUM(end_ms - start_ms) "
    "FROM events WHERE start_ms >= :from_ms AND start_ms < :to_ms"
)
_FOOTAGE = text(
    "SELECT camera_id, COUNT(*), SUM(size_bytes), SUM(duration_ms), MIN(start_ms), MAX(start_ms + duration_ms), "
    "COUNT(DISTINCT start_ms / 86400000) FROM recordings WHERE status != 'missing' AND duration_ms > 0 "
    "AND start_ms >= :from_ms GROUP BY camera_id"
)
_CLIPS = text(
    "SELECT COUNT(*), COALESCE(SUM(size_bytes), 0), COALESCE(SUM(duration_ms), 0), MIN(done_ms) "
    "FROM clips WHERE status = 'done' AND done_ms >= :from_ms"
)
_NEWEST = text(
    "SELECT id, duration_ms FROM recordings WHERE status IN ('pending', 'claimed', 'done') AND duration_ms > 0 "
    "ORDER BY start_ms DESC LIMIT :most"
)
_IDS = "(SELECT value FROM json_each(:ids))"
_LOOKED_AT = text(
    "SELECT COUNT(*), SUM(status = 'done'), SUM(status = 'failed'), SUM(status IN ('pending', 'claimed')), "
    "SUM(CASE WHEN status IN ('pending', 'claimed') THEN duration_ms * progress ELSE duration_ms END), "
    "MIN(start_ms), MAX(start_ms + duration_ms), SUM(duration_ms) FROM recordings WHERE id IN " + _IDS
)
_DERIVING = text(
    "SELECT EXISTS (SELECT 1 FROM dirty_windows JOIN recordings USING (camera_id) WHERE recordings.id IN " + _IDS + ")"
)
_EVENTS_IN = text(
    "SELECT events.public_id FROM events WHERE id IN "
    "(SELECT event_id FROM event_parts WHERE recording_id IN " + _IDS + ") "
    f"ORDER BY ({_NO_CODE}), (flags != '[]'), start_ms DESC"
)


class SiteFacts:
    def __init__(self, store: Store) -> None:
        self._store = store

    def hours(self, from_ms: int, to_ms: int) -> list[HourCount]:
        """Events that began in `from_ms..to_ms`, by camera and hour."""
        with self._store.read() as connection:
            rows = connection.execute(_HOURS, {"from_ms": from_ms, "to_ms": to_ms}).all()
        return [HourCount(*row) for row in rows]

    def sums(self, from_ms: int, to_ms: int) -> EventSums:
        with self._store.read() as connection:
            row = connection.execute(_SUMS, {"from_ms": from_ms, "to_ms": to_ms}).one()
        return EventSums(*(int(value or 0) for value in row))

    def events_total(self) -> int:
        with self._store.read() as connection:
            return int(connection.execute(text("SELECT COUNT(*) FROM events")).scalar_one())

    def footage(self, from_ms: int = 0) -> list[CameraFootage]:
        """Of the files that began since `from_ms`, by camera. What is gone or could not be opened does not count."""
        with self._store.read() as connection:
            return [CameraFootage(*row) for row in connection.execute(_FOOTAGE, {"from_ms": from_ms})]

    def clips(self, from_ms: int = 0) -> ClipSums:
        """Of the clips finished since `from_ms`."""
        with self._store.read() as connection:
            return ClipSums(*connection.execute(_CLIPS, {"from_ms": from_ms}).one())

    def newest(self, media_ms: int, most: int) -> list[int]:
        """The newest recordings that can be analysed, until they hold `media_ms` of footage; at most `most` files."""
        chosen, held_ms = [], 0
        with self._store.read() as connection:
            for recording_id, duration_ms in connection.execute(_NEWEST, {"most": most}):
                if held_ms >= media_ms:
                    break
                chosen.append(int(recording_id))
                held_ms += duration_ms
        return chosen

    def looked_at(self, ids: Sequence[int]) -> LookedAt:
        chosen = {"ids": str(list(ids))}
        with self._store.read() as connection:
            total, done, failed, left, seen, first, last, media = connection.execute(_LOOKED_AT, chosen).one()
            deriving = bool(connection.execute(_DERIVING, chosen).scalar_one())
        progress = (seen or 0) / media if media else 0.0
        return LookedAt(
            total, done or 0, failed or 0, not left, min(1.0, progress), first or 0, last or 0, media or 0, deriving
        )

    def events_in(self, ids: Sequence[int]) -> list[str]:
        """Public ids of the events that these recordings show, the best examples first: with a code, without flags."""
        with self._store.read() as connection:
            return list(connection.execute(_EVENTS_IN, {"ids": str(list(ids))}).scalars())
