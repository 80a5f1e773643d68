"""The settings of accounts: sessions, passwords, Google sign-in, mail. Secrets are sealed elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend.config.setting import setting
from backend.config.setting_fields import SettingFields

# Plain http only to this machine itself, for tests; a token must never travel the network unencrypted.
SAFE_ADDRESS = re.compile(r"(https://[A-Za-z0-9.-]+(:\d{1,5})?|http://127\.0\.0\.1(:\d{1,5})?)")


@dataclass(frozen=True, slots=True)
class AccountSettings(SettingFields):
    session_idle_h: float = setting(
        12.0, "float", "accounts", "Whoever does nothing for this long has to sign in again.",
        unit="h", minimum=0.25, maximum=720,
    )  # fmt: skip
    session_absolute_days: int = setting(
        30, "int", "accounts", "After this everybody has to sign in again, whatever they did.",
        unit="days", minimum=1, maximum=365,
    )  # fmt: skip
    password_min_length: int = setting(
        10, "int", "accounts", "Shortest password that is taken, in characters.", minimum=8, maximum=64
    )
    argon2_memory_mib: int = setting(
        64, "int", "accounts", "Memory that checking one password takes; more makes stolen hashes harder to guess.",
        unit="MiB", minimum=19, maximum=1024,
    )  # fmt: skip
    argon2_passes: int = setting(
        3, "int", "accounts", "How often that memory is gone through for one password.", minimum=2, maximum=10
    )
    argon2_lanes: int = setting(1, "int", "accounts", "How many threads check one password.", minimum=1, maximum=8)
    google_client_id: str = setting(
        "", "text", "accounts", "Client ID of the Google sign-in; empty: people sign in with a password only."
    )
    google_domain: str = setting(
        "", "text", "accounts", "Google sign-in only for addresses of this domain; empty: for every invited address."
    )
    google_issuer: str = setting(
        "https://accounts.google.com", "text", "accounts",
        "Who vouches for the Google sign-in; another OpenID provider may stand here.",
    )  # fmt: skip
    mail_host: str = setting(
        "", "text", "mail", "Name of the mail server (SMTP) that takes ePACK's mails; empty: none are sent."
    )
    mail_port: int = setting(
        587, "int", "mail", "Port of the mail server: 587 with STARTTLS, 465 with TLS.", minimum=1, maximum=65535
    )
    mail_security: str = setting(
        "starttls", "text", "mail", "How the connection is encrypted; without, no password is sent.",
        choices=("starttls", "tls", "none"),
    )  # fmt: skip
    mail_sender: str = setting("", "text", "mail", "Address that mails come from, such as epack@shop.vn.")
    mail_user: str = setting("", "text", "mail", "Name to sign in to the mail server with; empty: without signing in.")
