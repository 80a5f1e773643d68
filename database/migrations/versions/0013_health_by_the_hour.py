"""A long recording has one row of `recording_health` an hour: a day-long file mixed the lit table with the dark one."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_MEASURES = """
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
    scene BLOB
"""
_NAMES = ", ".join(line.split()[0] for line in _MEASURES.strip().splitlines())
_RECORDING = """
    CONSTRAINT fk_recording_health_recording_id_recordings FOREIGN KEY(recording_id)
        REFERENCES recordings (id) ON DELETE CASCADE
"""


def upgrade() -> None:
    op.execute("CREATE TABLE measured_before AS SELECT * FROM recording_health")
    op.execute("DROP TABLE recording_health")
    op.execute(
        f"CREATE TABLE recording_health (recording_id INTEGER NOT NULL, from_ms INTEGER NOT NULL,"
        f" to_ms INTEGER NOT NULL, {_MEASURES},"
        f" CONSTRAINT pk_recording_health PRIMARY KEY (recording_id, from_ms), {_RECORDING})"
    )
    # What was measured of longer ones as a whole tells nothing; the next analysis measures them by the hour.
    op.execute(
        f"INSERT INTO recording_health (recording_id, from_ms, to_ms, {_NAMES})"
        f" SELECT recording_id, 0, duration_ms, {_NAMES} FROM measured_before"
        f" JOIN recordings ON recordings.id = recording_id WHERE duration_ms < 5400000"
    )
    op.execute("DROP TABLE measured_before")


def downgrade() -> None:
    op.execute("CREATE TABLE measured_after AS SELECT * FROM recording_health WHERE from_ms = 0")
    op.execute("DROP TABLE recording_health")
    op.execute(
        f"CREATE TABLE recording_health (recording_id INTEGER NOT NULL, {_MEASURES},"
        f" CONSTRAINT pk_recording_health PRIMARY KEY (recording_id), {_RECORDING})"
    )
    op.execute(f"INSERT INTO recording_health SELECT recording_id, {_NAMES} FROM measured_after")
    op.execute("DROP TABLE measured_after")
