"""Whether the sound of a live camera is recorded with its picture."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE cameras ADD COLUMN record_sound BOOLEAN DEFAULT 0 NOT NULL")


def downgrade() -> None:
    op.execute("ALTER TABLE cameras DROP COLUMN record_sound")
