"""ONVIF behind the protocol of sources: live streams of cameras and recorders, or the recordings they made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from backend.domain.source import Check, RemoteCamera, RemoteRecording, SourceKind, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.device_checks import clock_check
from backend.sources.device_pictures import if_there_is_one, picture_detail
from backend.sources.device_settings import password_of
from backend.sources.onvif.device import OnvifDevice, StreamAddress
from backend.sources.onvif.pieces import Archive
from backend.sources.onvif.profiles import KEPT, ProfileCamera, StreamProfile, cameras_of
from backend.sources.onvif.recordings import has_recordings
from backend.sources.onvif.replay import ReplaySignIn
from backend.sources.onvif.rtsp_session import RtspSession
from backend.sources.onvif.settings import OnvifSettings, check_config, read_settings
from backend.sources.onvif.turns import Turns
from backend.sources.protocol import CannotResume, LiveStreams, NextCursor, SourceLogin, SourceType

_QUICK_LOOKS = 3


class OnvifSource:
    def __init__(self, settings: OnvifSettings, password: str, guard: AddressGuard, turns: Turns) -> None:
        self._settings = settings
        self._password = password
        self._guard = guard
        self._turns = turns
        self._device = OnvifDevice(settings, password, guard)
        self._behind_ms: int | None = None
        self._clock_known = False

    def close(self) -> None:
        self._device.close()

    def check(self, stop: StopSignal) -> Iterator[Check]:
        step = "address"
        try:
            error = self._device.clock_error(stop)
            self._clock_known, self._behind_ms = True, error.behind_ms if error else None
            yield Check(step, True, details={"address": self._settings.address.url})
            step = "sign_in"
            about = self._device.information(stop)
            yield Check(
                step, True, message=about.name,
                details={
                    "manufacturer": about.manufacturer, "model": about.model, "firmware": about.firmware,
                    "serial": about.serial,
                    "recordings": has_recordings(self._device, stop),
                },
            )  # fmt: skip
            step = "clock"
            yield clock_check(error)
            step = "cameras"
            cameras = self._cameras(about.name, stop)
            yield Check(step, True, details={"cameras": [one.name for one in cameras][:50], "count": len(cameras)})
            step = "stream" if self._settings.mode == "live" else "recordings"
            yield self._stream_check(cameras, stop)
        except SourceTrouble as trouble:
            yield Check(step, False, trouble.trouble, trouble.message, trouble.details)

    def cameras(self, stop: StopSignal) -> list[RemoteCamera]:
        self._know_clock(stop)
        about = self._device.information(stop)
        shared = {"manufacturer": about.manufacturer, "model": about.model, "firmware": about.firmware}
        return [
            RemoteCamera(
                one.source,
                one.name,
                {**shared, "main": one.main.details(), "sub": one.sub.details() if one.sub else None},
            )
            for one in self._cameras(about.name, stop)
        ]

    def streams(self, camera: RemoteCamera, stop: StopSignal) -> LiveStreams:
        """Asked for anew each time: addresses change with the device's settings."""
        if self._settings.mode != "live":
            raise SourceTrouble(
                Trouble.UNSUPPORTED, "This source fetches what the device recorded and does not record it live."
            )
        self._know_clock(stop)
        found = self._camera(camera.key, stop)
        main = self._device.stream_address(found.main, stop)
        sub = self._device.stream_address(found.sub, stop) if found.sub else None
        return LiveStreams(
            main.url,
            sub.url if sub else None,
            user=self._settings.user,
            password=self._password,
            transport=self._settings.transport,
            clock_offset_ms=self._behind_ms or 0,
        )

    def recordings(
        self, camera_keys: Sequence[str], since_ms: int, cursor: Mapping[str, Any] | None, stop: StopSignal
    ) -> Iterator[RemoteRecording | NextCursor]:
        if self._settings.mode != "recordings":  # it is recorded live; fetching would bring everything twice
            yield NextCursor(dict(cursor or {}))
            return
        archive = self._archive(stop)
        yield from archive.list(self._cameras("", stop), camera_keys, since_ms, cursor, stop)

    def within(self, camera_key: str, from_ms: int, to_ms: int, stop: StopSignal) -> Iterator[RemoteRecording]:
        yield from self._archive(stop).within(self._cameras("", stop), camera_key, from_ms, to_ms, stop)

    def fetch(self, recording: RemoteRecording, offset: int, stop: StopSignal) -> Iterator[bytes]:
        if offset:
            raise CannotResume
        return self._archive(stop).fetch(recording, stop)

    def snapshot(self, camera: RemoteCamera, stop: StopSignal) -> bytes:
        """The present picture of a camera as JPEG. Raises SourceTrouble."""
        self._know_clock(stop)
        found = self._camera(camera.key, stop)
        return self._device.snapshot(found.main, stop)

    def _archive(self, stop: StopSignal) -> Archive:
        self._know_clock(stop)
        if not has_recordings(self._device, stop):
            raise SourceTrouble(
                Trouble.UNSUPPORTED,
                f"{self._settings.address.host} gives out no recordings (ONVIF Profile G). Record it live instead.",
            )
        sign_in = ReplaySignIn(self._guard, self._settings.user, self._password, self._turns)
        return Archive(self._device, sign_in, self._behind_ms or 0)

    def _know_clock(self, stop: StopSignal) -> None:
        if not self._clock_known:
            error = self._device.clock_error(stop, _QUICK_LOOKS)
            self._clock_known, self._behind_ms = True, error.behind_ms if error else None

    def _cameras(self, device: str, stop: StopSignal) -> list[ProfileCamera]:
        cameras = cameras_of(self._device.profiles(stop), device)
        if not cameras:
            raise SourceTrouble(
                Trouble.UNSUPPORTED,
                f"{self._settings.address.host} has no video profile. Set one up in the device's own settings.",
            )
        return cameras

    def _camera(self, key: str, stop: StopSignal) -> ProfileCamera:
        found = next((one for one in self._cameras("", stop) if one.source == key), None)
        if found is None:
            raise SourceTrouble(
                Trouble.NOT_FOUND,
                f"{self._settings.address.host} has no such camera any more.",
                details={"camera": key},
            )
        return found

    def _stream_check(self, cameras: list[ProfileCamera], stop: StopSignal) -> Check:
        if self._settings.mode == "recordings":
            return Check("recordings", True, details={"recordings": self._archive(stop).count(stop)})
        first = cameras[0]
        if first.main.codec not in KEPT:
            raise SourceTrouble(
                Trouble.UNSUPPORTED,
                f"{first.name} sends {first.main.codec or 'no known video'}. Set it to H.264 or H.265.",
                details={"codec": first.main.codec},
            )
        main = self._device.stream_address(first.main, stop)
        self._describe(main.url, stop)
        picture = if_there_is_one(lambda: self._device.snapshot(first.main, stop))
        details = {**_stream_details(main, first.main), **picture_detail(picture)}
        return Check("stream", True, message=_host_words(main), details=details)

    def _describe(self, url: str, stop: StopSignal) -> None:
        """Ask for the stream without starting it. Raises SourceTrouble."""
        session = RtspSession(url, self._guard, self._settings.user, self._password, stop)
        try:
            session.ask("DESCRIBE", session.url, {"Accept": "application/sdp"})
        finally:
            session.close()


def onvif_type(guard: Callable[[], AddressGuard]) -> SourceType:
    turns = Turns()

    def connect(login: SourceLogin) -> OnvifSource:
        return OnvifSource(read_settings(login.config), password_of(login.secrets), guard(), turns)

    return SourceType(
        SourceKind.ONVIF,
        pulls=True,
        records=True,
        check_config=check_config,
        secret_names=frozenset({"password"}),
        connect=connect,
        fills_gaps=True,
    )


def _host_words(at: StreamAddress) -> str:
    if at.told_host is None:
        return ""
    return f"The device names {at.told_host} for its streams; the address that you entered is used instead."


def _stream_details(at: StreamAddress, profile: StreamProfile) -> dict[str, Any]:
    return {
        "url": at.url, "told_host": at.told_host, "codec": profile.codec, "width": profile.width,
        "height": profile.height, "fps": profile.fps,
    }  # fmt: skip
