"""Tables of live cameras: when and why nothing was recorded, who has it all the same, and how their streams did."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, Table, Text

from backend.domain.live import GapOutcome, LiveGapCause
from database.schema import id_column, metadata, need, one_of

live_gaps = Table(
    "live_gaps",
    metadata,
    id_column(),
    Column("camera_id", ForeignKey("cameras.id", ondelete="CASCADE"), nullable=False),
    need("cause", Text),
    need("from_ms", Integer, comment="End of what was recorded before, UTC epoch ms"),
    Column("to_ms", Integer, comment="Empty: it lasts. Equal to from_ms: a jump of a clock, nothing is missing"),
    need("details", JSON, "'{}'"),
    one_of("cause", LiveGapCause),
    Index(None, "camera_id", "from_ms"),
    comment="Times of which a live camera has no recording, and why",
)

gap_looks = Table(
    "gap_looks",
    metadata,
    Column("gap_id", ForeignKey("live_gaps.id", ondelete="CASCADE"), primary_key=True),
    Column("source_id", ForeignKey("video_sources.id", ondelete="CASCADE"), primary_key=True),
    need("looks", Integer),
    need("looked_ms", Integer),
    Column("next_ms", Integer, comment="When it is looked for again; empty: not any more"),
    need("outcome", Text),
    one_of("outcome", GapOutcome),
    Index(None, "source_id", "next_ms"),
    comment="What a source that keeps recordings of a live camera was found to have of a gap",
)

live_minutes = Table(
    "live_minutes",
    metadata,
    Column("camera_id", ForeignKey("cameras.id", ondelete="CASCADE"), primary_key=True),
    Column("minute_ms", Integer, primary_key=True, comment="Its beginning, UTC epoch ms"),
    need("fps", Float),
    need("bitrate_bps", Integer),
    need("jitter_ms", Float),
    Column("keyframe_ms", Integer, comment="Usual time between keyframes"),
    need("gap_ms", Integer, comment="Without a picture, of this minute"),
    Index(None, "minute_ms"),
    comment="How the stream of a live camera did; old minutes go by themselves",
)
