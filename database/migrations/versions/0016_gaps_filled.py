"""Gaps of live cameras that are filled from what the camera or a recorder kept."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
CREATE TABLE gap_looks (
    gap_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    looks INTEGER NOT NULL,
    looked_ms INTEGER NOT NULL,
    next_ms INTEGER,
    outcome TEXT NOT NULL,
    CONSTRAINT pk_gap_looks PRIMARY KEY (gap_id, source_id),
    CONSTRAINT ck_gap_looks_outcome CHECK (outcome IN ('found', 'nothing', 'unsupported')),
    CONSTRAINT fk_gap_looks_gap_id_live_gaps FOREIGN KEY(gap_id) REFERENCES live_gaps (id) ON DELETE CASCADE,
    CONSTRAINT fk_gap_looks_source_id_video_sources FOREIGN KEY(source_id) REFERENCES video_sources (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_gap_looks_source_id_next_ms ON gap_looks (source_id, next_ms)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE gap_looks")
