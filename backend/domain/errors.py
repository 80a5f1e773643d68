"""Errors a user can act on. Each carries a stable code, a message that says what to do, and details for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class EpackError(Exception):
    """Base of every expected failure.

    `code` is stable and lower_snake; `message` is a sentence for a person; `status` is the HTTP status it maps to.
    """

    code = "internal"
    status = 500

    def __init__(self, message: str, *, code: str | None = None, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, Any] = dict(details or {})
        if code is not None:
            self.code = code


class InvalidInput(EpackError):
    """What was asked for makes no sense or is out of bounds."""

    code = "invalid_input"
    status = 400


class NotFound(EpackError):
    """The named thing does not exist (any more)."""

    code = "not_found"
    status = 404


class Conflict(EpackError):
    """The thing exists, but its state does not allow this now."""

    code = "conflict"
    status = 409


class Forbidden(EpackError):
    """A path outside the allowed roots, or an action this caller may not take."""

    code = "forbidden"
    status = 403


class SignInNeeded(EpackError):
    """Nobody is signed in, or what was sent to sign in is not right."""

    code = "sign_in_needed"
    status = 401


class TooSoon(EpackError):
    """This may be done again after a while: `details["retry_after_s"]`."""

    code = "too_many"
    status = 429

    def __init__(self, message: str, retry_after_s: int, *, code: str | None = None) -> None:
        super().__init__(message, code=code, details={"retry_after_s": retry_after_s})


class Unreadable(EpackError):
    """A recording that cannot be opened or decoded. `code` tells why: see `RecordingFailure`."""

    code = "unreadable"
    status = 422


class FailedElsewhere(EpackError):
    """Another machine does not answer, or not as it should: a camera, a licence server, PayOS, Google. This server is
    well, so it is no 502 or 504: those mean that ePACK itself cannot be reached."""

    status = 424


class StoreError(EpackError):
    """The store is locked, damaged, newer than the program, or its disk is full."""

    code = "store"
    status = 503


class Cancelled(EpackError):
    """Work stopped because somebody asked for it; what was finished is kept."""

    code = "cancelled"
    status = 409
