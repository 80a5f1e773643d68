"""What every kind of source beyond this machine offers. A kind has whichever of the two sides fits it, or both.

Files that are fetched or recorded lie in the source's own folder below the downloads folder, one folder a camera, and
are found there like any other recording; nothing after this package knows where they came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from backend.domain.source import Check, RemoteCamera, RemoteRecording, SourceKind
from backend.runtime.stop import StopSignal


@dataclass(frozen=True, slots=True)
class SourceLogin:
    """What it takes to talk to one source: its settings, and its secrets opened."""

    source_id: int
    """0 while it is only tried and not stored."""
    config: Mapping[str, Any]
    secrets: Mapping[str, Any] = field(repr=False)
    keep_secrets: Callable[[Mapping[str, Any]], None] = field(default=lambda _: None, repr=False, compare=False)
    """Call it with the whole new secrets when the other side renews them (refreshed tokens)."""


class RemoteSource(Protocol):
    """A conversation with one source, on one thread at a time. All calls are bounded in time and memory, look at the
    stop signal, and raise SourceTrouble; `Cancelled` when stopped."""

    def check(self, stop: StopSignal) -> Iterable[Check]:
        """Try everything that is needed, step by step, up to the first that fails. Raises no SourceTrouble.

        A person watches: yield each step as it is done.
        """
        ...

    def cameras(self, stop: StopSignal) -> list[RemoteCamera]: ...

    def close(self) -> None:
        """Sign out and let connections go; never raises."""
        ...


class PullSource(RemoteSource, Protocol):
    """Has files that can be listed and fetched."""

    def recordings(
        self, camera_keys: Sequence[str], since_ms: int, cursor: Mapping[str, Any] | None, stop: StopSignal
    ) -> Iterator[RemoteRecording | NextCursor]:
        """Files of these cameras that are new since `cursor` (None: since `since_ms`, UTC epoch ms), lazily, in any
        order; the last item is the cursor for the next time. A file may be told again; none may be left out."""
        ...

    def fetch(self, recording: RemoteRecording, offset: int, stop: StopSignal) -> Iterator[bytes]:
        """The bytes of a file from `offset` on, in blocks of at most 1 MiB. A source that cannot begin in the middle
        raises `CannotResume` when offset > 0, and is asked again from 0."""
        ...


class GapSource(PullSource, Protocol):
    """Can be asked for a stretch of time: what a live camera missed is fetched from it."""

    def within(self, camera_key: str, from_ms: int, to_ms: int, stop: StopSignal) -> Iterator[RemoteRecording]:
        """What there is of this time (UTC epoch ms), whole by now, with start and length. A recording may reach beyond:
        it is cut then. Raises SourceTrouble, UNSUPPORTED where the device gives out no recordings."""
        ...


class PictureSource(RemoteSource, Protocol):
    """Can show what a camera sees right now."""

    def snapshot(self, camera: RemoteCamera, stop: StopSignal) -> bytes:
        """JPEG."""
        ...


class LiveSource(RemoteSource, Protocol):
    """Has streams that can be recorded."""

    def streams(self, camera: RemoteCamera, stop: StopSignal) -> LiveStreams: ...


@dataclass(frozen=True, slots=True)
class NextCursor:
    """Where the next listing goes on. Plain JSON."""

    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LiveStreams:
    """RTSP addresses of one camera without credentials; those go with the request."""

    main: str
    """Best picture: the evidence."""
    sub: str | None = None
    """Small picture for the preview and the analysis, where the camera has one."""
    user: str = ""
    password: str = field(default="", repr=False)
    transport: str = "tcp"
    """`tcp` or `udp`."""
    clock_offset_ms: int = 0
    """What the camera's clock is behind by."""


class CannotResume(Exception):
    """Fetching can only begin at the start of the file."""


@dataclass(frozen=True, slots=True)
class SourceType:
    """One kind in the registry: how its settings are checked and how a conversation begins."""

    kind: SourceKind
    pulls: bool
    records: bool
    check_config: Callable[[Mapping[str, Any]], dict[str, Any]]
    """Settings as a person gave them -> settings with defaults. Raises InvalidInput naming the field."""
    secret_names: frozenset[str]
    """Fields that are sealed and never shown."""
    connect: Callable[[SourceLogin], RemoteSource]
    """Opens no connection yet. Raises InvalidInput, SourceTrouble."""
    settle_secrets: Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]] = lambda _, given: dict(given)
    """(settings, secrets as they were given) -> secrets to be stored. Raises InvalidInput, NotFound."""
    farewell: Callable[[SourceLogin, Sequence[SourceLogin]], None] | None = None
    """Gives back what the other side granted, when the source is signed out or removed; never raises. The second
    argument: the other sources of this kind, which may live on the same grant."""
    fills_gaps: bool = False
    """Its conversations are of a `GapSource`: a camera that is recorded live gets only what was missed from it."""
    untested: bool = False
    """Built from the maker's documents and tried against servers that speak them, not against a device."""
