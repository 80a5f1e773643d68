"""Tables of packing events, their codes and clips, and the index behind the search.

The search index is five ways into `event_codes`: the normal form, its reverse, its folded form (look-alike characters
made equal), the event, and `code_grams`, an FTS5 table with every run of five characters of the normal form.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)

from database.column_types import CodeText, PathText
from database.schema import id_column, metadata, need, one_of

FLAGGED = "flags <> '[]'"
"""Of an event with any flag. A query that says so in the same words is answered from an index of these alone."""
JOB_STATES = ("queued", "running", "done", "failed", "cancelled")

events = Table(
    "events",
    metadata,
    id_column(),
    need("public_id", Text, comment="Known outside; survives a new derivation"),
    Column("camera_id", ForeignKey("cameras.id"), nullable=False),
    need("start_ms", Integer),
    need("end_ms", Integer),
    need("flags", JSON, "'[]'", comment="Array of event flags"),
    need("note", Text, "''"),
    need("locked", Boolean, "0", "Kept for ever"),
    need("created_ms", Integer),
    need("updated_ms", Integer),
    UniqueConstraint("public_id"),
    CheckConstraint("end_ms >= start_ms", name="order"),
    # Lists are in order of start and id. Behind these stands what tells, without a look at each row, what reaches into
    # a stretch of time, and whose events are passed over for who may see some cameras only.
    Index(None, "camera_id", "start_ms", "id", "end_ms"),
    Index(None, "start_ms", "id", "camera_id"),
    Index("ix_events_flagged", "start_ms", "id", "camera_id", "flags", sqlite_where=text(FLAGGED)),
    sqlite_autoincrement=True,
    comment="Packing events, derived from observations",
)

event_aliases = Table(
    "event_aliases",
    metadata,
    Column("public_id", Text, primary_key=True, comment="Id of an event that became part of another one"),
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), nullable=False),
    Index(None, "event_id"),
    comment="Former public ids, so that old links still lead somewhere",
)

event_parts = Table(
    "event_parts",
    metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("recording_id", ForeignKey("recordings.id"), nullable=False),
    need("from_ms", Integer, comment="From the first frame of the recording"),
    need("to_ms", Integer),
    CheckConstraint("to_ms >= from_ms", name="order"),
    Index(None, "recording_id"),
    sqlite_with_rowid=False,
    comment="The stretches of files an event covers, in order",
)

event_codes = Table(
    "event_codes",
    metadata,
    id_column(),
    # No cascade: deleting an event has to go through the repository, which also takes its codes out of `code_grams`.
    Column("event_id", ForeignKey("events.id"), nullable=False),
    need("text", CodeText, comment="As read"),
    need("norm", Text, comment="Upper case, no white space or control characters"),
    need("rev", Text, comment="norm backwards: last digits become a prefix"),
    need("folded", Text, comment="norm with look-alike characters made equal (O and 0, I and 1, ...)"),
    need("format", Text),
    need("first_ms", Integer),
    need("last_ms", Integer),
    need("frames", Integer),
    need("confidence", Float, comment="0..1"),
    need("manual", Boolean, "0", "Set by hand"),
    Index(None, "event_id", "norm"),
    Index(None, "norm"),
    Index(None, "rev"),
    Index(None, "folded"),
    sqlite_autoincrement=True,
    comment="Codes of an event",
)

CODE_GRAMS_DDL = (
    "CREATE VIRTUAL TABLE code_grams USING fts5("
    "grams, content='', columnsize=0, detail='none', tokenize='ascii', prefix='3 4')"
)
"""Contentless: the row id is `event_codes.id`. Parts of 3 or 4 characters are looked up as the prefix of a gram."""

event.listen(event_codes, "after_create", DDL(CODE_GRAMS_DDL))  # type: ignore[no-untyped-call]

dirty_windows = Table(
    "dirty_windows",
    metadata,
    id_column(),
    Column("camera_id", ForeignKey("cameras.id", ondelete="CASCADE"), nullable=False),
    need("from_ms", Integer),
    need("to_ms", Integer),
    need("created_ms", Integer),
    Index(None, "camera_id"),
    sqlite_autoincrement=True,
    comment="Stretches whose events have to be derived again; emptied in the transaction that replaces the events",
)

clips = Table(
    "clips",
    metadata,
    id_column(),
    need("public_id", Text),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    need("mode", Text, comment="fast: stream copy; exact: re-encoded"),
    need("status", Text, "'queued'"),
    need("progress", Float, "0", "0..1"),
    Column("path", PathText),
    need("size_bytes", Integer, "0"),
    Column("sha256", Text),
    need("duration_ms", Integer, "0"),
    Column("reason", Text, comment="Why it failed, for people"),
    need("locked", Boolean, "0", "Kept for ever"),
    Column("batch_id", Text),
    need("from_ms", Integer),
    need("to_ms", Integer),
    need("burn_in", Boolean, "0"),
    need("created_ms", Integer),
    Column("done_ms", Integer),
    Column("reason_code", Text, comment="Why it failed, for programs"),
    UniqueConstraint("public_id"),
    one_of("mode", ("fast", "exact")),
    one_of("status", JOB_STATES),
    CheckConstraint("to_ms > from_ms", name="order"),
    Index(None, "event_id"),
    Index(None, "batch_id"),
    Index(None, "status"),
    comment="Clips cut, being cut or to be cut",
)

renditions = Table(
    "renditions",
    metadata,
    Column("recording_id", ForeignKey("recordings.id", ondelete="CASCADE"), primary_key=True),
    Column("path", PathText),
    need("status", Text, "'queued'"),
    need("progress", Float, "0", "0..1"),
    need("size_bytes", Integer, "0"),
    Column("reason", Text, comment="Why it failed, for people"),
    need("created_ms", Integer),
    Column("reason_code", Text, comment="Why it failed, for programs"),
    one_of("status", JOB_STATES),
    comment="H.264 copies of recordings a browser cannot play; the recording stays as it is",
)
