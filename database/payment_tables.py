"""Tables of the vendor's desk: orders, the licences issued, where they are activated, and mails. Empty in a shop."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from backend.domain.payment import OrderStatus
from database.schema import id_column, metadata, need, one_of

licenses = Table(
    "licenses",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    need("key_sha256", Text, comment="Finds the licence by its key, which has 80 random bits"),
    need("key_sealed", LargeBinary, comment="The key EPACK-XXXX-XXXX-XXXX-XXXX"),
    need("customer", Text),
    need("customer_email", Text, "''"),
    need("product_type", Text),
    need("features", JSON, "'[]'"),
    Column("cameras", Integer),
    need("status", Text, "'active'"),
    need("created_ms", Integer),
    Column("expires_ms", Integer),
    Column("revoked_ms", Integer),
    need("max_activations", Integer, "1"),
    UniqueConstraint("key_sha256"),
    one_of("status", ("active", "revoked")),
    comment="Licences this desk has issued",
)

license_activations = Table(
    "license_activations",
    metadata,
    id_column(),
    Column("license_id", ForeignKey("licenses.id", ondelete="CASCADE"), nullable=False),
    need("machine", JSON, comment="Marks of the machine"),
    need("device_info", JSON, "'{}'"),
    need("status", Text, "'active'"),
    need("activated_ms", Integer),
    Column("heartbeat_ms", Integer),
    one_of("status", ("active", "inactive")),
    Index(None, "license_id"),
    comment="On which machines a licence is in use",
)

payment_transactions = Table(
    "payment_transactions",
    metadata,
    Column("order_code", Integer, primary_key=True, comment="Number of the order at PayOS"),
    need("token_sha256", Text, comment="Whoever has the token may ask how the order stands"),
    need("package", JSON, comment="As it was on sale when the order was opened"),
    need("customer", Text),
    need("customer_email", Text),
    need("machine", JSON, "'[]'"),
    need("amount", Integer),
    need("currency", Text),
    need("status", Text, "'pending'"),
    need("paid_amount", Integer, "0"),
    Column("reference", Text, comment="Of the bank transaction"),
    Column("link_id", Text),
    Column("checkout_url", Text),
    Column("license_id", ForeignKey("licenses.id"), comment="Set once, in the transaction that makes the order paid"),
    need("created_ms", Integer),
    need("expires_ms", Integer),
    Column("paid_ms", Integer),
    Column("asked_ms", Integer, comment="When PayOS was last asked"),
    one_of("status", OrderStatus),
    Index(None, "status", "asked_ms"),
    Index(None, "license_id"),
    comment="Orders and what became of their payment",
)

email_logs = Table(
    "email_logs",
    metadata,
    id_column(),
    Column("license_id", ForeignKey("licenses.id", ondelete="SET NULL")),
    need("recipient_email", Text),
    need("email_type", Text),
    need("subject", Text, comment="Holds no secret"),
    Column("content", LargeBinary, comment="Body and attachment, sealed; gone once it is sent"),
    need("status", Text, "'pending'"),
    need("attempts", Integer, "0"),
    need("created_ms", Integer),
    need("due_ms", Integer),
    Column("sent_ms", Integer),
    Column("error_message", Text),
    one_of("status", ("pending", "sent", "failed")),
    Index(None, "status", "due_ms"),
    Index(None, "license_id"),
    comment="Mails: sent, waiting, given up",
)
