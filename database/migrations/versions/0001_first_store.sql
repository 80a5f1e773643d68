-- The first schema of the store. Frozen: a change is a new migration.

CREATE TABLE general_info (
    "key" TEXT NOT NULL,
    value JSON NOT NULL,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT pk_general_info PRIMARY KEY ("key")
);

CREATE TABLE platform_column_mappings (
    id INTEGER NOT NULL,
    platform_name TEXT NOT NULL,
    column_header TEXT DEFAULT '' NOT NULL,
    column_letter TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT pk_platform_column_mappings PRIMARY KEY (id),
    CONSTRAINT uq_platform_column_mappings_platform_name UNIQUE (platform_name)
);

CREATE TABLE processing_config (
    "key" TEXT NOT NULL,
    value JSON NOT NULL,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT pk_processing_config PRIMARY KEY ("key")
);

CREATE TABLE program_runs (
    id INTEGER NOT NULL,
    program TEXT NOT NULL,
    days INTEGER,
    custom_path TEXT,
    status TEXT DEFAULT 'running' NOT NULL,
    started_ms INTEGER NOT NULL,
    finished_ms INTEGER,
    CONSTRAINT pk_program_runs PRIMARY KEY (id),
    CONSTRAINT ck_program_runs_program CHECK (program IN ('first', 'default', 'custom')),
    CONSTRAINT ck_program_runs_status CHECK (status IN ('running', 'done', 'stopped', 'failed'))
);

CREATE TABLE program_status (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT pk_program_status PRIMARY KEY ("key")
);

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
    CONSTRAINT ck_video_sources_kind CHECK (kind IN ('local'))
);

CREATE TABLE cameras (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    source_id INTEGER,
    folder TEXT,
    timezone TEXT NOT NULL,
    start_time_rule TEXT NOT NULL,
    filename_pattern TEXT,
    container_time_is_local BOOLEAN DEFAULT 0 NOT NULL,
    clock_offset_ms INTEGER DEFAULT 0 NOT NULL,
    trigger_text TEXT NOT NULL,
    symbologies JSON NOT NULL,
    enabled BOOLEAN DEFAULT 1 NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT pk_cameras PRIMARY KEY (id),
    CONSTRAINT uq_cameras_name UNIQUE (name),
    CONSTRAINT ck_cameras_start_time_rule CHECK (start_time_rule IN ('filename', 'container', 'mtime')),
    CONSTRAINT fk_cameras_source_id_video_sources FOREIGN KEY(source_id) REFERENCES video_sources (id) ON DELETE SET NULL
);

CREATE INDEX ix_cameras_source_id ON cameras (source_id);

CREATE TABLE dirty_windows (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    camera_id INTEGER NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    CONSTRAINT fk_dirty_windows_camera_id_cameras FOREIGN KEY(camera_id) REFERENCES cameras (id) ON DELETE CASCADE
);

CREATE INDEX ix_dirty_windows_camera_id ON dirty_windows (camera_id);

CREATE TABLE events (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL,
    camera_id INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    flags JSON DEFAULT '[]' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    locked BOOLEAN DEFAULT 0 NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT uq_events_public_id UNIQUE (public_id),
    CONSTRAINT ck_events_order CHECK (end_ms >= start_ms),
    CONSTRAINT fk_events_camera_id_cameras FOREIGN KEY(camera_id) REFERENCES cameras (id)
);

CREATE INDEX ix_events_camera_id_start_ms ON events (camera_id, start_ms);

CREATE INDEX ix_events_start_ms ON events (start_ms);

CREATE TABLE packing_profiles (
    id INTEGER NOT NULL,
    camera_id INTEGER NOT NULL,
    "trigger" JSON,
    label JSON,
    packing JSON,
    frame_width INTEGER,
    frame_height INTEGER,
    min_packing_ms INTEGER NOT NULL,
    max_packing_ms INTEGER NOT NULL,
    continuous_gap_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT pk_packing_profiles PRIMARY KEY (id),
    CONSTRAINT uq_packing_profiles_camera_id UNIQUE (camera_id),
    CONSTRAINT ck_packing_profiles_packing_times CHECK (min_packing_ms >= 0 AND max_packing_ms > min_packing_ms),
    CONSTRAINT ck_packing_profiles_continuous_gap CHECK (continuous_gap_ms >= 0),
    CONSTRAINT fk_packing_profiles_camera_id_cameras FOREIGN KEY(camera_id) REFERENCES cameras (id) ON DELETE CASCADE
);

CREATE TABLE recordings (
    id INTEGER NOT NULL,
    camera_id INTEGER NOT NULL,
    path TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    head_tail_sha256 TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    start_rule TEXT NOT NULL,
    duration_ms INTEGER DEFAULT 0 NOT NULL,
    width INTEGER DEFAULT 0 NOT NULL,
    height INTEGER DEFAULT 0 NOT NULL,
    fps FLOAT DEFAULT 0 NOT NULL,
    codec TEXT DEFAULT '' NOT NULL,
    has_audio BOOLEAN DEFAULT 0 NOT NULL,
    frames_total INTEGER DEFAULT 0 NOT NULL,
    frames_decoded INTEGER DEFAULT 0 NOT NULL,
    wall_ms INTEGER DEFAULT 0 NOT NULL,
    status TEXT DEFAULT 'pending' NOT NULL,
    reason_code TEXT,
    reason TEXT,
    priority INTEGER DEFAULT 0 NOT NULL,
    run_id INTEGER,
    owner TEXT,
    claimed_ms INTEGER,
    heartbeat_ms INTEGER,
    started_ms INTEGER,
    done_ms INTEGER,
    attempts INTEGER DEFAULT 0 NOT NULL,
    progress FLOAT DEFAULT 0 NOT NULL,
    settings_hash TEXT,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT pk_recordings PRIMARY KEY (id),
    CONSTRAINT uq_recordings_camera_id_path UNIQUE (camera_id, path),
    CONSTRAINT ck_recordings_status CHECK (status IN ('pending', 'claimed', 'done', 'failed', 'skipped', 'missing')),
    CONSTRAINT ck_recordings_sizes CHECK (size_bytes >= 0 AND duration_ms >= 0),
    CONSTRAINT ck_recordings_claim_has_owner CHECK ((status = 'claimed') = (owner IS NOT NULL)),
    CONSTRAINT fk_recordings_camera_id_cameras FOREIGN KEY(camera_id) REFERENCES cameras (id),
    CONSTRAINT fk_recordings_run_id_program_runs FOREIGN KEY(run_id) REFERENCES program_runs (id) ON DELETE SET NULL
);

CREATE INDEX ix_recordings_camera_id_start_ms ON recordings (camera_id, start_ms);

CREATE INDEX ix_recordings_head_tail_sha256 ON recordings (head_tail_sha256);

CREATE INDEX ix_recordings_run_id ON recordings (run_id);

CREATE INDEX ix_recordings_status_priority_start_ms ON recordings (status, priority, start_ms);

CREATE TABLE clips (
    id INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    event_id INTEGER NOT NULL,
    mode TEXT NOT NULL,
    status TEXT DEFAULT 'queued' NOT NULL,
    progress FLOAT DEFAULT 0 NOT NULL,
    path TEXT,
    size_bytes INTEGER DEFAULT 0 NOT NULL,
    sha256 TEXT,
    duration_ms INTEGER DEFAULT 0 NOT NULL,
    reason TEXT,
    locked BOOLEAN DEFAULT 0 NOT NULL,
    batch_id TEXT,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    burn_in BOOLEAN DEFAULT 0 NOT NULL,
    created_ms INTEGER NOT NULL,
    done_ms INTEGER,
    CONSTRAINT pk_clips PRIMARY KEY (id),
    CONSTRAINT uq_clips_public_id UNIQUE (public_id),
    CONSTRAINT ck_clips_mode CHECK (mode IN ('fast', 'exact')),
    CONSTRAINT ck_clips_status CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    CONSTRAINT ck_clips_order CHECK (to_ms > from_ms),
    CONSTRAINT fk_clips_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE INDEX ix_clips_batch_id ON clips (batch_id);

CREATE INDEX ix_clips_event_id ON clips (event_id);

CREATE INDEX ix_clips_status ON clips (status);

CREATE TABLE event_aliases (
    public_id TEXT NOT NULL,
    event_id INTEGER NOT NULL,
    CONSTRAINT pk_event_aliases PRIMARY KEY (public_id),
    CONSTRAINT fk_event_aliases_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE
);

CREATE INDEX ix_event_aliases_event_id ON event_aliases (event_id);

CREATE TABLE event_codes (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    event_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    norm TEXT NOT NULL,
    rev TEXT NOT NULL,
    folded TEXT NOT NULL,
    format TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    confidence FLOAT NOT NULL,
    manual BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT fk_event_codes_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE INDEX ix_event_codes_event_id_norm ON event_codes (event_id, norm);

CREATE INDEX ix_event_codes_folded ON event_codes (folded);

CREATE INDEX ix_event_codes_norm ON event_codes (norm);

CREATE INDEX ix_event_codes_rev ON event_codes (rev);

CREATE VIRTUAL TABLE code_grams USING fts5(grams, content='', columnsize=0, detail='none', tokenize='ascii', prefix='3 4');

CREATE TABLE event_parts (
    event_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    recording_id INTEGER NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    CONSTRAINT pk_event_parts PRIMARY KEY (event_id, seq),
    CONSTRAINT ck_event_parts_order CHECK (to_ms >= from_ms),
    CONSTRAINT fk_event_parts_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE,
    CONSTRAINT fk_event_parts_recording_id_recordings FOREIGN KEY(recording_id) REFERENCES recordings (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_event_parts_recording_id ON event_parts (recording_id);

CREATE TABLE observation_spans (
    id INTEGER NOT NULL,
    recording_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    CONSTRAINT pk_observation_spans PRIMARY KEY (id),
    CONSTRAINT ck_observation_spans_kind CHECK (kind IN ('trigger', 'hands', 'motion', 'occupied')),
    CONSTRAINT ck_observation_spans_state CHECK (state IN ('visible', 'covered', 'unknown', 'present')),
    CONSTRAINT ck_observation_spans_order CHECK (to_ms >= from_ms),
    CONSTRAINT fk_observation_spans_recording_id_recordings FOREIGN KEY(recording_id) REFERENCES recordings (id) ON DELETE CASCADE
);

CREATE INDEX ix_observation_spans_recording_id ON observation_spans (recording_id);

CREATE TABLE renditions (
    recording_id INTEGER NOT NULL,
    path TEXT,
    status TEXT DEFAULT 'queued' NOT NULL,
    progress FLOAT DEFAULT 0 NOT NULL,
    size_bytes INTEGER DEFAULT 0 NOT NULL,
    reason TEXT,
    created_ms INTEGER NOT NULL,
    CONSTRAINT pk_renditions PRIMARY KEY (recording_id),
    CONSTRAINT ck_renditions_status CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    CONSTRAINT fk_renditions_recording_id_recordings FOREIGN KEY(recording_id) REFERENCES recordings (id) ON DELETE CASCADE
);

CREATE TABLE sightings (
    id INTEGER NOT NULL,
    recording_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    format TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    confidence FLOAT NOT NULL,
    x INTEGER NOT NULL,
    y INTEGER NOT NULL,
    w INTEGER NOT NULL,
    h INTEGER NOT NULL,
    best_ms INTEGER NOT NULL,
    CONSTRAINT pk_sightings PRIMARY KEY (id),
    CONSTRAINT ck_sightings_order CHECK (last_ms >= first_ms),
    CONSTRAINT fk_sightings_recording_id_recordings FOREIGN KEY(recording_id) REFERENCES recordings (id) ON DELETE CASCADE
);

CREATE INDEX ix_sightings_recording_id ON sightings (recording_id);
