"""What this installation knows of its licence, sealed: an edited row cannot be opened, which is noticed."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, Table, Text

from database.schema import metadata, need

licence_facts = Table(
    "licence_facts",
    metadata,
    Column("name", Text, primary_key=True, nullable=False, comment="`licence`, `clock`"),
    Column("sealed", LargeBinary, nullable=False),
    need("updated_ms", Integer),
    comment="The licence installed here, the start of the trial, the latest time seen",
)
