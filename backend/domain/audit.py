"""The record of who did what, chained so that a changed or missing line shows. PURE.

Each line's hash covers its content and the hash before it (a hash chain, as in Haber and Stornetta, "How to time-stamp
a digital document", 1991). Where the chain begins and ends is kept sealed beside it: without that, lines could be cut
off at either end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

NO_HASH = "0" * 64
"""Before the first line."""
LONGEST_DETAILS = 4_000


@dataclass(frozen=True, slots=True)
class AuditEntry:
    at_ms: int
    actor: str
    """Name of the account, `key NAME` for an API key, `link`, or empty: nobody was signed in."""
    actor_id: int | None
    role: str
    address: str
    """IP address that it came from; empty for the program itself."""
    action: str
    """What was done: `search`, `event.play`, `clip.cut`, ..."""
    outcome: str
    """`done`, or the code of the refusal."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON: what it was done to. Never a secret."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    seq: int
    entry: AuditEntry
    hash: str


@dataclass(frozen=True, slots=True)
class AuditEnds:
    """Kept sealed. `before`: hash before the first line that is kept; older lines were deleted by their age."""

    first_seq: int = 1
    before: str = NO_HASH
    last_seq: int = 0
    last_hash: str = NO_HASH


def chained(before: str, seq: int, entry: AuditEntry) -> str:
    """Hash of a line after one with the hash `before`."""
    content = [
        before, seq, entry.at_ms, entry.actor, entry.actor_id, entry.role, entry.address, entry.action, entry.outcome,
        entry.details,
    ]  # fmt: skip
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(lines: Iterable[AuditLine], ends: AuditEnds) -> str | None:
    """Where the record is not what was written, in words; None when it is whole. `lines` oldest first."""
    expected, before = ends.first_seq, ends.before
    for line in lines:
        if line.seq != expected:
            return f"line {expected} is missing" if line.seq > expected else f"line {line.seq} is one too many"
        if chained(before, line.seq, line.entry) != line.hash:
            return f"line {line.seq} was changed"
        expected, before = line.seq + 1, line.hash
    if expected <= ends.last_seq:
        return f"line {expected} is missing"
    if expected - 1 > ends.last_seq:
        return f"line {ends.last_seq + 1} is one too many"
    return None if before == ends.last_hash else f"line {ends.last_seq} was changed"
