"""Tables of what analyses learned about the cameras themselves."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Float, ForeignKey, Index, Integer, LargeBinary, Table

from database.schema import id_column, metadata, need

recording_health = Table(
    "recording_health",
    metadata,
    Column("recording_id", ForeignKey("recordings.id", ondelete="CASCADE"), primary_key=True),
    Column("from_ms", Integer, primary_key=True, autoincrement=False, comment="Of the stretch, from the first frame"),
    need("to_ms", Integer),
    need("looks", Integer, comment="Looks that were measured"),
    need("free_looks", Integer, comment="Of these, at the free table"),
    need("sticker_reads", Integer),
    need("has_trigger", Boolean),
    *(Column(f"sticker_{side}", Integer, comment="px of the frame; null: never read") for side in ("x", "y", "w", "h")),
    Column("sticker_px", Float, comment="px per module"),
    *(Column(f"region_{side}", Integer, comment="The trigger region at the time") for side in ("x", "y", "w", "h")),
    need("labels_seen", Integer, comment="Packings with print in sight"),
    need("labels_read", Integer),
    Column("label_px", Float, comment="Median px per module of the codes read"),
    need("brightness", Float, comment="Mean luma, 0..255"),
    need("contrast", Float),
    need("sharpness", Float),
    need("dark_looks", Integer),
    need("flat_looks", Integer),
    need("frozen_ms", Integer),
    need("frame_width", Integer),
    need("frame_height", Integer),
    need("sample_ms", Integer, comment="A look at the free table, from the first frame of the file"),
    Column("scene", LargeBinary, comment="The empty scene, zlib: rows x 64 mean luma values"),
    comment="Whether a stretch of a recording shows what it should; none for recordings analysed by older versions",
)

unread_labels = Table(
    "unread_labels",
    metadata,
    id_column(),
    Column("recording_id", ForeignKey("recordings.id", ondelete="CASCADE"), nullable=False),
    need("from_ms", Integer, comment="From the first frame of the file"),
    need("to_ms", Integer),
    need("best_ms", Integer, comment="The look with the most print"),
    CheckConstraint("to_ms >= from_ms", name="order"),
    Index(None, "recording_id"),
    comment="Packings with print in sight of which no code was read",
)

health_baselines = Table(
    "health_baselines",
    metadata,
    id_column(),
    Column("camera_id", ForeignKey("cameras.id", ondelete="CASCADE"), nullable=False),
    need("from_ms", Integer, comment="The camera as recorded from then on is the new normal"),
    need("created_ms", Integer),
    Index(None, "camera_id"),
    comment="When people said that a camera was set up anew; the latest row of a camera counts",
)
