"""Tables of sources, cameras, recordings and observations; the others are in files of their own beside this one.

SQLAlchemy 2 Core. The schema of a store is made by `database/migrations`; a test holds the two equal. `*_ms` is UTC
epoch milliseconds, except where the comment says that it counts from the first frame of a file.
"""

from __future__ import annotations

from sqlalchemy import (
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
)

from backend.domain.camera import StartTimeRule
from backend.domain.observation import SpanKind, SpanState
from backend.domain.recording import RecordingStatus
from backend.domain.source import SourceKind
from database.account_tables import (
    api_keys,
    clip_links,
    known_devices,
    one_time_addresses,
    recovery_codes,
    sign_in_pauses,
    stored_secrets,
    user_cameras,
    user_profiles,
    user_sessions,
)
from database.column_types import CodeText, PathText
from database.event_tables import (
    clips,
    dirty_windows,
    event_aliases,
    event_codes,
    event_parts,
    events,
    renditions,
)
from database.health_tables import health_baselines, recording_health, unread_labels
from database.licence_tables import licence_facts
from database.payment_tables import email_logs, license_activations, licenses, payment_transactions
from database.people_tables import event_changes, saved_searches
from database.schema import id_column, metadata, need, one_of
from database.second_look_tables import second_looks
from database.setting_tables import general_info, platform_column_mappings, processing_config, program_status
from database.source_tables import downloaded_files, source_cameras, source_secrets, sync_runs, sync_status

__all__ = [
    "api_keys",
    "cameras",
    "clip_links",
    "clips",
    "dirty_windows",
    "downloaded_files",
    "email_logs",
    "event_aliases",
    "event_changes",
    "event_codes",
    "event_parts",
    "events",
    "general_info",
    "health_baselines",
    "known_devices",
    "licence_facts",
    "license_activations",
    "licenses",
    "metadata",
    "observation_spans",
    "one_time_addresses",
    "packing_profiles",
    "payment_transactions",
    "platform_column_mappings",
    "processing_config",
    "program_runs",
    "program_status",
    "recording_health",
    "recordings",
    "recovery_codes",
    "renditions",
    "saved_searches",
    "second_looks",
    "sightings",
    "sign_in_pauses",
    "source_cameras",
    "source_secrets",
    "stored_secrets",
    "sync_runs",
    "sync_status",
    "unread_labels",
    "user_cameras",
    "user_profiles",
    "user_sessions",
    "video_sources",
]

video_sources = Table(
    "video_sources",
    metadata,
    id_column(),
    need("kind", Text, comment="Where recordings come from: a folder on this machine, a service, a device"),
    need("name", Text),
    need("path", PathText, comment="The folder looked through; of other kinds the one their files are brought to"),
    need("config", JSON, "'{}'", comment="What only this kind of source needs"),
    need("enabled", Boolean, "1"),
    need("created_ms", Integer),
    UniqueConstraint("name"),
    UniqueConstraint("kind", "path"),
    one_of("kind", SourceKind),
    comment="Where recordings are found",
)

cameras = Table(
    "cameras",
    metadata,
    id_column(),
    need("name", Text),
    Column("source_id", ForeignKey("video_sources.id", ondelete="SET NULL"), nullable=True),
    Column("folder", PathText, comment="Folder below the source's path; empty: the source's own folder"),
    need("timezone", Text, comment="IANA name"),
    need("start_time_rule", Text),
    Column("filename_pattern", Text, comment="Own pattern tried before the built-in ones"),
    need("container_time_is_local", Boolean, "0"),
    need("clock_offset_ms", Integer, "0", "Added to every start time"),
    need("trigger_text", Text),
    need("symbologies", JSON, comment="Array of symbology names"),
    need("enabled", Boolean, "1"),
    need("created_ms", Integer),
    need("updated_ms", Integer),
    UniqueConstraint("name"),
    one_of("start_time_rule", StartTimeRule),
    Index(None, "source_id"),
    comment="One row per camera: the identity that owns regions and a timeline",
)

packing_profiles = Table(
    "packing_profiles",
    metadata,
    id_column(),
    Column("camera_id", ForeignKey("cameras.id", ondelete="CASCADE"), nullable=False),
    Column("trigger", JSON(none_as_null=True), comment="[x, y, w, h] or corners [[x, y], ...] px, null: no sticker"),
    Column("label", JSON(none_as_null=True), comment="likewise, null: the whole frame"),
    Column("packing", JSON(none_as_null=True), comment="likewise, null: the whole frame"),
    Column("frame_width", Integer, comment="px of the frame the boxes were drawn on"),
    Column("frame_height", Integer),
    need("min_packing_ms", Integer),
    need("max_packing_ms", Integer),
    need("continuous_gap_ms", Integer),
    need("updated_ms", Integer),
    UniqueConstraint("camera_id"),
    CheckConstraint("min_packing_ms >= 0 AND max_packing_ms > min_packing_ms", name="packing_times"),
    CheckConstraint("continuous_gap_ms >= 0", name="continuous_gap"),
    comment="Regions and packing times of a camera",
)

program_runs = Table(
    "program_runs",
    metadata,
    id_column(),
    need("program", Text),
    Column("days", Integer, comment="First run: how many days back"),
    Column("custom_path", PathText, comment="Custom: the one file or folder"),
    need("status", Text, "'running'"),
    need("started_ms", Integer),
    Column("finished_ms", Integer),
    need("again", Boolean, "0", "Custom: what was analysed before is analysed once more"),
    Column("files_total", Integer, comment="The figures are kept at the end of the run"),
    Column("files_done", Integer, comment="Analysed, skipped or missing"),
    Column("files_failed", Integer),
    Column("files_before", Integer, comment="Of files_done: analysed before the run"),
    Column("media_ms", Integer, comment="Footage looked at by the run"),
    one_of("program", ("first", "default", "custom")),
    one_of("status", ("running", "done", "stopped", "failed")),
    comment="Every start of a program",
)

recordings = Table(
    "recordings",
    metadata,
    id_column(),
    Column("camera_id", ForeignKey("cameras.id"), nullable=False),
    need("path", PathText),
    need("size_bytes", Integer),
    need("mtime_ns", Integer),
    need("head_tail_sha256", Text, comment="Of the first and last 64 KiB: with the size, what the file is"),
    need("start_ms", Integer),
    need("start_rule", Text, comment="The rule that gave start_ms"),
    need("duration_ms", Integer, "0"),
    need("width", Integer, "0"),
    need("height", Integer, "0"),
    need("fps", Float, "0"),
    need("codec", Text, "''"),
    need("has_audio", Boolean, "0"),
    need("frames_total", Integer, "0"),
    need("frames_decoded", Integer, "0"),
    need("wall_ms", Integer, "0", "How long the analysis took"),
    need("status", Text, "'pending'"),
    Column("reason_code", Text, comment="Why it failed or was skipped, for programs"),
    Column("reason", Text, comment="The same for people"),
    need("priority", Integer, "0", "Higher goes first"),
    Column("run_id", ForeignKey("program_runs.id", ondelete="SET NULL"), nullable=True),
    Column("owner", Text, comment="Who holds the claim"),
    Column("claimed_ms", Integer),
    Column("heartbeat_ms", Integer, comment="Last sign of life of the owner"),
    Column("started_ms", Integer),
    Column("done_ms", Integer, comment="Set once its observations are stored"),
    need("attempts", Integer, "0"),
    need("progress", Float, "0", "0..1"),
    Column("settings_hash", Text, comment="Settings the observations were made with"),
    need("created_ms", Integer),
    need("updated_ms", Integer),
    UniqueConstraint("camera_id", "path"),
    one_of("status", RecordingStatus),
    CheckConstraint("size_bytes >= 0 AND duration_ms >= 0", name="sizes"),
    CheckConstraint("(status = 'claimed') = (owner IS NOT NULL)", name="claim_has_owner"),
    Index(None, "status", "priority", "start_ms"),
    Index(None, "camera_id", "start_ms"),
    Index(None, "head_tail_sha256"),
    Index(None, "run_id"),
    comment="One row per source video file, and the queue of what is to be analysed",
)

observation_spans = Table(
    "observation_spans",
    metadata,
    id_column(),
    Column("recording_id", ForeignKey("recordings.id", ondelete="CASCADE"), nullable=False),
    need("kind", Text),
    need("state", Text),
    need("from_ms", Integer, comment="From the first frame of the file"),
    need("to_ms", Integer),
    one_of("kind", SpanKind),
    one_of("state", SpanState),
    CheckConstraint("to_ms >= from_ms", name="order"),
    Index(None, "recording_id"),
    comment="Runs of equal state seen in a recording",
)

sightings = Table(
    "sightings",
    metadata,
    id_column(),
    Column("recording_id", ForeignKey("recordings.id", ondelete="CASCADE"), nullable=False),
    need("text", CodeText),
    need("format", Text),
    need("first_ms", Integer, comment="From the first frame of the file"),
    need("last_ms", Integer),
    need("frames", Integer),
    need("confidence", Float, comment="0..1"),
    *(need(side, Integer) for side in ("x", "y", "w", "h")),
    need("best_ms", Integer, comment="The frame in which it was read best"),
    CheckConstraint("last_ms >= first_ms", name="order"),
    Index(None, "recording_id"),
    comment="Codes seen in a recording",
)
