"""Tables of sources beyond this machine: their secrets, cameras, synchronisation, and the files brought here."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from backend.domain.source import SourceState
from database.column_types import PathText
from database.schema import id_column, metadata, need, one_of

FILE_STATES = ("wanted", "partial", "done", "failed", "skipped", "removed")

source_secrets = Table(
    "source_secrets",
    metadata,
    Column("source_id", ForeignKey("video_sources.id", ondelete="CASCADE"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False, comment="Sealed with the key file; never leaves the program"),
    need("updated_ms", Integer),
    comment="Passwords and tokens of sources",
)

source_cameras = Table(
    "source_cameras",
    metadata,
    id_column(),
    Column("source_id", ForeignKey("video_sources.id", ondelete="CASCADE"), nullable=False),
    need("remote_key", Text, comment="What the source calls it: a folder's id, a monitor, a channel, a profile"),
    need("name", Text, comment="Its name there"),
    Column("camera_id", ForeignKey("cameras.id", ondelete="SET NULL"), comment="The camera it is here, once chosen"),
    need("enabled", Boolean, "1"),
    need("details", JSON, "'{}'"),
    need("created_ms", Integer),
    UniqueConstraint("source_id", "remote_key"),
    Index(None, "camera_id"),
    comment="Which camera, channel or folder of a source is which camera here. Several may be one camera",
)

sync_status = Table(
    "sync_status",
    metadata,
    Column("source_id", ForeignKey("video_sources.id", ondelete="CASCADE"), primary_key=True),
    need("state", Text, "'new'"),
    need("paused", Boolean, "0"),
    Column("started_ms", Integer, comment="Of the run that runs, else of the last one"),
    Column("ended_ms", Integer),
    Column("succeeded_ms", Integer, comment="End of the last run in which all went well"),
    Column("next_ms", Integer, comment="When the next run is due"),
    need("failures", Integer, "0", "Runs in a row that did not go well"),
    Column("trouble", Text),
    Column("message", Text),
    need("details", JSON, "'{}'"),
    Column("cursor", JSON(none_as_null=True), comment="Where the next listing goes on"),
    need("files", Integer, "0", "Fetched since the source was added"),
    need("bytes", Integer, "0"),
    one_of("state", SourceState),
    comment="How each source is, and when it is looked at next",
)

sync_runs = Table(
    "sync_runs",
    metadata,
    id_column(),
    Column("source_id", ForeignKey("video_sources.id", ondelete="CASCADE"), nullable=False),
    need("started_ms", Integer),
    Column("ended_ms", Integer),
    need("listed", Integer, "0"),
    need("fetched", Integer, "0"),
    need("failed", Integer, "0"),
    need("bytes", Integer, "0"),
    Column("trouble", Text, comment="Empty: all went well"),
    Column("message", Text),
    need("by_hand", Boolean, "0"),
    Index(None, "source_id", "started_ms"),
    comment="History of synchronisation; old rows go with the logs",
)

downloaded_files = Table(
    "downloaded_files",
    metadata,
    id_column(),
    Column("source_id", ForeignKey("video_sources.id", ondelete="CASCADE"), nullable=False),
    need("remote_key", Text),
    need("version", Text, "''", "Checksum or modification time there: another one is another content"),
    need("camera_key", Text, comment="remote_key of its row in source_cameras"),
    need("name", Text, comment="As it is called there"),
    Column("size_bytes", Integer),
    Column("md5", Text),
    Column("start_ms", Integer),
    Column("duration_ms", Integer),
    Column("modified_ms", Integer),
    need("details", JSON, "'{}'"),
    need("state", Text, "'wanted'"),
    Column("path", PathText, comment="Where it lies here, once whole"),
    need("fetched_bytes", Integer, "0"),
    need("attempts", Integer, "0"),
    Column("try_after_ms", Integer),
    Column("trouble", Text),
    Column("message", Text),
    need("listed_ms", Integer),
    Column("done_ms", Integer),
    UniqueConstraint("source_id", "remote_key", "version"),
    Index(None, "source_id", "state", "try_after_ms"),
    Index(None, "path"),
    one_of("state", FILE_STATES),
    comment="Files that sources have, and what became of each here",
)
