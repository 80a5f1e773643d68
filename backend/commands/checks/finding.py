"""One line of the doctor's report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

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


def ok(subject: str, found: str) -> Finding:
    return Finding(Level.OK, subject, found)


def warn(subject: str, found: str, advice: str) -> Finding:
    return Finding(Level.WARN, subject, found, advice)


def fail(subject: str, found: str, advice: str) -> Finding:
    return Finding(Level.FAIL, subject, found, advice)


def carefully(subject: str, check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """The findings of a check; one that breaks off is a finding itself and keeps no other from its turn."""
    findings: list[Finding] = []
    try:
        findings.extend(check())
    except EpackError as error:
        findings.append(fail(subject, error.message, ""))
    except Exception as error:
        findings.append(fail(subject, f"could not be checked ({type(error).__name__})", "Report this, with the log."))
    return findings
