"""Where Google's services are. PURE."""

from __future__ import annotations

from dataclasses import dataclass

SCOPES = ("openid", "https://www.googleapis.com/auth/userinfo.email", "https://www.googleapis.com/auth/drive.readonly")
"""Reading only: ePACK never changes anything in a Drive. The e-mail address shows whose Drive it is."""
DRIVE_SCOPE = SCOPES[-1]


@dataclass(frozen=True, slots=True)
class DriveEndpoints:
    consent: str = "https://accounts.google.com/o/oauth2/v2/auth"
    token: str = "https://oauth2.googleapis.com/token"
    revoke: str = "https://oauth2.googleapis.com/revoke"
    api_root: str = "https://www.googleapis.com/"


def endpoints_at(root: str) -> DriveEndpoints:
    """A service of one's own that speaks like Google, all of it below one address."""
    base = root.rstrip("/")
    return DriveEndpoints(f"{base}/o/oauth2/v2/auth", f"{base}/token", f"{base}/revoke", f"{base}/")


GOOGLE = DriveEndpoints()
