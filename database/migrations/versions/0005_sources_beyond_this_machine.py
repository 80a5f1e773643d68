"""Sources beyond this machine: more kinds, secrets, cameras, synchronisation, files brought here."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# A check of a column cannot be changed in place, so the table is made anew around its rows. Links to it are by name.
STATEMENTS = (
    "CREATE TABLE kept_sources AS SELECT * FROM video_sources",
    "DROP TABLE video_sources",
    """
CREATE TABLE video_sources (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    config JSON DEFAULT '{}' NOT NULL,
    enabled BOOLEAN DEFAULT 1 NOT NULL,
    created_ms INTEGER NOT NULL,
    CONSTRAINT pk_video_sources PRIMARY KEY (id),
    CONSTRAINT uq_video_sources_name UNIQUE (name),
    CONSTRAINT uq_video_sources_kind_path UNIQUE (kind, path),
    CONSTRAINT ck_video_sources_kind CHECK (kind IN ('local', 'drive', 'rtsp', 'onvif', 'zoneminder', 'hikvision', 'dahua'))
)
    """,
    "INSERT INTO video_sources SELECT * FROM kept_sources",
    "DROP TABLE kept_sources",
    """
CREATE TABLE source_secrets (
    source_id INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT pk_source_secrets PRIMARY KEY (source_id),
    CONSTRAINT fk_source_secrets_source_id_video_sources FOREIGN KEY(source_id) REFERENCES video_sources (id) ON DELETE CASCADE
)
    """,
    """
CREATE TABLE source_cameras (
    id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    remote_key TEXT NOT NULL,
    name TEXT NOT NULL,
    camera_id INTEGER,
    enabled BOOLEAN DEFAULT 1 NOT NULL,
    details JSON DEFAULT '{}' NOT NULL,
    created_ms INTEGER NOT NULL,
    CONSTRAINT pk_source_cameras PRIMARY KEY (id),
    CONSTRAINT uq_source_cameras_source_id_remote_key UNIQUE (source_id, remote_key),
    CONSTRAINT fk_source_cameras_source_id_video_sources FOREIGN KEY(source_id) REFERENCES video_sources (id) ON DELETE CASCADE,
    CONSTRAINT fk_source_cameras_camera_id_cameras FOREIGN KEY(camera_id) REFERENCES cameras (id) ON DELETE SET NULL
)
    """,
    "CREATE INDEX ix_source_cameras_camera_id ON source_cameras (camera_id)",
    """
CREATE TABLE sync_status (
    source_id INTEGER NOT NULL,
    state TEXT DEFAULT 'new' NOT NULL,
    paused BOOLEAN DEFAULT 0 NOT NULL,
    started_ms INTEGER,
    ended_ms INTEGER,
    succeeded_ms INTEGER,
    next_ms INTEGER,
    failures INTEGER DEFAULT 0 NOT NULL,
    trouble TEXT,
    message TEXT,
    details JSON DEFAULT '{}' NOT NULL,
    cursor JSON,
    files INTEGER DEFAULT 0 NOT NULL,
    bytes INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_sync_status PRIMARY KEY (source_id),
    CONSTRAINT ck_sync_status_state CHECK (state IN ('new', 'idle', 'running', 'waiting', 'paused', 'failed')),
    CONSTRAINT fk_sync_status_source_id_video_sources FOREIGN KEY(source_id) REFERENCES video_sources (id) ON DELETE CASCADE
)
    """,
    """
CREATE TABLE sync_runs (
    id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    started_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    listed INTEGER DEFAULT 0 NOT NULL,
    fetched INTEGER DEFAULT 0 NOT NULL,
    failed INTEGER DEFAULT 0 NOT NULL,
    bytes INTEGER DEFAULT 0 NOT NULL,
    trouble TEXT,
    message TEXT,
    by_hand BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT pk_sync_runs PRIMARY KEY (id),
    CONSTRAINT fk_sync_runs_source_id_video_sources FOREIGN KEY(source_id) REFERENCES video_sources (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_sync_runs_source_id_started_ms ON sync_runs (source_id, started_ms)",
    """
CREATE TABLE downloaded_files (
    id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    remote_key TEXT NOT NULL,
    version TEXT DEFAULT '' NOT NULL,
    camera_key TEXT NOT NULL,
    name TEXT NOT NULL,
    size_bytes INTEGER,
    md5 TEXT,
    start_ms INTEGER,
    duration_ms INTEGER,
    modified_ms INTEGER,
    details JSON DEFAULT '{}' NOT NULL,
    state TEXT DEFAULT 'wanted' NOT NULL,
    path TEXT,
    fetched_bytes INTEGER DEFAULT 0 NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    try_after_ms INTEGER,
    trouble TEXT,
    message TEXT,
    listed_ms INTEGER NOT NULL,
    done_ms INTEGER,
    CONSTRAINT pk_downloaded_files PRIMARY KEY (id),
    CONSTRAINT uq_downloaded_files_source_id_remote_key_version UNIQUE (source_id, remote_key, version),
    CONSTRAINT ck_downloaded_files_state CHECK (state IN ('wanted', 'partial', 'done', 'failed', 'skipped', 'removed')),
    CONSTRAINT fk_downloaded_files_source_id_video_sources FOREIGN KEY(source_id) REFERENCES video_sources (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_downloaded_files_path ON downloaded_files (path)",
    "CREATE INDEX ix_downloaded_files_source_id_state_try_after_ms ON downloaded_files (source_id, state, try_after_ms)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in ("downloaded_files", "sync_runs", "sync_status", "source_cameras", "source_secrets"):
        op.execute(f"DROP TABLE {table}")
