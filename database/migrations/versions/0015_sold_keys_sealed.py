"""Keys of sold licences and the words of mails are sealed; accounts have a language.

What has been sent already is not kept. `seal` comes from `database.migrate`: it uses the key file beside the store.
"""

from __future__ import annotations

import hashlib

from alembic import context, op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_LICENSES = """
CREATE TABLE licenses (
    id TEXT NOT NULL,
    key_sha256 TEXT NOT NULL,
    key_sealed BLOB NOT NULL,
    customer TEXT NOT NULL,
    customer_email TEXT DEFAULT '' NOT NULL,
    product_type TEXT NOT NULL,
    features JSON DEFAULT '[]' NOT NULL,
    cameras INTEGER,
    status TEXT DEFAULT 'active' NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER,
    revoked_ms INTEGER,
    max_activations INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT pk_licenses PRIMARY KEY (id),
    CONSTRAINT uq_licenses_key_sha256 UNIQUE (key_sha256),
    CONSTRAINT ck_licenses_status CHECK (status IN ('active', 'revoked'))
)
"""
_MAILS = """
CREATE TABLE email_logs (
    id INTEGER NOT NULL,
    license_id TEXT,
    recipient_email TEXT NOT NULL,
    email_type TEXT NOT NULL,
    subject TEXT NOT NULL,
    content BLOB,
    status TEXT DEFAULT 'pending' NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    created_ms INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    sent_ms INTEGER,
    error_message TEXT,
    CONSTRAINT pk_email_logs PRIMARY KEY (id),
    CONSTRAINT ck_email_logs_status CHECK (status IN ('pending', 'sent', 'failed')),
    CONSTRAINT fk_email_logs_license_id_licenses FOREIGN KEY(license_id) REFERENCES licenses (id) ON DELETE SET NULL
)
"""
_TABLES = ("licenses", "email_logs")
_SAME = (
    "customer, customer_email, product_type, features, cameras, status, created_ms, expires_ms, revoked_ms, "
    "max_activations"
)
_SAME_OF_MAILS = "license_id, recipient_email, email_type, status, attempts, created_ms, due_ms, sent_ms, error_message"


def upgrade() -> None:
    connection, attributes = op.get_bind(), context.config.attributes
    seal = attributes["seal"]
    # The links of the other tables go on meaning the tables of these names.
    connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")
    for table in _TABLES:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_before")
    connection.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
    for statement in (_LICENSES, _MAILS):
        connection.exec_driver_sql(statement)
    sold = connection.exec_driver_sql("SELECT id, license_key FROM licenses_before").all()
    for row in sold:
        connection.exec_driver_sql(
            f"INSERT INTO licenses (id, key_sha256, key_sealed, {_SAME}) "
            f"SELECT id, ?, ?, {_SAME} FROM licenses_before WHERE id = ?",
            (hashlib.sha256(row.license_key.encode()).hexdigest(), seal({"key": row.license_key}), row.id),
        )
    mails = connection.exec_driver_sql("SELECT id, status, body, attachment FROM email_logs_before").all()
    for row in mails:
        content = None if row.status == "sent" else seal({"body": row.body, "attachment": row.attachment})
        connection.exec_driver_sql(
            f"INSERT INTO email_logs (id, subject, content, {_SAME_OF_MAILS}) "
            f"SELECT id, 'ePACK', ?, {_SAME_OF_MAILS} FROM email_logs_before WHERE id = ?",
            (content, row.id),
        )
    for table in reversed(_TABLES):
        connection.exec_driver_sql(f"DROP TABLE {table}_before")
    op.execute("CREATE INDEX ix_email_logs_license_id ON email_logs (license_id)")
    op.execute("CREATE INDEX ix_email_logs_status_due_ms ON email_logs (status, due_ms)")
    op.execute("ALTER TABLE user_profiles ADD COLUMN language TEXT")
    # What was in the clear still stands in free pages of the file.
    attributes["scrub"] = bool(sold or mails)


def downgrade() -> None:
    raise NotImplementedError("What was sealed is not put into the clear again: restore the copy made before.")
