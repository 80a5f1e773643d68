"""The vendor's desk: see `database/payment_tables.py`."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE licenses (
    id TEXT NOT NULL,
    license_key TEXT NOT NULL,
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
    CONSTRAINT uq_licenses_license_key UNIQUE (license_key),
    CONSTRAINT ck_licenses_status CHECK (status IN ('active', 'revoked'))
)
    """,
    """
CREATE TABLE license_activations (
    id INTEGER NOT NULL,
    license_id TEXT NOT NULL,
    machine JSON NOT NULL,
    device_info JSON DEFAULT '{}' NOT NULL,
    status TEXT DEFAULT 'active' NOT NULL,
    activated_ms INTEGER NOT NULL,
    heartbeat_ms INTEGER,
    CONSTRAINT pk_license_activations PRIMARY KEY (id),
    CONSTRAINT ck_license_activations_status CHECK (status IN ('active', 'inactive')),
    CONSTRAINT fk_license_activations_license_id_licenses FOREIGN KEY(license_id) REFERENCES licenses (id) ON DELETE CASCADE
)
    """,
    "CREATE INDEX ix_license_activations_license_id ON license_activations (license_id)",
    """
CREATE TABLE payment_transactions (
    order_code INTEGER NOT NULL,
    token_sha256 TEXT NOT NULL,
    package JSON NOT NULL,
    customer TEXT NOT NULL,
    customer_email TEXT NOT NULL,
    machine JSON DEFAULT '[]' NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    status TEXT DEFAULT 'pending' NOT NULL,
    paid_amount INTEGER DEFAULT 0 NOT NULL,
    reference TEXT,
    link_id TEXT,
    checkout_url TEXT,
    license_id TEXT,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    paid_ms INTEGER,
    asked_ms INTEGER,
    CONSTRAINT pk_payment_transactions PRIMARY KEY (order_code),
    CONSTRAINT ck_payment_transactions_status CHECK (status IN ('pending', 'paid', 'underpaid', 'cancelled', 'expired', 'failed', 'refunded')),
    CONSTRAINT fk_payment_transactions_license_id_licenses FOREIGN KEY(license_id) REFERENCES licenses (id)
)
    """,
    "CREATE INDEX ix_payment_transactions_license_id ON payment_transactions (license_id)",
    "CREATE INDEX ix_payment_transactions_status_asked_ms ON payment_transactions (status, asked_ms)",
    """
CREATE TABLE email_logs (
    id INTEGER NOT NULL,
    license_id TEXT,
    recipient_email TEXT NOT NULL,
    email_type TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    attachment TEXT DEFAULT '' NOT NULL,
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
    """,
    "CREATE INDEX ix_email_logs_license_id ON email_logs (license_id)",
    "CREATE INDEX ix_email_logs_status_due_ms ON email_logs (status, due_ms)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in ("email_logs", "payment_transactions", "license_activations", "licenses"):
        op.execute(f"DROP TABLE {table}")
