"""Footage of a camera that a source has and that is not here (yet)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import and_, select

from database.engine import Store
from database.reach import overlaps
from database.tables import downloaded_files, source_cameras, sync_status, video_sources

MOST = 5_000
Standing = Literal["waits", "paused", "failed"]


@dataclass(frozen=True, slots=True)
class FileToCome:
    """UTC epoch ms, as the source tells them."""

    from_ms: int
    to_ms: int
    standing: Standing
    """`paused`: its source is, or is switched off. `failed`: it is not tried again by itself."""


class FilesToCome:
    def __init__(self, store: Store) -> None:
        self._store = store

    def within(self, camera_id: int, from_ms: int, to_ms: int) -> list[FileToCome]:
        """In order of start. Files whose source does not know their time are in none of them."""
        files, cameras = downloaded_files.c, source_cameras.c
        listed = (
            select(
                files.start_ms,
                files.duration_ms,
                files.state,
                files.try_after_ms,
                sync_status.c.paused,
                video_sources.c.enabled,
            )
            .select_from(source_cameras)
            .join(
                downloaded_files,
                and_(files.source_id == cameras.source_id, files.camera_key == cameras.remote_key),
            )
            .join(video_sources, video_sources.c.id == cameras.source_id)
            .outerjoin(sync_status, sync_status.c.source_id == cameras.source_id)
            .where(
                cameras.camera_id == camera_id,
                files.state.in_(("wanted", "partial", "failed")),
                files.duration_ms > 0,
                overlaps(files.start_ms, files.start_ms + files.duration_ms, from_ms, to_ms),
            )
            .order_by(files.start_ms)
            .limit(MOST)
        )
        with self._store.read() as connection:
            rows = connection.execute(listed).all()
        return [FileToCome(row.start_ms, row.start_ms + row.duration_ms, _standing(*row[2:])) for row in rows]


def _standing(state: str, try_after_ms: int | None, paused: bool | None, enabled: bool) -> Standing:
    if state == "failed" and try_after_ms is None:
        return "failed"
    return "paused" if paused or not enabled else "waits"
