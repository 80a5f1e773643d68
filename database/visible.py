"""Which cameras' rows the store shows: the limit of whoever asks, kept below every query.

`with only_cameras(ids):` all reading of this thread sees the rows of these cameras and no others, whatever query asks
and whoever wrote it. Reading then goes through connections on which the tables that belong to cameras are covered by
temporary views of the same names. Writing is not limited: whoever writes checks first, by reading, what it is about.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection

_visible: ContextVar[frozenset[int] | None] = ContextVar("epack_visible_cameras", default=None)

# A plus before a column keeps the planner from choosing an index by the limit: queries run by the plan they have
# without it, and what they find is looked through.
_CAMERA = "+{column} IN (SELECT id FROM temp.visible_cameras)"
_BY_CAMERA = {
    "cameras": "id",
    "packing_profiles": "camera_id",
    "recordings": "camera_id",
    "events": "camera_id",
    "dirty_windows": "camera_id",
    "health_baselines": "camera_id",
    "live_gaps": "camera_id",
    "live_minutes": "camera_id",
    "source_cameras": "camera_id",
    "user_cameras": "camera_id",
}
_BY_RECORDING = {
    "observation_spans": "recording_id",
    "sightings": "recording_id",
    "recording_health": "recording_id",
    "unread_labels": "recording_id",
    "renditions": "recording_id",
    "second_looks": "recording_id",
}
_BY_EVENT = {
    "event_aliases": "event_id",
    "event_codes": "event_id",
    "event_parts": "event_id",
    "event_changes": "event_id",
    "clips": "event_id",
}
COVERED = frozenset({*_BY_CAMERA, *_BY_RECORDING, *_BY_EVENT, "clip_links", "downloaded_files", "gap_looks"})
"""Tables whose rows belong to a camera."""
OF_THE_SITE = frozenset({
    "api_keys", "audit_ends", "audit_lines", "email_logs", "general_info", "known_devices", "licence_facts",
    "license_activations", "licenses", "one_time_addresses", "payment_transactions", "platform_column_mappings",
    "processing_config", "program_runs", "program_status", "recovery_codes", "saved_searches", "sign_in_pauses",
    "source_secrets", "stored_secrets", "sync_runs", "sync_status", "user_profiles", "user_sessions", "video_sources",
})  # fmt: skip
"""Tables whose rows belong to no camera. Every table stands in one of the two sets; a test sees to it."""


@contextmanager
def only_cameras(ids: frozenset[int] | None) -> Iterator[None]:
    """Reading of the store by this thread is limited to these cameras inside; None: to none."""
    before = _visible.get()
    _visible.set(ids)
    try:
        yield
    finally:
        _visible.set(before)


def limit_reading(ids: frozenset[int] | None) -> None:
    """The same until it is called again."""
    _visible.set(ids)


def visible_cameras() -> frozenset[int] | None:
    return _visible.get()


def cover(raw: sqlite3.Connection) -> None:
    """Put the views over the tables of a new connection."""
    raw.execute("CREATE TEMP TABLE visible_cameras (id INTEGER PRIMARY KEY)")
    for table, condition in _conditions():
        raw.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} AS own WHERE {condition}")


def show(connection: Connection, ids: frozenset[int]) -> None:
    """Let a covered connection see these cameras."""
    connection.exec_driver_sql("DELETE FROM temp.visible_cameras")
    connection.exec_driver_sql(
        "INSERT INTO temp.visible_cameras SELECT value FROM json_each(?)", (json.dumps(sorted(ids)),)
    )


def _conditions() -> Iterator[tuple[str, str]]:
    for table, column in _BY_CAMERA.items():
        yield table, _CAMERA.format(column=f"own.{column}")
    for owner, tables in (("recordings", _BY_RECORDING), ("events", _BY_EVENT)):
        for table, column in tables.items():
            yield table, _belongs(owner, f"own.{column}")
    yield "gap_looks", _belongs("live_gaps", "own.gap_id")
    yield (
        "clip_links",
        (
            "EXISTS (SELECT 1 FROM main.clips AS clip WHERE clip.id = own.clip_id AND "
            f"{_belongs('events', 'clip.event_id')})"
        ),
    )


def _belongs(owner: str, column: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM main.{owner} AS owner WHERE owner.id = {column} AND "
        f"{_CAMERA.format(column='owner.camera_id')})"
    )
