"""The list of all recordings begins with the newest: it reads an index instead of sorting years of them."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_recordings_start_ms", "recordings", ["start_ms"])


def downgrade() -> None:
    op.drop_index("ix_recordings_start_ms", "recordings")
