"""Video sources: where recordings are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from backend.domain.errors import Conflict, InvalidInput, NotFound
from backend.domain.source import is_live
from database.engine import Store
from database.tables import video_sources

UPDATABLE = frozenset({"name", "path", "config", "enabled"})


@dataclass(frozen=True, slots=True)
class VideoSource:
    id: int
    kind: str
    name: str
    path: str
    config: Mapping[str, Any] = field(default_factory=dict)
    enabled: bool = True
    created_ms: int = 0

    @property
    def live(self) -> bool:
        """Its cameras are recorded here as they send; else its files are read or fetched."""
        return is_live(self.kind, self.config)


class SourceRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, *, enabled_only: bool = False) -> list[VideoSource]:
        """By name."""
        listed = select(video_sources).order_by(video_sources.c.name)
        if enabled_only:
            listed = listed.where(video_sources.c.enabled)
        with self._store.read() as connection:
            return [_source(row) for row in connection.execute(listed)]

    def get(self, source_id: int) -> VideoSource:
        """Raises NotFound."""
        with self._store.read() as connection:
            row = connection.execute(select(video_sources).where(video_sources.c.id == source_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no source {source_id}.")
        return _source(row)

    def add(
        self,
        name: str,
        path: str,
        *,
        now_ms: int,
        kind: str = "local",
        config: Mapping[str, Any] | None = None,
        enabled: bool = True,
    ) -> int:
        """Returns the new id. Raises Conflict when the name or the path is taken."""
        values = {
            "kind": kind,
            "name": name,
            "path": path,
            "config": dict(config or {}),
            "enabled": enabled,
            "created_ms": now_ms,
        }
        with self._store.write() as connection:
            return int(_unique(connection, insert(video_sources).values(values).returning(video_sources.c.id)))

    def update(self, source_id: int, **fields: Any) -> None:
        """Change the given fields (see UPDATABLE). Raises NotFound, Conflict, InvalidInput."""
        if not fields or set(fields) - UPDATABLE:
            raise InvalidInput(f"A source has the fields {', '.join(sorted(UPDATABLE))}.")
        changed = update(video_sources).where(video_sources.c.id == source_id).values(fields)
        with self._store.write() as connection:
            if _unique(connection, changed.returning(video_sources.c.id)) is None:
                raise NotFound(f"There is no source {source_id}.")

    def remove(self, source_id: int) -> None:
        """Forget a source; its cameras and recordings stay, as evidence. Raises NotFound."""
        with self._store.write() as connection:
            if connection.execute(delete(video_sources).where(video_sources.c.id == source_id)).rowcount == 0:
                raise NotFound(f"There is no source {source_id}.")


def _unique(connection: Connection, statement: Any) -> Any:
    try:
        return connection.execute(statement).scalar_one_or_none()
    except IntegrityError as error:
        if "video_sources.name" in str(error.orig):
            raise Conflict("There is a source with this name already.") from error
        if "video_sources.kind" in str(error.orig):
            raise Conflict("This folder is a source already.") from error
        raise


def _source(row: Row[Any]) -> VideoSource:
    return VideoSource(row.id, row.kind, row.name, row.path, dict(row.config), row.enabled, row.created_ms)
