"""Every start of a program keeps what came of it."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = (
    "again BOOLEAN DEFAULT 0 NOT NULL",
    "files_total INTEGER",
    "files_done INTEGER",
    "files_failed INTEGER",
    "files_before INTEGER",
    "media_ms INTEGER",
)


def upgrade() -> None:
    for column in COLUMNS:
        op.execute(f"ALTER TABLE program_runs ADD COLUMN {column}")


def downgrade() -> None:
    for column in COLUMNS:
        op.execute(f"ALTER TABLE program_runs DROP COLUMN {column.split()[0]}")
