"""Lists are read from their index alone: events with a flag, those of some cameras, and what reaches into a day."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_BEFORE = (("events", ["camera_id", "start_ms"]), ("events", ["start_ms"]), ("recordings", ["camera_id", "start_ms"]))
_NOW = (
    ("events", ["camera_id", "start_ms", "id", "end_ms"]),
    ("events", ["start_ms", "id", "camera_id"]),
    ("recordings", ["camera_id", "start_ms", "id", "duration_ms"]),
)


def upgrade() -> None:
    _exchange(_BEFORE, _NOW)
    op.execute("CREATE INDEX ix_events_flagged ON events (start_ms, id, camera_id, flags) WHERE flags <> '[]'")


def downgrade() -> None:
    op.drop_index("ix_events_flagged", "events")
    _exchange(_NOW, _BEFORE)


def _exchange(before: tuple[tuple[str, list[str]], ...], now: tuple[tuple[str, list[str]], ...]) -> None:
    for table, columns in before:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    for table, columns in now:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
