"""One line of the doctor's report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from backend.domain.errors import EpackError


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    """Works, but something will be missing or needs a look."""
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    subject: str
    found: str
    advice: str = ""
    """What to do; empty when there is nothing to do."""
    code: str = ""
    """Names the finding, so that the dashboard can say it in its own language; `details` fill its text."""
    details: dict[str, Any] = field(default_factory=dict)


def ok(subject: str, found: str, code: str, **details: Any) -> Finding:
    return Finding(Level.OK, subject, found, "", code, details)


def warn(subject: str, found: str, advice: str, code: str, **details: Any) -> Finding:
    return Finding(Level.WARN, subject, found, advice, code, details)


def fail(subject: str, found: str, advice: str, code: str, **details: Any) -> Finding:
    return Finding(Level.FAIL, subject, found, advice, code, details)


def carefully(subject: str, check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """The findings of a check; one that breaks off is a finding itself and keeps no other from its turn."""
    findings: list[Finding] = []
    try:
        findings.extend(check())
    except EpackError as error:
        findings.append(fail(subject, error.message, "", "not_checked", reason=error.message))
    except Exception as error:
        name = type(error).__name__
        findings.append(
            fail(subject, f"could not be checked ({name})", "Report this, with the log.", "not_checked", reason=name)
        )
    return findings
