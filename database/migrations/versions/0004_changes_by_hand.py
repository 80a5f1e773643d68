"""What people change of events, kept so that it can be looked up and undone; searches kept under a name."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE event_changes (
    id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    "before" JSON,
    "after" JSON,
    at_ms INTEGER NOT NULL,
    undone_ms INTEGER,
    CONSTRAINT pk_event_changes PRIMARY KEY (id),
    CONSTRAINT ck_event_changes_field CHECK (field IN ('note', 'locked', 'code')),
    CONSTRAINT fk_event_changes_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_event_changes_event_id ON event_changes (event_id)",
    """
CREATE TABLE saved_searches (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    saved_ms INTEGER NOT NULL,
    CONSTRAINT pk_saved_searches PRIMARY KEY (id),
    CONSTRAINT uq_saved_searches_name UNIQUE (name)
)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in ("saved_searches", "event_changes"):
        op.execute(f"DROP TABLE {table}")
