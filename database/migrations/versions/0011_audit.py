"""Who did what: see `database/audit_tables.py`."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE audit_lines (
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    actor_id INTEGER,
    role TEXT NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL,
    details JSON NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT pk_audit_lines PRIMARY KEY (seq)
)
    """,
    "CREATE INDEX ix_audit_lines_action_seq ON audit_lines (action, seq)",
    "CREATE INDEX ix_audit_lines_actor_seq ON audit_lines (actor, seq)",
    "CREATE INDEX ix_audit_lines_at_ms ON audit_lines (at_ms)",
    """
CREATE TABLE audit_ends (
    id INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    CONSTRAINT pk_audit_ends PRIMARY KEY (id)
)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in ("audit_ends", "audit_lines"):
        op.execute(f"DROP TABLE {table}")
