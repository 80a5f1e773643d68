"""What this installation knows of its licence: see `database/licence_tables.py`."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
CREATE TABLE licence_facts (
    name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT pk_licence_facts PRIMARY KEY (name)
)
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE licence_facts")
