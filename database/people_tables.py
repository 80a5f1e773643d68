"""Tables of what people do: changes of events by hand, with what was before, and searches kept under a name."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from database.schema import id_column, metadata, need, one_of

CHANGE_FIELDS = ("note", "locked", "code")

event_changes = Table(
    "event_changes",
    metadata,
    id_column(),
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), nullable=False),
    need("field", Text),
    Column("before", JSON(none_as_null=True), comment="A note, a lock, or a code with all that was known of it"),
    Column("after", JSON(none_as_null=True)),
    need("at_ms", Integer),
    Column("undone_ms", Integer),
    one_of("field", CHANGE_FIELDS),
    Index(None, "event_id"),
    comment="Changes of events by hand. A read code that was taken away stays away when the event is derived again",
)

saved_searches = Table(
    "saved_searches",
    metadata,
    id_column(),
    need("owner_id", Integer, "0", "Whose it is; 0: of everybody who sees all cameras"),
    need("name", Text),
    need("address", Text, comment="The query part of the dashboard's address"),
    need("saved_ms", Integer),
    UniqueConstraint("owner_id", "name"),
    comment="Searches kept under a name",
)
