"""Whether the record of who did what is whole."""

from __future__ import annotations

from collections.abc import Iterator

from backend.commands.checks.finding import Finding, fail, ok
from backend.domain.errors import StoreError
from database.repositories.audit import AuditRepository


def check_record(audit: AuditRepository) -> Iterator[Finding]:
    try:
        broken, lines = audit.first_break(), audit.count()
    except StoreError as error:
        yield fail(
            "Record",
            f"its ends cannot be opened: {error.message}",
            "Put the right key file (secret.key) back. If it is the right one, somebody edited the store.",
            "record_sealed",
        )
        return
    if broken is None:
        yield ok("Record", f"whole, {lines} lines", "record_whole", lines=lines)
    else:
        yield fail(
            "Record",
            f"not as it was written: {broken}",
            "Somebody changed the store by hand. Compare it with a backup: epack doctor --data-dir on a restored copy.",
            "record_broken",
            where=broken,
        )
