"""Where recordings come from: kinds of sources, what one offers, and the one vocabulary of states and troubles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from backend.domain.errors import FailedElsewhere


class SourceKind(StrEnum):
    LOCAL = "local"
    """A folder on this machine, exports of a recorder included."""
    DRIVE = "drive"
    RTSP = "rtsp"
    ONVIF = "onvif"
    ZONEMINDER = "zoneminder"
    HIKVISION = "hikvision"
    DAHUA = "dahua"


def is_live(kind: str, config: Mapping[str, Any]) -> bool:
    """Whether cameras of such a source are recorded here. An ONVIF device may give out its own recordings instead:
    both at once would bring everything twice."""
    return kind == SourceKind.RTSP or (kind == SourceKind.ONVIF and config.get("mode", "live") == "live")


class SourceState(StrEnum):
    """How a source is. Every kind uses these words and no others."""

    NEW = "new"
    """Never tried."""
    IDLE = "idle"
    """The last time all went well; it waits for the next."""
    RUNNING = "running"
    """Being listed or fetched from (a live source: recording)."""
    WAITING = "waiting"
    """Something passing went wrong; it is tried again by itself at a known time."""
    PAUSED = "paused"
    FAILED = "failed"
    """It needs a person: a wrong password, a withdrawn consent."""


class Trouble(StrEnum):
    """Why something with a source did not work. The dashboard has a text and an advice for each."""

    ADDRESS_REFUSED = "source_address_refused"
    """Outside the networks that sources may lie in."""
    UNREACHABLE = "source_unreachable"
    """The host is not known, does not answer, or nothing listens there."""
    TIMEOUT = "source_timeout"
    """It answers too slowly or never ends."""
    TLS = "source_tls"
    """Its certificate is not trusted."""
    REDIRECTED = "source_redirected"
    """It sends to another host, which is not followed."""
    CREDENTIALS = "source_credentials"
    """User name or password is wrong."""
    LOCKED_OUT = "source_locked_out"
    """The device refuses everybody for a while after wrong passwords."""
    CONSENT_GONE = "source_consent_gone"
    """The consent was withdrawn or has expired; sign in again."""
    NOT_ALLOWED = "source_not_allowed"
    """Signed in, but without the right to do this."""
    NOT_FOUND = "source_not_found"
    """The folder, camera, stream or recording is not there (any more)."""
    QUOTA = "source_quota"
    """Too many requests; it is tried again later."""
    SERVER = "source_server"
    """The other side reports a failure of its own."""
    ANSWER = "source_answer"
    """What it answers cannot be understood."""
    TOO_LARGE = "source_too_large"
    """The answer is larger than any real one."""
    UNSUPPORTED = "source_unsupported"
    """The device or stream cannot do this (no recordings, a codec that cannot be kept)."""
    CORRUPT = "source_corrupt"
    """What arrived is not what was announced (size, checksum)."""
    CHANGED = "source_changed"
    """The file changed while it was fetched."""
    DISK_FULL = "source_disk_full"
    """No room on this machine's disk."""
    DISK = "source_disk"
    """This machine's folder cannot be written."""
    LOST = "source_lost"
    """A live connection broke."""
    FROZEN = "source_frozen"
    """A live connection stands, and nothing comes."""
    CLOCK = "source_clock"
    """The clocks differ so much that signing in does not work."""


PASSING = frozenset(
    {
        Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.LOCKED_OUT, Trouble.QUOTA, Trouble.SERVER, Trouble.ANSWER,
        Trouble.CORRUPT, Trouble.CHANGED, Trouble.DISK_FULL, Trouble.DISK, Trouble.LOST, Trouble.FROZEN,
    }
)  # fmt: skip
"""Troubles that may be over the next time: tried again by itself. The others wait for a person."""


OF_THE_FILE = "of_the_file"
"""In the details of a trouble that says nothing about the rest of the source, though others of its kind would."""


class SourceTrouble(FailedElsewhere):
    """Something with a source went wrong. `message` says what to do; `retry_after_s` is the other side's own wish."""

    code = "source_server"

    def __init__(
        self,
        trouble: Trouble,
        message: str,
        *,
        details: Mapping[str, Any] | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, details=details)
        self.trouble = trouble
        self.code = trouble.value
        self.retry_after_s = retry_after_s

    @property
    def passing(self) -> bool:
        return self.trouble in PASSING


@dataclass(frozen=True, slots=True)
class RemoteCamera:
    """What a source calls a camera: a monitor, a channel, a profile, a folder."""

    key: str
    """Stable within the source, opaque to everybody else."""
    name: str
    details: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON that this kind needs later or a person wants to see (model, resolution, path)."""


@dataclass(frozen=True, slots=True)
class RemoteRecording:
    """One file that a source has."""

    key: str
    """Stable within the source; the same key and `version` is the same content."""
    camera_key: str
    name: str
    """Its name there: untrusted, for people and for start-time patterns; never used as a path as it is."""
    size_bytes: int | None = None
    version: str = ""
    """Changes when the content does: a checksum, else a modification time; empty when the source has neither."""
    md5: str | None = None
    """Hex, when the source tells it."""
    start_ms: int | None = None
    """UTC epoch ms of the first frame, when the source knows it; None: the name or the file tells."""
    duration_ms: int | None = None
    modified_ms: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON, what fetching needs besides the key."""


@dataclass(frozen=True, slots=True)
class Check:
    """One step of a connection test, in the order tried: `address`, `sign_in`, `cameras`, `clock`, `stream`, ..."""

    step: str
    ok: bool
    trouble: Trouble | None = None
    message: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
