"""Dahua behind the protocol of sources: recordings that are searched and downloaded."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC
from functools import partial
from typing import Any

from backend.domain.source import Check, RemoteCamera, RemoteRecording, SourceKind, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.dahua.cgi import DahuaCgi, MediaFile
from backend.sources.device_checks import DAY_MS, recorder_checks
from backend.sources.device_clock import measure
from backend.sources.device_settings import password_of
from backend.sources.device_time import WallClock
from backend.sources.protocol import CannotResume, NextCursor, SourceLogin, SourceType
from backend.sources.recorder_listing import finished, list_recordings
from backend.sources.recorder_settings import RecorderSettings, channel_of, check_config, read_settings


class DahuaSource:
    def __init__(self, settings: RecorderSettings, password: str, guard: AddressGuard) -> None:
        self._settings = settings
        self._cgi = DahuaCgi(settings, password, guard)
        self._clock: WallClock | None = None

    def close(self) -> None:
        self._cgi.close()

    def check(self, stop: StopSignal) -> Iterator[Check]:
        def sign_in() -> tuple[str, Mapping[str, Any]]:
            about = self._cgi.device_info(stop)
            return about["model"], about

        return recorder_checks(
            self._settings.address.url,
            sign_in,
            lambda: self._wall_clock(stop),
            lambda: self.cameras(stop),
            lambda camera: self._of_last_day(camera, stop),
            lambda camera: self.snapshot(camera, stop),
        )

    def snapshot(self, camera: RemoteCamera, stop: StopSignal) -> bytes:
        return self._cgi.picture(channel_of(camera.key), stop)

    def _of_last_day(self, camera: RemoteCamera, stop: StopSignal) -> bool:
        clock, now_ms = self._wall_clock(stop), round(time.time() * 1000)
        start, end = (clock.wall(at) for at in (now_ms - DAY_MS, now_ms))
        with closing(self._cgi.find(channel_of(camera.key), start, end, stop)) as found:
            return next(found, None) is not None

    def cameras(self, stop: StopSignal) -> list[RemoteCamera]:
        found = self._cgi.channels(stop)
        if not found:
            raise SourceTrouble(Trouble.NOT_FOUND, f"{self._cgi.who} has no channels.")
        return [RemoteCamera(str(number), name) for number, name in found]

    def recordings(
        self, camera_keys: Sequence[str], since_ms: int, cursor: Mapping[str, Any] | None, stop: StopSignal
    ) -> Iterator[RemoteRecording | NextCursor]:
        search = partial(self._search, stop=stop)
        yield from list_recordings(camera_keys, since_ms, cursor, round(time.time() * 1000), search, stop)

    def within(self, camera_key: str, from_ms: int, to_ms: int, stop: StopSignal) -> Iterator[RemoteRecording]:
        yield from finished(self._search(camera_key, from_ms, to_ms, stop), round(time.time() * 1000))

    def _search(self, key: str, from_ms: int, to_ms: int, stop: StopSignal) -> Iterator[RemoteRecording]:
        clock = self._wall_clock(stop)
        for one in self._cgi.find(channel_of(key), clock.wall(from_ms), clock.wall(to_ms), stop):
            yield _recording(key, one, clock)

    def fetch(self, recording: RemoteRecording, offset: int, stop: StopSignal) -> Iterator[bytes]:
        try:
            yield from self._cgi.download(str(recording.details.get("path", "")), offset, stop)
        except ValueError as error:
            raise CannotResume from error

    def _wall_clock(self, stop: StopSignal) -> WallClock:
        if self._clock is None:

            def ask() -> int:
                return round(self._cgi.wall_clock(stop).replace(tzinfo=UTC).timestamp() * 1000)

            error = measure(ask, lambda: time.time() * 1000, stop)
            self._clock = WallClock(error, self._cgi.zone_ms(stop), self._settings.zone)
        return self._clock


def dahua_type(guard: Callable[[], AddressGuard]) -> SourceType:
    def connect(login: SourceLogin) -> DahuaSource:
        return DahuaSource(read_settings(login.config), password_of(login.secrets), guard())

    return SourceType(
        SourceKind.DAHUA,
        pulls=True,
        records=False,
        check_config=check_config,
        secret_names=frozenset({"password"}),
        connect=connect,
        fills_gaps=True,
        untested=True,
    )


def _recording(key: str, found: MediaFile, clock: WallClock) -> RemoteRecording:
    start_ms = clock.utc_ms(found.start)
    return RemoteRecording(
        key=found.path,
        camera_key=key,
        name=found.path.rsplit("/", 1)[-1],
        size_bytes=found.size_bytes,
        version=found.end.strftime("%Y%m%dT%H%M%S"),
        start_ms=start_ms,
        duration_ms=clock.utc_ms(found.end) - start_ms,
        details={"path": found.path},
    )
