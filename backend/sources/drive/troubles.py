"""What goes wrong with Google, in the words of all sources. PURE: errors come in as status, reason and text."""

from __future__ import annotations

import re

from backend.domain.source import OF_THE_FILE, SourceTrouble, Trouble

_SLOW_DOWN = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded", "sharingRateLimitExceeded"}
)
_FLAGGED = frozenset({"cannotDownloadAbusiveFile", "abuse"})
_FORBIDDEN_FILE = frozenset({"cannotDownloadFile", "fileNotDownloadable", "cannotDownload"})
_FILE_QUOTA_S = 6 * 3600.0
_CLOCK = re.compile(r"\b(iat|exp)\b|timeframe|clock|used too early", re.IGNORECASE)


def answered(status: int, reason: str, retry_after: str | None = None) -> SourceTrouble:
    """An answer of the Drive service with a status of 400 and above; `reason` is that of its first error."""
    after = float(retry_after) if retry_after and retry_after.isdecimal() else None
    if status == 429 or (status == 403 and reason in _SLOW_DOWN):
        return SourceTrouble(
            Trouble.QUOTA, "Google Drive asks to wait: too many requests. It goes on by itself.", retry_after_s=after
        )
    if reason == "downloadQuotaExceeded":
        return SourceTrouble(
            Trouble.SERVER,
            "This file was downloaded too often today; Google refuses it for some hours.",
            retry_after_s=_FILE_QUOTA_S,
            details={OF_THE_FILE: True},
        )
    if reason in _FLAGGED:
        return SourceTrouble(
            Trouble.NOT_ALLOWED, "Google has marked this file as harmful and does not give it out.",
            details={"reason": reason},
        )  # fmt: skip
    if reason in _FORBIDDEN_FILE:
        return SourceTrouble(
            Trouble.NOT_ALLOWED,
            "The owner of this file does not allow it to be downloaded. Ask for the right to download it.",
            details={"reason": reason},
        )
    if 300 <= status < 400:
        return SourceTrouble(Trouble.REDIRECTED, "Google Drive sends to another place, which is not followed.")
    if status == 401:
        return consent_gone()
    if status == 403:
        return SourceTrouble(
            Trouble.NOT_ALLOWED,
            "Google Drive does not allow this account to do that. Share the folder with it, and see that the Drive API "
            "is switched on for your client in the Google Cloud console.",
            details={"reason": reason},
        )
    if status in (404, 410):
        return SourceTrouble(Trouble.NOT_FOUND, "Google Drive does not have this, or this account may not see it.")
    if status >= 500:
        return SourceTrouble(
            Trouble.SERVER, f"Google Drive reports a failure of its own ({status}).", retry_after_s=after
        )
    return SourceTrouble(
        Trouble.ANSWER, f"Google Drive answers with status {status}, which was not expected.",
        details={"reason": reason},
    )  # fmt: skip


def refused(error: str, description: str) -> SourceTrouble:
    """An answer of the token service: `error` as OAuth names it."""
    if error == "invalid_grant" and _CLOCK.search(description):
        return SourceTrouble(
            Trouble.CLOCK, "Google refuses to sign in because the clock of this machine is wrong. Set it right."
        )
    if error == "invalid_grant":
        return consent_gone()
    if error in ("invalid_client", "unauthorized_client"):
        return SourceTrouble(
            Trouble.CREDENTIALS, "Google does not know this client. Compare its ID and secret with the Cloud console."
        )
    if error == "invalid_scope" or error == "access_denied":
        return SourceTrouble(Trouble.NOT_ALLOWED, "Google was not allowed to let ePACK read the Drive.")
    return SourceTrouble(Trouble.CREDENTIALS, "Google refuses the sign-in.", details={"error": error[:100]})


def consent_gone() -> SourceTrouble:
    return SourceTrouble(
        Trouble.CONSENT_GONE, "The consent to read this Drive was withdrawn or has expired. Sign in again."
    )


def unreachable() -> SourceTrouble:
    return SourceTrouble(
        Trouble.UNREACHABLE, "Google Drive cannot be reached. Is this machine connected to the internet?"
    )
