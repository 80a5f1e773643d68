"""The first schema, written out in `0001_first_store.sql` so that later changes of `tables.py` cannot alter it."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    without_comments = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    for statement in without_comments.split(";\n"):
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("There is nothing before the first schema.")
