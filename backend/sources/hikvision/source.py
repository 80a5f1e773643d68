"""Hikvision behind the protocol of sources: recordings that are searched and downloaded."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from backend.domain.source import Check, RemoteCamera, RemoteRecording, SourceKind, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.device_checks import DAY_MS, recorder_checks
from backend.sources.device_clock import measure
from backend.sources.device_settings import password_of
from backend.sources.device_time import WallClock
from backend.sources.hikvision.isapi import Isapi, Segment
from backend.sources.hikvision.settings import HikvisionSettings, check_config, read_settings
from backend.sources.protocol import CannotResume, NextCursor, SourceLogin, SourceType
from backend.sources.recorder_listing import finished, list_recordings
from backend.sources.recorder_settings import channel_of

_MARGIN = timedelta(minutes=15)


class HikvisionSource:
    def __init__(self, settings: HikvisionSettings, password: str, guard: AddressGuard) -> None:
        self._settings = settings
        self._isapi = Isapi(settings.recorder, password, guard)
        self._clock: WallClock | None = None
        self._local: bool | None = None

    def close(self) -> None:
        self._isapi.close()

    def check(self, stop: StopSignal) -> Iterator[Check]:
        def sign_in() -> tuple[str, Mapping[str, Any]]:
            about = self._isapi.device_info(stop)
            return f"{about['model']} {about['deviceName']}".strip(), about

        return recorder_checks(
            self._settings.recorder.address.url,
            sign_in,
            lambda: self._wall_clock(stop),
            lambda: self.cameras(stop),
            lambda camera: self._of_last_day(camera, stop),
            lambda camera: self.snapshot(camera, stop),
        )

    def snapshot(self, camera: RemoteCamera, stop: StopSignal) -> bytes:
        return self._isapi.picture(_track(channel_of(camera.key)), stop)

    def _of_last_day(self, camera: RemoteCamera, stop: StopSignal) -> bool:
        track, now_ms = _track(channel_of(camera.key)), round(time.time() * 1000)
        start, end = (self._written(track, at, stop) for at in (now_ms - DAY_MS, now_ms))
        return self._isapi.any_recording(track, start, end, stop)

    def cameras(self, stop: StopSignal) -> list[RemoteCamera]:
        found = self._isapi.channels(stop)
        if not found:
            raise SourceTrouble(Trouble.NOT_FOUND, f"{self._isapi.who} has no channels.")
        return [RemoteCamera(str(number), name, {"track": _track(number)}) for number, name in found]

    def recordings(
        self, camera_keys: Sequence[str], since_ms: int, cursor: Mapping[str, Any] | None, stop: StopSignal
    ) -> Iterator[RemoteRecording | NextCursor]:
        search = partial(self._search, stop=stop)
        yield from list_recordings(camera_keys, since_ms, cursor, round(time.time() * 1000), search, stop)

    def within(self, camera_key: str, from_ms: int, to_ms: int, stop: StopSignal) -> Iterator[RemoteRecording]:
        yield from finished(self._search(camera_key, from_ms, to_ms, stop), round(time.time() * 1000))

    def _search(self, key: str, from_ms: int, to_ms: int, stop: StopSignal) -> Iterator[RemoteRecording]:
        self._wall_clock(stop)
        track = _track(channel_of(key))
        start, end = self._written(track, from_ms, stop), self._written(track, to_ms, stop)
        for one in self._isapi.search(track, start, end, stop):
            yield self._recording(key, one, stop)

    def fetch(self, recording: RemoteRecording, offset: int, stop: StopSignal) -> Iterator[bytes]:
        if offset:
            raise CannotResume
        return self._isapi.download(str(recording.details.get("uri", "")), stop)

    def _recording(self, key: str, segment: Segment, stop: StopSignal) -> RemoteRecording:
        start_ms, end_ms = self._utc_ms(segment.start, stop), self._utc_ms(segment.end, stop)
        stamp = segment.start.strftime("%Y%m%dT%H%M%S")
        return RemoteRecording(
            key=f"{segment.track}/{stamp}/{segment.name}",
            camera_key=key,
            name=f"ch{key}_{stamp}.mp4",
            version=segment.end.strftime("%Y%m%dT%H%M%S"),
            start_ms=start_ms,
            duration_ms=end_ms - start_ms,
            details={"uri": segment.uri},
        )

    def _wall_clock(self, stop: StopSignal) -> WallClock:
        if self._clock is None:
            zones: list[int | None] = []

            def ask() -> int:
                local, zone_ms = self._isapi.local_time(stop)
                zones.append(zone_ms)
                return round(local.replace(tzinfo=UTC).timestamp() * 1000)

            error = measure(ask, lambda: time.time() * 1000, stop)
            self._clock = WallClock(error, zones[-1], self._settings.recorder.zone)
        return self._clock

    def _utc_ms(self, written: datetime, stop: StopSignal) -> int:
        clock = self._wall_clock(stop)
        return clock.utc_ms(written) if self._local else clock.utc_ms_of_own(written)

    def _written(self, track: int, utc_ms: int, stop: StopSignal) -> datetime:
        clock = self._wall_clock(stop)
        if self._local is None:
            self._local = self._writes_local(track, clock, stop)
        return clock.wall(utc_ms) if self._local else clock.own_utc(utc_ms)

    def _writes_local(self, track: int, clock: WallClock, stop: StopSignal) -> bool:
        """Most firmwares write their wall clock and call it Z. Whoever records now shows which: footage that would lie
        in the future by one reading was written by the other."""
        if self._settings.times != "auto":
            return self._settings.times == "local"
        now_ms = round(time.time() * 1000)
        wall, own = clock.wall(now_ms), clock.own_utc(now_ms)

        def any_between(start: datetime, end: datetime) -> bool:
            return self._isapi.any_recording(track, start + _MARGIN, end + _MARGIN, stop)

        if wall > own + _MARGIN:
            return any_between(own, wall) or not any_between(own - timedelta(hours=1), own)
        if wall < own - _MARGIN:
            return not any_between(wall, own)
        return True


def hikvision_type(guard: Callable[[], AddressGuard]) -> SourceType:
    def connect(login: SourceLogin) -> HikvisionSource:
        return HikvisionSource(read_settings(login.config), password_of(login.secrets), guard())

    return SourceType(
        SourceKind.HIKVISION,
        pulls=True,
        records=False,
        check_config=check_config,
        secret_names=frozenset({"password"}),
        connect=connect,
        fills_gaps=True,
        untested=True,
    )


def _track(channel: int) -> int:
    """The track of a channel's main stream."""
    return channel * 100 + 1
