"""The record of who did what cannot be changed or shortened unnoticed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import delete, insert, update

from backend.config.secret_box import SecretBox
from backend.domain.audit import AuditEntry
from backend.domain.errors import StoreError
from database.engine import Store, memory_store
from database.repositories.audit import AuditFilter, AuditRepository
from database.tables import audit_ends, audit_lines

DAY_MS = 86_400_000
T0 = 1_767_225_600_000


def entry(number: int = 0, **fields: object) -> AuditEntry:
    made = {"at_ms": T0 + number * DAY_MS, "actor": "hoa", "actor_id": 1, "role": "viewer", "address": "192.168.1.7",
            "action": "search", "outcome": "done", "details": {"codes": [f"SPXVN{number:05}"]}}  # fmt: skip
    return AuditEntry(**{**made, **fields})  # type: ignore[arg-type]


@pytest.fixture
def store() -> Iterator[Store]:
    with memory_store() as store:
        yield store


@pytest.fixture
def audit(store: Store) -> AuditRepository:
    made = AuditRepository(store, SecretBox([Fernet.generate_key()]))
    for number in range(10):
        made.append(entry(number))
    return made


def test_an_untouched_record_is_whole(audit: AuditRepository) -> None:
    assert audit.first_break() is None
    assert audit.count() == 10


def test_an_empty_record_is_whole(store: Store) -> None:
    assert AuditRepository(store, SecretBox([Fernet.generate_key()])).first_break() is None


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (update(audit_lines).where(audit_lines.c.seq == 4).values(actor="somebody else"), "line 4 was changed"),
        (update(audit_lines).where(audit_lines.c.seq == 4).values(details={}), "line 4 was changed"),
        (update(audit_lines).where(audit_lines.c.seq == 4).values(at_ms=T0), "line 4 was changed"),
        (delete(audit_lines).where(audit_lines.c.seq == 4), "line 4 is missing"),
        (delete(audit_lines).where(audit_lines.c.seq == 1), "line 1 is missing"),
        (delete(audit_lines).where(audit_lines.c.seq == 10), "line 10 is missing"),
        (delete(audit_lines), "line 1 is missing"),
    ],
)
def test_a_changed_or_removed_line_shows(store: Store, audit: AuditRepository, statement: object, said: str) -> None:
    with store.write() as connection:
        connection.execute(statement)  # type: ignore[call-overload]
    assert audit.first_break() == said


def test_a_line_put_in_with_a_fitting_hash_shows(store: Store, audit: AuditRepository) -> None:
    from backend.domain.audit import chained

    last = next(line for line in audit.lines() if line.seq == 10)
    forged = entry(10)
    values = {"seq": 11, "hash": chained(last.hash, 11, forged), "at_ms": forged.at_ms, "actor": "hoa",
              "role": "viewer", "address": "", "action": "search", "outcome": "done", "details": {}}  # fmt: skip
    with store.write() as connection:
        connection.execute(insert(audit_lines).values(values))
    assert audit.first_break() == "line 11 is one too many"
    with pytest.raises(StoreError):
        audit.append(entry(11))


def test_ends_that_were_edited_are_noticed(store: Store, audit: AuditRepository) -> None:
    with store.write() as connection:
        connection.execute(update(audit_ends).values(sealed=b"gAAAA"))
    with pytest.raises(StoreError):
        audit.first_break()


def test_what_is_too_old_goes_and_the_rest_stays_whole(audit: AuditRepository) -> None:
    assert audit.delete_before(T0 + 4 * DAY_MS) == 4
    assert audit.delete_before(T0 + 4 * DAY_MS) == 0
    assert (audit.count(), audit.first_break()) == (6, None)
    audit.append(entry(11))
    assert audit.first_break() is None
    assert audit.delete_before(T0 + 100 * DAY_MS) == 7
    audit.append(entry(101))
    assert (audit.count(), audit.first_break()) == (1, None)


def test_a_clock_set_back_deletes_no_line_in_the_middle(audit: AuditRepository) -> None:
    audit.append(entry(0))
    assert audit.delete_before(T0 + 4 * DAY_MS) == 4
    assert audit.first_break() is None


def test_lines_are_found_by_who_what_when_and_text(audit: AuditRepository) -> None:
    audit.append(entry(20, actor="lan", action="clip.cut", details={"event": "e-7"}))
    audit.append(entry(21, actor="lan", action="clip.download", details={"note": "100%_sure"}))
    assert [line.entry.action for line in audit.page(AuditFilter(action="clip"), 1, 10).items] == [
        "clip.download",
        "clip.cut",
    ]
    assert audit.page(AuditFilter(action="clip.cut"), 1, 10).total == 1
    assert audit.page(AuditFilter(actor="lan"), 1, 1).total == 2
    assert audit.page(AuditFilter(text="SPXVN00003"), 1, 10).items[0].seq == 4
    assert audit.page(AuditFilter(text="100%_"), 1, 10).total == 1
    assert audit.page(AuditFilter(text="%"), 1, 10).total == 1
    assert audit.page(AuditFilter(from_ms=T0 + DAY_MS, to_ms=T0 + 3 * DAY_MS), 1, 10).total == 2
    assert audit.names() == (["hoa", "lan"], ["clip.cut", "clip.download", "search"])
