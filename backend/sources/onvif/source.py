"""ONVIF behind the protocol of sources: live streams of cameras and recorders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from backend.domain.source import Check, RemoteCamera, SourceKind, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.device_checks import clock_check
from backend.sources.device_settings import password_of
from backend.sources.onvif.device import RECORDING_NS, REPLAY_NS, SEARCH_NS, OnvifDevice, StreamAddress
from backend.sources.onvif.profiles import KEPT, ProfileCamera, StreamProfile, cameras_of
from backend.sources.onvif.settings import OnvifSettings, check_config, read_settings
from backend.sources.protocol import LiveStreams, SourceLogin, SourceType

_QUICK_LOOKS = 3


class OnvifSource:
    def __init__(self, settings: OnvifSettings, password: str, guard: AddressGuard) -> None:
        self._settings = settings
        self._password = password
        self._guard = guard
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
            services = self._device.services(stop)
            yield Check(
                step, True, message=about.name,
                details={
                    "manufacturer": about.manufacturer, "model": about.model, "firmware": about.firmware,
                    "serial": about.serial,
                    "recordings": all(one in services for one in (SEARCH_NS, REPLAY_NS, RECORDING_NS)),
                },
            )  # fmt: skip
            step = "clock"
            yield clock_check(error)
            step = "cameras"
            cameras = self._cameras(about.name, stop)
            yield Check(step, True, details={"cameras": [one.name for one in cameras][:50], "count": len(cameras)})
            step = "stream"
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

    def snapshot(self, camera: RemoteCamera, stop: StopSignal) -> bytes:
        """The present picture of a camera as JPEG. Raises SourceTrouble."""
        self._know_clock(stop)
        found = self._camera(camera.key, stop)
        return self._device.snapshot(found.main, stop)

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
        first = cameras[0]
        if first.main.codec not in KEPT:
            raise SourceTrouble(
                Trouble.UNSUPPORTED,
                f"{first.name} sends {first.main.codec or 'no known video'}. Set it to H.264 or H.265.",
                details={"codec": first.main.codec},
            )
        main = self._device.stream_address(first.main, stop)
        return Check("stream", True, message=_host_words(main), details=_stream_details(main, first.main))


def onvif_type(guard: Callable[[], AddressGuard]) -> SourceType:
    def connect(login: SourceLogin) -> OnvifSource:
        return OnvifSource(read_settings(login.config), password_of(login.secrets), guard())

    return SourceType(
        SourceKind.ONVIF,
        pulls=False,
        records=True,
        check_config=check_config,
        secret_names=frozenset({"password"}),
        connect=connect,
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
