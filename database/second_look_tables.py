"""The queue of second looks: recordings whose work was not looked through for every code."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Float, ForeignKey, Index, Integer, Table, Text

from database.schema import metadata, need, one_of

second_looks = Table(
    "second_looks",
    metadata,
    Column("recording_id", ForeignKey("recordings.id", ondelete="CASCADE"), primary_key=True),
    need("status", Text, "'waiting'"),
    Column("owner", Text, comment="Who holds the claim"),
    Column("heartbeat_ms", Integer, comment="Last sign of life of the owner"),
    need("attempts", Integer, "0"),
    need("not_before_ms", Integer, "0"),
    need("progress", Float, "0", "0..1"),
    Column("reason_code", Text, comment="Why it was given up, for programs"),
    Column("reason", Text, comment="The same for people"),
    need("sightings_added", Integer, "0"),
    Column("done_ms", Integer),
    need("updated_ms", Integer),
    one_of("status", ("waiting", "claimed", "done", "failed")),
    CheckConstraint("(status = 'claimed') = (owner IS NOT NULL)", name="claim_has_owner"),
    Index(None, "status"),
    comment="Recordings to be looked through for every code when nothing else is to do; one row per analysis",
)
