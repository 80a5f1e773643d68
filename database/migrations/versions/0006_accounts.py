"""Accounts: people, their sessions, keys, one-time addresses; what slows guessing down."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE sign_in_pauses (
    "key" TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    CONSTRAINT pk_sign_in_pauses PRIMARY KEY ("key")
)
    """,
    "CREATE INDEX ix_sign_in_pauses_last_ms ON sign_in_pauses (last_ms)",
    """
CREATE TABLE stored_secrets (
    name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    updated_ms INTEGER NOT NULL,
    CONSTRAINT pk_stored_secrets PRIMARY KEY (name)
)
    """,
    """
CREATE TABLE user_profiles (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    display_name TEXT DEFAULT '' NOT NULL,
    gmail_address TEXT,
    google_id TEXT,
    photo_url TEXT,
    role TEXT NOT NULL,
    all_cameras BOOLEAN DEFAULT 1 NOT NULL,
    enabled BOOLEAN DEFAULT 1 NOT NULL,
    password_hash TEXT,
    password_ms INTEGER,
    totp_secret BLOB,
    totp_confirmed BOOLEAN DEFAULT 0 NOT NULL,
    totp_step INTEGER DEFAULT 0 NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    first_login INTEGER,
    last_login INTEGER,
    CONSTRAINT uq_user_profiles_name_key UNIQUE (name_key),
    CONSTRAINT uq_user_profiles_gmail_address UNIQUE (gmail_address),
    CONSTRAINT uq_user_profiles_google_id UNIQUE (google_id),
    CONSTRAINT ck_user_profiles_role CHECK (role IN ('admin', 'operator', 'viewer'))
)
    """,
    """
CREATE TABLE api_keys (
    id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    scopes JSON NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER,
    used_ms INTEGER,
    CONSTRAINT pk_api_keys PRIMARY KEY (id),
    CONSTRAINT uq_api_keys_key_hash UNIQUE (key_hash),
    CONSTRAINT fk_api_keys_user_id_user_profiles FOREIGN KEY(user_id) REFERENCES user_profiles (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_api_keys_user_id ON api_keys (user_id)",
    """
CREATE TABLE known_devices (
    id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    token_hash TEXT NOT NULL,
    seen_ms INTEGER NOT NULL,
    CONSTRAINT pk_known_devices PRIMARY KEY (id),
    CONSTRAINT uq_known_devices_user_id_token_hash UNIQUE (user_id, token_hash),
    CONSTRAINT fk_known_devices_user_id_user_profiles FOREIGN KEY(user_id) REFERENCES user_profiles (id) ON DELETE CASCADE
)
    """,
    """
CREATE TABLE one_time_addresses (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    user_id INTEGER,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    CONSTRAINT pk_one_time_addresses PRIMARY KEY (id),
    CONSTRAINT uq_one_time_addresses_token_hash UNIQUE (token_hash),
    CONSTRAINT ck_one_time_addresses_kind CHECK (kind IN ('setup', 'invitation', 'reset')),
    CONSTRAINT fk_one_time_addresses_user_id_user_profiles FOREIGN KEY(user_id) REFERENCES user_profiles (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_one_time_addresses_user_id ON one_time_addresses (user_id)",
    """
CREATE TABLE recovery_codes (
    id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    code_hash TEXT NOT NULL,
    CONSTRAINT pk_recovery_codes PRIMARY KEY (id),
    CONSTRAINT uq_recovery_codes_user_id_code_hash UNIQUE (user_id, code_hash),
    CONSTRAINT fk_recovery_codes_user_id_user_profiles FOREIGN KEY(user_id) REFERENCES user_profiles (id) ON DELETE CASCADE
)
    """,
    """
CREATE TABLE user_sessions (
    id INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    session_token TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    provider TEXT NOT NULL,
    factor_due BOOLEAN DEFAULT 0 NOT NULL,
    created_at INTEGER NOT NULL,
    last_accessed INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    user_agent TEXT DEFAULT '' NOT NULL,
    ip_address TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_user_sessions PRIMARY KEY (id),
    CONSTRAINT uq_user_sessions_public_id UNIQUE (public_id),
    CONSTRAINT uq_user_sessions_session_token UNIQUE (session_token),
    CONSTRAINT ck_user_sessions_provider CHECK (provider IN ('password', 'google', 'address')),
    CONSTRAINT fk_user_sessions_user_id_user_profiles FOREIGN KEY(user_id) REFERENCES user_profiles (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_user_sessions_user_id ON user_sessions (user_id)",
    """
CREATE TABLE user_cameras (
    user_id INTEGER NOT NULL,
    camera_id INTEGER NOT NULL,
    CONSTRAINT pk_user_cameras PRIMARY KEY (user_id, camera_id),
    CONSTRAINT fk_user_cameras_user_id_user_profiles FOREIGN KEY(user_id) REFERENCES user_profiles (id) ON DELETE CASCADE,
    CONSTRAINT fk_user_cameras_camera_id_cameras FOREIGN KEY(camera_id) REFERENCES cameras (id) ON DELETE CASCADE
)
 WITHOUT ROWID
    """,
    "CREATE INDEX ix_user_cameras_camera_id ON user_cameras (camera_id)",
    """
CREATE TABLE clip_links (
    id INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    clip_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    opened INTEGER DEFAULT 0 NOT NULL,
    opened_ms INTEGER,
    CONSTRAINT pk_clip_links PRIMARY KEY (id),
    CONSTRAINT uq_clip_links_public_id UNIQUE (public_id),
    CONSTRAINT fk_clip_links_clip_id_clips FOREIGN KEY(clip_id) REFERENCES clips (id) ON DELETE CASCADE,
    CONSTRAINT fk_clip_links_user_id_user_profiles FOREIGN KEY(user_id) REFERENCES user_profiles (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_clip_links_clip_id ON clip_links (clip_id)",
    "CREATE INDEX ix_clip_links_user_id ON clip_links (user_id)",
)
TABLES = (
    "clip_links",
    "user_cameras",
    "user_sessions",
    "recovery_codes",
    "one_time_addresses",
    "known_devices",
    "api_keys",
    "user_profiles",
    "stored_secrets",
    "sign_in_pauses",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
