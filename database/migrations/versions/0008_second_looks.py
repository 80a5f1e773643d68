"""Recordings with much work are looked through for every code when nothing else is to do."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE second_looks (
    recording_id INTEGER NOT NULL,
    status TEXT DEFAULT 'waiting' NOT NULL,
    owner TEXT,
    heartbeat_ms INTEGER,
    attempts INTEGER DEFAULT 0 NOT NULL,
    not_before_ms INTEGER DEFAULT 0 NOT NULL,
    progress FLOAT DEFAULT 0 NOT NULL,
    reason_code TEXT,
    reason TEXT,
    sightings_added INTEGER DEFAULT 0 NOT NULL,
    done_ms INTEGER,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT pk_second_looks PRIMARY KEY (recording_id),
    CONSTRAINT ck_second_looks_status CHECK (status IN ('waiting', 'claimed', 'done', 'failed')),
    CONSTRAINT ck_second_looks_claim_has_owner CHECK ((status = 'claimed') = (owner IS NOT NULL)),
    CONSTRAINT fk_second_looks_recording_id_recordings FOREIGN KEY(recording_id)
        REFERENCES recordings (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_second_looks_status ON second_looks (status)",
    # What was analysed so far says nothing about how thorough that was; short recordings take a moment.
    """
INSERT INTO second_looks (recording_id, status, updated_ms)
SELECT id, 'waiting', updated_ms FROM recordings WHERE done_ms IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE second_looks")
