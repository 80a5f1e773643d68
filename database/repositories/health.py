"""From when on a camera is measured against itself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from database.engine import Store
from database.tables import health_baselines


@dataclass(frozen=True, slots=True)
class Reset:
    """Somebody said at `created_ms` that the camera as recorded from `from_ms` on is the new normal."""

    from_ms: int
    created_ms: int


class BaselineRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def latest(self, camera_id: int) -> Reset | None:
        """None when nobody ever said so: the camera's first good days count."""
        of_camera = select(health_baselines).where(health_baselines.c.camera_id == camera_id)
        with self._store.read() as connection:
            row = connection.execute(of_camera.order_by(health_baselines.c.id.desc()).limit(1)).one_or_none()
        return None if row is None else Reset(row.from_ms, row.created_ms)

    def reset(self, camera_id: int, from_ms: int, *, now_ms: int) -> None:
        """`camera_id` is known to exist."""
        values = {"camera_id": camera_id, "from_ms": from_ms, "created_ms": now_ms}
        with self._store.write() as connection:
            connection.execute(insert(health_baselines).values(values))

    def undo(self, camera_id: int) -> bool:
        """Forget the latest reset; False when there is none."""
        of_camera = select(health_baselines.c.id).where(health_baselines.c.camera_id == camera_id)
        latest = of_camera.order_by(health_baselines.c.id.desc()).limit(1).scalar_subquery()
        with self._store.write() as connection:
            return connection.execute(delete(health_baselines).where(health_baselines.c.id == latest)).rowcount == 1
