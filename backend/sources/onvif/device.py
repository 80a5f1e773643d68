"""One ONVIF device: who it is, what time it has, which services, profiles and addresses it tells."""

from __future__ import annotations

import calendar
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from backend.domain.errors import InvalidInput
from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import Address, AddressGuard, parse_address
from backend.sources.device_clock import LOOKS, ClockError, measure
from backend.sources.device_pictures import PICTURE_BYTES, checked_jpeg
from backend.sources.onvif import media2
from backend.sources.onvif.profiles import StreamProfile, codec_name
from backend.sources.onvif.settings import OnvifSettings
from backend.sources.onvif.soap import CALL_S, Soap

DEVICE_NS = "http://www.onvif.org/ver10/device/wsdl"
MEDIA_NS = "http://www.onvif.org/ver10/media/wsdl"
RECORDING_NS = "http://www.onvif.org/ver10/recording/wsdl"
SEARCH_NS = "http://www.onvif.org/ver10/search/wsdl"
REPLAY_NS = "http://www.onvif.org/ver10/replay/wsdl"
_MOST_SERVICES = 64
_MOST_PROFILES = 512
_CAPABILITIES = {
    "Device": DEVICE_NS, "Media": MEDIA_NS, "Recording": RECORDING_NS, "Search": SEARCH_NS, "Replay": REPLAY_NS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeviceInformation:
    manufacturer: str
    model: str
    firmware: str
    serial: str

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.manufacturer, self.model) if part)[:100] or "ONVIF"


@dataclass(frozen=True, slots=True)
class StreamAddress:
    url: str
    told_host: str | None = None
    """The host that the device gave, when another one is used: behind a router it knows itself by another name."""


class OnvifDevice:
    def __init__(self, settings: OnvifSettings, password: str, guard: AddressGuard, call_s: float = CALL_S) -> None:
        self._settings = settings
        self._guard = guard
        self.soap = Soap(settings, password, guard, call_s)
        self._services: dict[str, str] | None = None
        self._own_addresses: set[str] | None = None

    def close(self) -> None:
        self.soap.close()

    def clock_error(self, stop: StopSignal, looks: int = LOOKS) -> ClockError | None:
        """How far its clock is off; from now on requests are dated by its clock. None when it does not tell.

        Raises SourceTrouble when there is no ONVIF device."""
        told = self._told_time(stop)
        if told is None:
            return None

        def ask() -> int:
            return self._told_time(stop) or 0

        error = measure(ask, lambda: time.time() * 1000, stop, looks)
        self.soap.ahead = timedelta(milliseconds=error.ahead_ms)
        return error

    def information(self, stop: StopSignal) -> DeviceInformation:
        """Only a user may ask this: the sign-in is tried with it. Raises SourceTrouble."""
        told = self.soap.call("devicemgmt", self._settings.address.url, "GetDeviceInformation", stop)
        self.soap.signed_in = True
        return DeviceInformation(
            *(_words(told, n) for n in ("Manufacturer", "Model", "FirmwareVersion", "SerialNumber"))
        )

    def services(self, stop: StopSignal, *, sign: bool = True) -> dict[str, str]:
        """Namespace of each service -> its address, below the address that was entered. Raises SourceTrouble."""
        if self._services is None:
            try:
                self._services = self._services_now(stop, sign)
            except SourceTrouble as trouble:
                if trouble.trouble not in (Trouble.UNSUPPORTED, Trouble.ANSWER, Trouble.SERVER):
                    raise
                self._services = self._capabilities(stop, sign)
        return self._services

    def profiles(self, stop: StopSignal) -> list[StreamProfile]:
        """Raises SourceTrouble."""
        services = self.services(stop)
        if media2.NAMESPACE in services:
            try:
                if found := media2.profiles(self.soap, services[media2.NAMESPACE], stop)[:_MOST_PROFILES]:
                    return found
            except SourceTrouble as trouble:
                if trouble.trouble not in (Trouble.UNSUPPORTED, Trouble.ANSWER, Trouble.SERVER):
                    raise
        told = self.soap.call("media", self._media(stop), "GetProfiles", stop) or []
        return [one for one in (_profile(each) for each in told[:_MOST_PROFILES]) if one is not None]

    def stream_address(self, profile: StreamProfile, stop: StopSignal) -> StreamAddress:
        """Where the stream of a profile is, without user and password. Raises SourceTrouble."""
        if profile.media2:
            uri = media2.stream_uri(self.soap, self.services(stop)[media2.NAMESPACE], profile.token, stop)
        else:
            told = self.soap.call(
                "media", self._media(stop), "GetStreamUri", stop,
                StreamSetup={"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}, ProfileToken=profile.token,
            )  # fmt: skip
            uri = _words(told, "Uri", 2000)
        return self.reachable_stream(uri)

    def reachable_stream(self, uri: str) -> StreamAddress:
        """An RTSP address as the device tells it -> where it can be had from here. Raises SourceTrouble ANSWER."""
        try:
            parts = urlsplit(uri)
            bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
            told = parse_address(bare, {"rtsp": 554})
        except (InvalidInput, ValueError):
            raise SourceTrouble(
                Trouble.ANSWER, f"{self.soap.who} tells a stream address that is none.", details={"uri": _no_login(uri)}
            ) from None
        own = self._settings.address.host
        at = Address("rtsp", own, self._settings.rtsp_port or told.port, told.path)
        return StreamAddress(at.url, None if self._is_own(told.host) else told.host)

    def snapshot(self, profile: StreamProfile, stop: StopSignal) -> bytes:
        """The present picture as JPEG. Raises SourceTrouble."""
        if profile.media2:
            uri = media2.snapshot_uri(self.soap, self.services(stop)[media2.NAMESPACE], profile.token, stop)
        else:
            told = self.soap.call("media", self._media(stop), "GetSnapshotUri", stop, ProfileToken=profile.token)
            uri = _words(told, "Uri", 2000)
        return checked_jpeg(self.soap.picture(self._here(uri), PICTURE_BYTES, stop), self.soap.who)

    def _told_time(self, stop: StopSignal) -> int | None:
        """Its UTC time, epoch ms at the full second."""
        told = self.soap.call("devicemgmt", self._settings.address.url, "GetSystemDateAndTime", stop, sign=False)
        utc = getattr(told, "UTCDateTime", None)
        date, hour = getattr(utc, "Date", None), getattr(utc, "Time", None)
        if date is None or hour is None:
            return None
        try:
            numbers = (date.Year, date.Month, date.Day, hour.Hour, hour.Minute, hour.Second)
            return calendar.timegm((*(int(one) for one in numbers), 0, 0, 0)) * 1000
        except (TypeError, ValueError, OverflowError):
            return None

    def _services_now(self, stop: StopSignal, sign: bool) -> dict[str, str]:
        url = self._settings.address.url
        told = self.soap.call("devicemgmt", url, "GetServices", stop, sign=sign, IncludeCapability=False) or []
        found = {_words(one, "Namespace"): self._here(_words(one, "XAddr", 2000)) for one in told[:_MOST_SERVICES]}
        if not found:
            raise SourceTrouble(Trouble.UNSUPPORTED, f"{self.soap.who} tells of no services.")
        return found

    def _capabilities(self, stop: StopSignal, sign: bool) -> dict[str, str]:
        url = self._settings.address.url
        told = self.soap.call("devicemgmt", url, "GetCapabilities", stop, sign=sign, Category=["All"])
        found = {}
        for name, namespace in _CAPABILITIES.items():
            one = getattr(told, name, None) or getattr(getattr(told, "Extension", None), name, None)
            if address := _words(one, "XAddr", 2000):
                found[namespace] = self._here(address)
        return found

    def _media(self, stop: StopSignal) -> str:
        url = self.services(stop).get(MEDIA_NS)
        if url is None:
            raise SourceTrouble(Trouble.UNSUPPORTED, f"{self.soap.who} has no streams to look at.")
        return url

    def _here(self, told: str) -> str:
        """An address of the device as it tells it -> the same on the way that a person entered. Another host is never
        called, and TLS is never left."""
        entered = self._settings.address
        origin = urlsplit(entered.url)
        try:
            parts = urlsplit(told)
            same = parts.scheme == origin.scheme and self._is_own(parts.hostname or "")
            netloc = Address(entered.scheme, entered.host, parts.port or 80).url if same and parts.port else entered.url
        except ValueError:
            return entered.url
        at = urlsplit(netloc)
        return urlunsplit((at.scheme, at.netloc, parts.path or "/", parts.query, ""))

    def _is_own(self, host: str) -> bool:
        if host == self._settings.address.host:
            return True
        if self._own_addresses is None:
            self._own_addresses = set(self._guard.resolve(self._settings.address.host, self._settings.address.port))
        return host in self._own_addresses


def _profile(told: Any) -> StreamProfile | None:
    source, encoder = getattr(told, "VideoSourceConfiguration", None), getattr(told, "VideoEncoderConfiguration", None)
    if source is None or encoder is None:
        return None
    resolution, rate = getattr(encoder, "Resolution", None), getattr(encoder, "RateControl", None)
    return StreamProfile(
        token=_words(told, "token", 500),
        name=_words(told, "Name", 100),
        source=_words(source, "SourceToken", 500),
        codec=codec_name(_words(encoder, "Encoding")),
        width=int(getattr(resolution, "Width", 0) or 0),
        height=int(getattr(resolution, "Height", 0) or 0),
        fps=float(getattr(rate, "FrameRateLimit", 0) or 0) or None,
        kbit_s=int(getattr(rate, "BitrateLimit", 0) or 0) or None,
    )


def _words(of: Any, name: str, longest: int = 200) -> str:
    value = getattr(of, name, None)
    return str(value).strip()[:longest] if value is not None else ""


def _no_login(uri: str) -> str:
    return uri.rpartition("@")[2][:200]
