"""Signed addresses that open one clip without a sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, insert, or_, select, update

from backend.domain.errors import Conflict, NotFound
from database.engine import Store
from database.tables import clip_links, clips, events, user_cameras, user_profiles

MOST_LINKS = 200
"""Open ones of one clip."""


@dataclass(frozen=True, slots=True)
class ClipLink:
    public_id: str
    clip_id: str
    user_id: int
    made_by: str
    created_ms: int
    expires_ms: int
    opened: int
    opened_ms: int | None


class ClipLinkRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, public_id: str, clip_id: str, user_id: int, *, now_ms: int, expires_ms: int) -> ClipLink:
        """Raises NotFound for a clip that is not there (any more), Conflict when there are too many."""
        with self._store.write() as connection:
            clip = connection.execute(select(clips.c.id).where(clips.c.public_id == clip_id)).scalar_one_or_none()
            if clip is None:
                raise NotFound("There is no such clip (any more).")
            connection.execute(delete(clip_links).where(clip_links.c.expires_ms <= now_ms))
            count = select(func.count()).select_from(clip_links).where(clip_links.c.clip_id == clip)
            if connection.execute(count).scalar_one() >= MOST_LINKS:
                raise Conflict(f"This clip has {MOST_LINKS} open links. Revoke one first.")
            values = {"public_id": public_id, "clip_id": clip, "user_id": user_id}
            connection.execute(insert(clip_links).values(**values, created_ms=now_ms, expires_ms=expires_ms))
            return _link(connection.execute(_chosen().where(clip_links.c.public_id == public_id)).one())

    def of_clip(self, clip_id: str, *, now_ms: int) -> list[ClipLink]:
        """Open ones, newest first."""
        chosen = _chosen().where(clips.c.public_id == clip_id, clip_links.c.expires_ms > now_ms)
        with self._store.read() as connection:
            return [_link(row) for row in connection.execute(chosen.order_by(clip_links.c.id.desc()))]

    def get(self, public_id: str, *, now_ms: int) -> ClipLink | None:
        """One that still holds; not while its maker may not sign in, or may not see the clip's camera (any more)."""
        camera = select(events.c.camera_id).where(events.c.id == clips.c.event_id).scalar_subquery()
        seen = select(user_cameras.c.camera_id).where(user_cameras.c.user_id == user_profiles.c.id)
        chosen = _chosen().where(
            clip_links.c.public_id == public_id, clip_links.c.expires_ms > now_ms, user_profiles.c.enabled,
            or_(user_profiles.c.all_cameras, camera.in_(seen)),
        )  # fmt: skip
        with self._store.read() as connection:
            row = connection.execute(chosen).one_or_none()
            return None if row is None else _link(row)

    def note_opened(self, public_id: str, *, now_ms: int) -> None:
        chosen = update(clip_links).where(clip_links.c.public_id == public_id)
        with self._store.write() as connection:
            connection.execute(chosen.values(opened=clip_links.c.opened + 1, opened_ms=now_ms))

    def remove(self, clip_id: str, public_id: str) -> None:
        """Raises NotFound."""
        clip = select(clips.c.id).where(clips.c.public_id == clip_id).scalar_subquery()
        chosen = delete(clip_links).where(clip_links.c.public_id == public_id, clip_links.c.clip_id == clip)
        with self._store.write() as connection:
            if not connection.execute(chosen).rowcount:
                raise NotFound("There is no such link (any more).")


def _chosen() -> Select[Any]:
    return (
        select(clip_links, clips.c.public_id.label("clip"), user_profiles.c.name)
        .join(clips, clips.c.id == clip_links.c.clip_id)
        .join(user_profiles, user_profiles.c.id == clip_links.c.user_id)
    )


def _link(row: Any) -> ClipLink:
    return ClipLink(
        row.public_id, row.clip, row.user_id, row.name, row.created_ms, row.expires_ms, row.opened, row.opened_ms
    )
