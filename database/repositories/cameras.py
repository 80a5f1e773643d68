"""Cameras with their regions and packing times, as domain objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError

from backend.domain.camera import Camera, PackingTimes, StartTimeRule
from backend.domain.errors import Conflict, InvalidInput, NotFound
from backend.domain.region import Box, Polygon, RegionKind, Regions, Shape
from database.engine import Store
from database.tables import cameras, events, packing_profiles, recordings

UPDATABLE = frozenset(
    {
        "name",
        "source_id",
        "folder",
        "timezone",
        "start_time_rule",
        "filename_pattern",
        "container_time_is_local",
        "clock_offset_ms",
        "record_sound",
        "trigger_text",
        "symbologies",
        "enabled",
    }
)


@dataclass(frozen=True, slots=True)
class StoredCamera:
    """A camera with what the store knows beside it."""

    camera: Camera
    source_id: int | None
    folder: str | None
    enabled: bool
    created_ms: int
    updated_ms: int
    has_profile: bool
    """False until somebody saved its regions."""


class CameraRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, *, enabled_only: bool = False) -> list[Camera]:
        """All cameras by name."""
        return [stored.camera for stored in self.all_stored() if stored.enabled or not enabled_only]

    def all_stored(self) -> list[StoredCamera]:
        """All cameras by name, with source and folder."""
        with self._store.read() as connection:
            return [_stored(row) for row in connection.execute(_joined().order_by(cameras.c.name))]

    def get(self, camera_id: int) -> Camera:
        """Raises NotFound."""
        return self.get_stored(camera_id).camera

    def get_stored(self, camera_id: int) -> StoredCamera:
        """Raises NotFound."""
        with self._store.read() as connection:
            row = connection.execute(_joined().where(cameras.c.id == camera_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no camera {camera_id}.")
        return _stored(row)

    def by_name(self, name: str) -> Camera | None:
        with self._store.read() as connection:
            row = connection.execute(_joined().where(cameras.c.name == name)).one_or_none()
        return None if row is None else _stored(row).camera

    def add(
        self,
        camera: Camera,
        *,
        now_ms: int,
        source_id: int | None = None,
        folder: str | None = None,
        enabled: bool = True,
    ) -> int:
        """Store a new camera with its regions and times; returns its id. Raises Conflict when the name is taken."""
        values = {
            "name": camera.name,
            "source_id": source_id,
            "folder": folder,
            "timezone": camera.timezone,
            "start_time_rule": camera.start_time_rule.value,
            "filename_pattern": camera.filename_pattern,
            "container_time_is_local": camera.container_time_is_local,
            "clock_offset_ms": camera.clock_offset_ms,
            "record_sound": camera.record_sound,
            "trigger_text": camera.trigger_text,
            "symbologies": [str(symbology) for symbology in camera.symbologies],
            "enabled": enabled,
            "created_ms": now_ms,
            "updated_ms": now_ms,
        }
        with self._store.write() as connection:
            camera_id = int(_unique(connection, insert(cameras).values(values).returning(cameras.c.id), camera.name))
            _save_profile(connection, camera_id, camera.regions, camera.times, now_ms)
        return camera_id

    def update(self, camera_id: int, *, now_ms: int, **fields: Any) -> None:
        """Change the given fields (see UPDATABLE) and leave the others. Raises NotFound, Conflict, InvalidInput."""
        unknown = set(fields) - UPDATABLE
        if unknown:
            raise InvalidInput(f"A camera has no field {', '.join(sorted(unknown))}.")
        values = _plain(fields) | {"updated_ms": now_ms}
        statement = update(cameras).where(cameras.c.id == camera_id).values(values).returning(cameras.c.id)
        with self._store.write() as connection:
            if _unique(connection, statement, str(fields.get("name", ""))) is None:
                raise NotFound(f"There is no camera {camera_id}.")

    def save_regions(self, camera_id: int, regions: Regions, *, now_ms: int) -> None:
        """Replace the regions, keep the packing times. Raises NotFound."""
        self._save(camera_id, now_ms, regions=regions)

    def save_times(self, camera_id: int, times: PackingTimes, *, now_ms: int) -> None:
        """Replace the packing times, keep the regions. Raises NotFound, InvalidInput."""
        if not 0 <= times.min_ms < times.max_ms or times.continuous_gap_ms < 0:
            raise InvalidInput("The longest packing time must be above the shortest, and no time below 0.")
        self._save(camera_id, now_ms, times=times)

    def remove(self, camera_id: int) -> None:
        """Delete a camera that has no recordings or events. Raises NotFound, Conflict (switch it off instead)."""
        with self._store.write() as connection:
            for table in (recordings, events):
                counted = select(func.count()).select_from(table).where(table.c.camera_id == camera_id)
                if connection.execute(counted).scalar_one():
                    raise Conflict("This camera has recordings or events, which are evidence. Switch it off instead.")
            if connection.execute(delete(cameras).where(cameras.c.id == camera_id)).rowcount == 0:
                raise NotFound(f"There is no camera {camera_id}.")

    def _save(
        self, camera_id: int, now_ms: int, *, regions: Regions | None = None, times: PackingTimes | None = None
    ) -> None:
        with self._store.write() as connection:
            row = connection.execute(_joined().where(cameras.c.id == camera_id)).one_or_none()
            if row is None:
                raise NotFound(f"There is no camera {camera_id}.")
            known = _stored(row).camera
            _save_profile(connection, camera_id, regions or known.regions, times or known.times, now_ms)


def _joined() -> Select[Any]:
    own = ("id", "camera_id")
    profile_columns = [
        column.label(f"profile_{column.name}") for column in packing_profiles.c if column.name not in own
    ]
    joined = cameras.outerjoin(packing_profiles, packing_profiles.c.camera_id == cameras.c.id)
    return select(cameras, packing_profiles.c.camera_id.label("profile_of"), *profile_columns).select_from(joined)


def _stored(row: Row[Any]) -> StoredCamera:
    has_profile = row.profile_of is not None
    regions, times = Regions(), PackingTimes()
    if has_profile:
        drawn = {
            RegionKind.TRIGGER: _shape(row.profile_trigger),
            RegionKind.LABEL: _shape(row.profile_label),
            RegionKind.PACKING: _shape(row.profile_packing),
        }
        regions = Regions.of(drawn, row.profile_frame_width, row.profile_frame_height)
        times = PackingTimes(row.profile_min_packing_ms, row.profile_max_packing_ms, row.profile_continuous_gap_ms)
    camera = Camera(
        id=row.id,
        name=row.name,
        regions=regions,
        trigger_text=row.trigger_text,
        symbologies=tuple(row.symbologies),
        timezone=row.timezone,
        start_time_rule=StartTimeRule(row.start_time_rule),
        filename_pattern=row.filename_pattern,
        container_time_is_local=row.container_time_is_local,
        clock_offset_ms=row.clock_offset_ms,
        record_sound=row.record_sound,
        times=times,
    )
    return StoredCamera(camera, row.source_id, row.folder, row.enabled, row.created_ms, row.updated_ms, has_profile)


def _save_profile(connection: Connection, camera_id: int, regions: Regions, times: PackingTimes, now_ms: int) -> None:
    drawn = {kind: shape.as_list() for kind, shape in regions.shapes().items()}
    values = {
        "trigger": drawn.get(RegionKind.TRIGGER),
        "label": drawn.get(RegionKind.LABEL),
        "packing": drawn.get(RegionKind.PACKING),
        "frame_width": regions.frame_width,
        "frame_height": regions.frame_height,
        "min_packing_ms": times.min_ms,
        "max_packing_ms": times.max_ms,
        "continuous_gap_ms": times.continuous_gap_ms,
        "updated_ms": now_ms,
    }
    statement = upsert(packing_profiles).values(camera_id=camera_id, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["camera_id"], set_=values))


def _unique(connection: Connection, statement: Any, name: str) -> Any:
    """Run an INSERT or UPDATE and return its first value; a taken name becomes a Conflict."""
    try:
        return connection.execute(statement).scalar_one_or_none()
    except IntegrityError as error:
        if "cameras.name" not in str(error.orig):
            raise
        raise Conflict(f"There is a camera named {name!r} already.") from error


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(fields)
    if "start_time_rule" in values:
        values["start_time_rule"] = StartTimeRule(values["start_time_rule"]).value
    if "symbologies" in values:
        values["symbologies"] = [str(symbology) for symbology in values["symbologies"]]
    return values


def _shape(value: list[Any] | None) -> Shape | None:
    """A rectangle is kept as its four numbers, a polygon as its corners."""
    if value is None:
        return None
    return Polygon(tuple((x, y) for x, y in value)) if isinstance(value[0], list) else Box(*value)
