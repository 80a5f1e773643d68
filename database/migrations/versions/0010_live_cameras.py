"""Live cameras: recordings that grow, times without one and why, and how streams did."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = (
    "live TEXT",
    "grown INTEGER DEFAULT 0 NOT NULL",
    "claimed_grown INTEGER",
    "seen_ms INTEGER",
    "analysis_path TEXT",
    "analysis_offset_ms INTEGER",
    "analysis_bytes INTEGER DEFAULT 0 NOT NULL",
)
TABLES = (
    """
CREATE TABLE live_gaps (
    id INTEGER NOT NULL,
    camera_id INTEGER NOT NULL,
    cause TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER,
    details JSON DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_live_gaps PRIMARY KEY (id),
    CONSTRAINT ck_live_gaps_cause CHECK (cause IN ('lost', 'frozen', 'unreachable', 'credentials', 'not_found', 'unsupported', 'refused', 'disk_full', 'disk', 'camera_clock', 'own_clock', 'sleep', 'switched_off', 'not_running', 'internal')),
    CONSTRAINT fk_live_gaps_camera_id_cameras FOREIGN KEY(camera_id) REFERENCES cameras (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_live_gaps_camera_id_from_ms ON live_gaps (camera_id, from_ms)",
    """
CREATE TABLE live_minutes (
    camera_id INTEGER NOT NULL,
    minute_ms INTEGER NOT NULL,
    fps FLOAT NOT NULL,
    bitrate_bps INTEGER NOT NULL,
    jitter_ms FLOAT NOT NULL,
    keyframe_ms INTEGER,
    gap_ms INTEGER NOT NULL,
    CONSTRAINT pk_live_minutes PRIMARY KEY (camera_id, minute_ms),
    CONSTRAINT fk_live_minutes_camera_id_cameras FOREIGN KEY(camera_id) REFERENCES cameras (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_live_minutes_minute_ms ON live_minutes (minute_ms)",
)


def upgrade() -> None:
    for column in COLUMNS:
        op.execute(f"ALTER TABLE recordings ADD COLUMN {column}")
    for statement in TABLES:
        op.execute(statement)


def downgrade() -> None:
    for table in ("live_minutes", "live_gaps"):
        op.execute(f"DROP TABLE {table}")
    for column in COLUMNS:
        op.execute(f"ALTER TABLE recordings DROP COLUMN {column.split()[0]}")
