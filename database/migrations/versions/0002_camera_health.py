"""What analyses learn about the cameras themselves: see `database/health_tables.py`."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE recording_health (
    recording_id INTEGER NOT NULL,
    looks INTEGER NOT NULL,
    free_looks INTEGER NOT NULL,
    sticker_reads INTEGER NOT NULL,
    has_trigger BOOLEAN NOT NULL,
    sticker_x INTEGER,
    sticker_y INTEGER,
    sticker_w INTEGER,
    sticker_h INTEGER,
    sticker_px FLOAT,
    region_x INTEGER,
    region_y INTEGER,
    region_w INTEGER,
    region_h INTEGER,
    labels_seen INTEGER NOT NULL,
    labels_read INTEGER NOT NULL,
    label_px FLOAT,
    brightness FLOAT NOT NULL,
    contrast FLOAT NOT NULL,
    sharpness FLOAT NOT NULL,
    dark_looks INTEGER NOT NULL,
    flat_looks INTEGER NOT NULL,
    frozen_ms INTEGER NOT NULL,
    frame_width INTEGER NOT NULL,
    frame_height INTEGER NOT NULL,
    sample_ms INTEGER NOT NULL,
    scene BLOB,
    CONSTRAINT pk_recording_health PRIMARY KEY (recording_id),
    CONSTRAINT fk_recording_health_recording_id_recordings FOREIGN KEY(recording_id) REFERENCES recordings (id) ON DELETE CASCADE
)
    """,
    """
CREATE TABLE unread_labels (
    id INTEGER NOT NULL,
    recording_id INTEGER NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    best_ms INTEGER NOT NULL,
    CONSTRAINT pk_unread_labels PRIMARY KEY (id),
    CONSTRAINT ck_unread_labels_order CHECK (to_ms >= from_ms),
    CONSTRAINT fk_unread_labels_recording_id_recordings FOREIGN KEY(recording_id) REFERENCES recordings (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_unread_labels_recording_id ON unread_labels (recording_id)",
    """
CREATE TABLE health_baselines (
    id INTEGER NOT NULL,
    camera_id INTEGER NOT NULL,
    from_ms INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    CONSTRAINT pk_health_baselines PRIMARY KEY (id),
    CONSTRAINT fk_health_baselines_camera_id_cameras FOREIGN KEY(camera_id) REFERENCES cameras (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_health_baselines_camera_id ON health_baselines (camera_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in ("health_baselines", "unread_labels", "recording_health"):
        op.execute(f"DROP TABLE {table}")
