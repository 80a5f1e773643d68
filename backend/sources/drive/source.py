"""The conversation with one Drive."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backend.domain.errors import InvalidInput
from backend.domain.source import Check, RemoteCamera, RemoteRecording, SourceKind, SourceTrouble, Trouble
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.sources.drive.asking import Asking
from backend.sources.drive.endpoints import DriveEndpoints
from backend.sources.drive.items import in_folders, is_folder
from backend.sources.drive.listing import Listing
from backend.sources.drive.login import (
    OAUTH,
    SECRETS,
    Token,
    checked_config,
    service_account_key,
    token_of,
)
from backend.sources.protocol import NextCursor, SourceLogin, SourceType

if TYPE_CHECKING:
    from backend.sources.drive.google_client import GoogleClient

FIRST_PIECE = 256 * 1024
LARGEST_PIECE = 16 * 1024 * 1024
"""Held in memory, once for each download at a time."""
BLOCK_BYTES = 1024 * 1024
PIECE_S = 1.0
"""A piece should take about this long, so that a stop is heard and a break costs little."""
MOST_CAMERAS = 200


class DriveSource:
    def __init__(self, login: SourceLogin, endpoints: DriveEndpoints, clock: Clock) -> None:
        self._login = login
        self._endpoints = endpoints
        self._clock = clock
        self._connected: GoogleClient | None = None
        self._piece = FIRST_PIECE
        """What the line carries in about a second: the next file goes on with it."""

    def client(self) -> GoogleClient:
        """Raises SourceTrouble, InvalidInput."""
        if self._connected is None:
            # Google's libraries take seconds to load: not every start of the program needs them.
            from backend.sources.drive import google_client as google

            self._connected = google.GoogleClient(self._credentials(), self._endpoints)
        return self._connected

    def check(self, stop: StopSignal) -> Iterator[Check]:
        try:
            account = self.client().account()
        except InvalidInput as error:
            yield Check("sign_in", False, Trouble.CREDENTIALS, error.message, error.details)
            return
        except SourceTrouble as trouble:
            step = {Trouble.UNREACHABLE: "address", Trouble.TIMEOUT: "address", Trouble.CLOCK: "clock"}
            yield Check(step.get(trouble.trouble, "sign_in"), False, trouble.trouble, trouble.message, trouble.details)
            return
        yield Check("sign_in", True, details={"account": account})
        try:
            found = self.cameras(stop)
        except SourceTrouble as trouble:
            yield Check("cameras", False, trouble.trouble, trouble.message, trouble.details)
            return
        yield Check("cameras", True, details={"count": len(found)})

    def cameras(self, stop: StopSignal) -> list[RemoteCamera]:
        """The first folders one meets; any other may be chosen in the tree."""
        asking = Asking(self.client(), stop)
        found = [
            RemoteCamera(str(drive["id"]), str(drive.get("name", "")), {"shared_drive": True})
            for drive in asking.shared_drives()
        ]
        for page in asking.pages(f"{in_folders(['root'])} and mimeType = 'application/vnd.google-apps.folder'"):
            found += [RemoteCamera(str(one["id"]), str(one.get("title", ""))) for one in page if is_folder(one)]
            if len(found) >= MOST_CAMERAS:
                break
        return found[:MOST_CAMERAS]

    def recordings(
        self, camera_keys: Sequence[str], since_ms: int, cursor: Mapping[str, Any] | None, stop: StopSignal
    ) -> Iterator[RemoteRecording | NextCursor]:
        asking = Asking(self.client(), stop)
        yield from Listing(asking, camera_keys, since_ms, self._clock.now_ms(), stop).all(cursor)

    def fetch(self, recording: RemoteRecording, offset: int, stop: StopSignal) -> Iterator[bytes]:
        if recording.details.get("forbidden"):
            raise SourceTrouble(
                Trouble.NOT_ALLOWED,
                "The owner of this file does not allow it to be downloaded. Ask for the right to download it.",
            )
        ended = recording.size_bytes is not None and offset >= recording.size_bytes
        while not ended:
            stop.check()
            began_s, piece = time.monotonic(), self._piece
            body, ended = self.client().media(recording.key, offset, offset + piece - 1)
            took_s = time.monotonic() - began_s
            if took_s < PIECE_S / 2 and len(body) == piece:
                self._piece = min(LARGEST_PIECE, piece * 2)
            elif took_s > PIECE_S * 2:
                self._piece = max(FIRST_PIECE, piece // 2)
            for first in range(0, len(body), BLOCK_BYTES):
                yield body[first : first + BLOCK_BYTES]
            offset += len(body)
            if not body:
                return

    def close(self) -> None:
        if self._connected is not None:
            self._connected.close()
            self._connected = None

    def _credentials(self) -> Any:
        from backend.sources.drive import google_client as google

        config, secrets = self._login.config, self._login.secrets
        if config.get("auth", OAUTH) != OAUTH:
            if "service_account" not in secrets:
                raise InvalidInput(
                    "Choose the key file of the service account.", code="bad_source_setting",
                    details={"field": "service_account"},
                )  # fmt: skip
            key = service_account_key(secrets["service_account"])
            return google.of_service_account(key, config.get("subject"), self._endpoints)
        token = token_of(secrets)
        if token is None:
            raise SourceTrouble(Trouble.CONSENT_GONE, "Nobody has signed in to this Drive yet. Sign in with Google.")

        def keep(renewed: Token) -> None:
            self._login.keep_secrets({**secrets, "token": replace(renewed, account=token.account).as_secret()})

        secret = str(secrets.get("client_secret", ""))
        return google.of_token(token, str(config["client_id"]), secret, self._endpoints, keep)


def drive_type(
    endpoints: DriveEndpoints,
    clock: Clock,
    settle_secrets: Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]],
    farewell: Callable[[SourceLogin, Sequence[SourceLogin]], None],
) -> SourceType:
    """`settle_secrets` turns a sign-in that was completed into its tokens."""
    return SourceType(
        SourceKind.DRIVE,
        pulls=True,
        records=False,
        check_config=checked_config,
        secret_names=SECRETS,
        connect=lambda login: DriveSource(login, endpoints, clock),
        settle_secrets=settle_secrets,
        farewell=farewell,
    )
