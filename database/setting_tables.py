"""Small key-value tables: settings, facts about the shop, facts programs remember; columns of marketplaces' sheets."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, Table, Text, UniqueConstraint

from database.schema import id_column, metadata, need

processing_config = Table(
    "processing_config",
    metadata,
    Column("key", Text, primary_key=True),
    need("value", JSON),
    need("updated_ms", Integer),
    comment="Settings that differ from their default",
)

general_info = Table(
    "general_info",
    metadata,
    Column("key", Text, primary_key=True),
    need("value", JSON),
    need("updated_ms", Integer),
    comment="The shop: brand, country, time zone, working days and hours",
)

program_status = Table(
    "program_status",
    metadata,
    Column("key", Text, primary_key=True),
    need("value", Text),
    need("updated_ms", Integer),
    comment="Small facts the programs remember",
)

platform_column_mappings = Table(
    "platform_column_mappings",
    metadata,
    id_column(),
    need("platform_name", Text),
    need("column_header", Text, "''", "Header of the column that holds the codes; empty: none"),
    need("column_letter", Text, comment="Spreadsheet letter of that column"),
    need("created_ms", Integer),
    need("updated_ms", Integer),
    UniqueConstraint("platform_name"),
    comment="Which column of a marketplace's export holds the tracking codes",
)
