"""Tables of accounts: people, their sessions, keys and one-time addresses. Secrets are kept as hashes or sealed."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from backend.domain.account import Role
from database.schema import id_column, metadata, need, one_of

ADDRESS_KINDS = ("setup", "invitation", "reset")
SIGN_IN_METHODS = ("password", "google", "address")

user_profiles = Table(
    "user_profiles",
    metadata,
    id_column(),
    need("name", Text, comment="Signs in with it"),
    need("name_key", Text, comment="The name without case and variants: what is unique"),
    need("display_name", Text, "''"),
    Column("gmail_address", Text, comment="E-mail address in lower case; with it a Google account is known"),
    Column("google_id", Text, comment="The Google account's own number, once it signed in"),
    Column("photo_url", Text),
    need("role", Text),
    need("all_cameras", Boolean, "1", "0: only those of user_cameras"),
    need("enabled", Boolean, "1"),
    Column("password_hash", Text, comment="argon2id; null: cannot sign in with a password"),
    Column("password_ms", Integer, comment="When it was set"),
    Column("totp_secret", LargeBinary, comment="Sealed; null: no second factor"),
    need("totp_confirmed", Boolean, "0", "Asked for at sign-in"),
    need("totp_step", Integer, "0", "The newest time step a code was accepted of"),
    need("created_ms", Integer),
    need("updated_ms", Integer),
    Column("first_login", Integer, comment="UTC epoch ms"),
    Column("last_login", Integer, comment="UTC epoch ms"),
    Column("language", Text, comment="Of the dashboard at the last sign-in: mails are written in it"),
    UniqueConstraint("name_key"),
    UniqueConstraint("gmail_address"),
    UniqueConstraint("google_id"),
    one_of("role", Role),
    sqlite_autoincrement=True,
    comment="People who may sign in",
)

user_cameras = Table(
    "user_cameras",
    metadata,
    Column("user_id", ForeignKey("user_profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("camera_id", ForeignKey("cameras.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "camera_id"),
    sqlite_with_rowid=False,
    comment="Which cameras a user may see whose profile says: not all",
)

user_sessions = Table(
    "user_sessions",
    metadata,
    id_column(),
    need("public_id", Text, comment="Names the session in lists"),
    need("session_token", Text, comment="SHA-256 of the token; the token itself is in the browser only"),
    Column("user_id", ForeignKey("user_profiles.id", ondelete="CASCADE"), nullable=False),
    need("provider", Text, comment="How it was signed in"),
    need("factor_due", Boolean, "0", "The second factor is still to be given; until then it opens nothing"),
    need("created_at", Integer, comment="UTC epoch ms"),
    need("last_accessed", Integer, comment="UTC epoch ms; brought up to date every few minutes"),
    need("expires_at", Integer, comment="UTC epoch ms; whatever happens, it ends then"),
    need("user_agent", Text, "''"),
    need("ip_address", Text, "''"),
    UniqueConstraint("public_id"),
    UniqueConstraint("session_token"),
    one_of("provider", SIGN_IN_METHODS),
    Index(None, "user_id"),
    comment="Browsers that are signed in",
)

one_time_addresses = Table(
    "one_time_addresses",
    metadata,
    id_column(),
    need("kind", Text),
    need("token_hash", Text, comment="SHA-256 of the token in the address"),
    Column("user_id", ForeignKey("user_profiles.id", ondelete="CASCADE"), comment="null: makes the administrator"),
    need("created_ms", Integer),
    need("expires_ms", Integer),
    UniqueConstraint("token_hash"),
    one_of("kind", ADDRESS_KINDS),
    Index(None, "user_id"),
    comment="Addresses that set a password once: the first administrator's, of invitations, of resets",
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    id_column(),
    Column("user_id", ForeignKey("user_profiles.id", ondelete="CASCADE"), nullable=False),
    need("code_hash", Text),
    UniqueConstraint("user_id", "code_hash"),
    comment="Codes that stand in for a lost second factor; a used one is deleted",
)

known_devices = Table(
    "known_devices",
    metadata,
    id_column(),
    Column("user_id", ForeignKey("user_profiles.id", ondelete="CASCADE"), nullable=False),
    need("token_hash", Text),
    need("seen_ms", Integer, comment="Last sign-in"),
    UniqueConstraint("user_id", "token_hash"),
    comment="Browsers a user signed in with: guessing elsewhere does not slow them down",
)

sign_in_pauses = Table(
    "sign_in_pauses",
    metadata,
    Column("key", Text, primary_key=True, comment="SHA-256 of what is slowed down: a name, an address, a device"),
    need("failures", Integer),
    need("last_ms", Integer),
    need("until_ms", Integer, comment="No attempt before"),
    Index(None, "last_ms"),
    comment="Failed sign-ins, and how long the next attempt has to wait",
)

api_keys = Table(
    "api_keys",
    metadata,
    id_column(),
    Column("user_id", ForeignKey("user_profiles.id", ondelete="CASCADE"), nullable=False),
    need("name", Text),
    need("prefix", Text, comment="First characters, to recognise it by"),
    need("key_hash", Text),
    need("scopes", JSON, comment="Array of permissions"),
    need("created_ms", Integer),
    Column("expires_ms", Integer, comment="null: does not end by itself"),
    Column("used_ms", Integer, comment="Last use; brought up to date every few minutes"),
    UniqueConstraint("key_hash"),
    Index(None, "user_id"),
    comment="Personal keys for programs; a revoked one is deleted",
)

clip_links = Table(
    "clip_links",
    metadata,
    id_column(),
    need("public_id", Text),
    Column("clip_id", ForeignKey("clips.id", ondelete="CASCADE"), nullable=False),
    Column("user_id", ForeignKey("user_profiles.id", ondelete="CASCADE"), nullable=False, comment="Who made it"),
    need("created_ms", Integer),
    need("expires_ms", Integer),
    need("opened", Integer, "0", "How often it was opened"),
    Column("opened_ms", Integer),
    UniqueConstraint("public_id"),
    Index(None, "clip_id"),
    Index(None, "user_id"),
    comment="Signed addresses that open one clip without a sign-in; a revoked one is deleted",
)

stored_secrets = Table(
    "stored_secrets",
    metadata,
    Column("name", Text, primary_key=True),
    need("sealed", LargeBinary),
    need("updated_ms", Integer),
    comment="Secrets of this installation that belong to no row elsewhere, sealed with the key file",
)
