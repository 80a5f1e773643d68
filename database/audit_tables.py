"""Who did what. Lines are added and, past their age, deleted from the oldest on; nothing else is ever done to them."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, Table, Text

from database.schema import metadata, need

audit_lines = Table(
    "audit_lines",
    metadata,
    Column("seq", Integer, primary_key=True, comment="Without gaps"),
    need("at_ms", Integer),
    need("actor", Text),
    Column("actor_id", Integer, comment="Of user_profiles; the line outlives the profile"),
    need("role", Text),
    need("address", Text),
    need("action", Text),
    need("outcome", Text),
    need("details", JSON),
    need("hash", Text, comment="SHA-256 over the line and the hash before it"),
    Index(None, "at_ms"),
    Index(None, "actor", "seq"),
    Index(None, "action", "seq"),
    comment="The record of who did what",
)

audit_ends = Table(
    "audit_ends",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    comment="Where the record begins and ends, sealed: lines cannot be cut off unnoticed",
)
