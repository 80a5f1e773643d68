"""Searches saved by people who see some cameras only are theirs: their words must not reach others, nor others' them."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE saved_searches (
    id INTEGER NOT NULL,
    owner_id INTEGER DEFAULT 0 NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    saved_ms INTEGER NOT NULL,
    CONSTRAINT pk_saved_searches PRIMARY KEY (id),
    CONSTRAINT uq_saved_searches_owner_id_name UNIQUE (owner_id, name)
)
"""


def upgrade() -> None:
    op.execute("ALTER TABLE saved_searches RENAME TO saved_searches_before")
    op.execute(_TABLE)
    op.execute(
        "INSERT INTO saved_searches (id, name, address, saved_ms) "
        "SELECT id, name, address, saved_ms FROM saved_searches_before"
    )
    op.execute("DROP TABLE saved_searches_before")


def downgrade() -> None:
    raise NotImplementedError("Searches of single people would become everybody's: restore the copy made before.")
