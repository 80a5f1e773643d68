"""Which camera, channel or folder of a source is which camera here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.sqlite import insert

from backend.domain.errors import NotFound
from backend.domain.source import RemoteCamera
from database.engine import Store
from database.tables import source_cameras


@dataclass(frozen=True, slots=True)
class SourceCamera:
    id: int
    source_id: int
    remote_key: str
    name: str
    camera_id: int | None
    enabled: bool
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def remote(self) -> RemoteCamera:
        return RemoteCamera(self.remote_key, self.name, self.details)


class SourceCameraRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, source_id: int, *, enabled_only: bool = False) -> list[SourceCamera]:
        """By name."""
        wanted = select(source_cameras).where(source_cameras.c.source_id == source_id).order_by(source_cameras.c.name)
        if enabled_only:
            wanted = wanted.where(source_cameras.c.enabled, source_cameras.c.camera_id.is_not(None))
        with self._store.read() as connection:
            return [_row(row) for row in connection.execute(wanted)]

    def put(self, source_id: int, remote: RemoteCamera, camera_id: int | None, *, now_ms: int) -> int:
        """Remember that this is that camera here, and switch it on; returns the row's id."""
        new = {"name": remote.name, "details": dict(remote.details), "camera_id": camera_id, "enabled": True}
        statement = (
            insert(source_cameras)
            .values(source_id=source_id, remote_key=remote.key, created_ms=now_ms, **new)
            .on_conflict_do_update(index_elements=["source_id", "remote_key"], set_=new)
            .returning(source_cameras.c.id)
        )
        with self._store.write() as connection:
            return int(connection.execute(statement).scalar_one())

    def switch(self, source_id: int, keys: Sequence[str], enabled: bool) -> None:
        """Raises NotFound when one of the keys is not known."""
        with self._store.write() as connection:
            done = connection.execute(
                update(source_cameras)
                .where(source_cameras.c.source_id == source_id, source_cameras.c.remote_key.in_(keys))
                .values(enabled=enabled)
            )
            if done.rowcount != len(set(keys)):
                raise NotFound("The source has no such camera.")


def _row(row: Row[Any]) -> SourceCamera:
    return SourceCamera(
        row.id, row.source_id, row.remote_key, row.name, row.camera_id, row.enabled, dict(row.details or {})
    )
