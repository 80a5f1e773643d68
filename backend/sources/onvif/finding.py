"""Finding devices: who answers a probe, and what each of them is, as far as it tells strangers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from backend.domain.source import SourceKind, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import Address, AddressGuard, parse_address
from backend.sources.onvif import media2
from backend.sources.onvif.device import DEVICE_NS, MEDIA_NS, RECORDING_NS, REPLAY_NS, SEARCH_NS, OnvifDevice
from backend.sources.onvif.discovery import Answered, Discovery
from backend.sources.onvif.settings import DEVICE_PATH, SCHEMES, read_settings

SECONDS = 4.0
_LISTENING_SHARE = 0.5
_PATIENCE_S = 6.0
"""For each device that answered: strangers are told little, so little is waited for."""
_ALL_S = 45.0
"""After this, devices are listed with what they announced."""
_WORDS = {
    DEVICE_NS: "device", MEDIA_NS: "media", media2.NAMESPACE: "media2", RECORDING_NS: "recording", SEARCH_NS: "search",
    REPLAY_NS: "replay", "http://www.onvif.org/ver10/events/wsdl": "events",
    "http://www.onvif.org/ver20/ptz/wsdl": "ptz", "http://www.onvif.org/ver20/imaging/wsdl": "imaging",
    "http://www.onvif.org/ver20/analytics/wsdl": "analytics",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundDevice:
    kind: SourceKind
    host: str
    address: str
    """As it goes into a source's settings."""
    name: str = ""
    manufacturer: str = ""
    model: str = ""
    location: str = ""
    services: tuple[str, ...] = ()
    """What it says it has: `media`, `media2`, `recording`, `search`, `replay`; empty: it does not tell strangers."""
    trouble: Trouble | None = None
    """It announced itself, and then this went wrong when it was spoken to."""


class DeviceFinder:
    def __init__(self, guard: Callable[[], AddressGuard], own_addresses: Callable[[], Sequence[str]]) -> None:
        self._guard = guard
        self._own_addresses = own_addresses
        self.make = Discovery

    def find(
        self, address: str | None, seconds: float, stop: StopSignal, tell: Callable[[float], None]
    ) -> Iterator[FoundDevice]:
        """All devices that answer within `seconds`, or the one at `address`, each when it was spoken to.

        Raises InvalidInput for an address that is none, SourceTrouble when the one address has no ONVIF device,
        Cancelled. `tell` is called with the share that is done, 0..1.
        """
        guard = self._guard()
        discovery = self.make(guard, self._own_addresses)

        def listening(share: float) -> None:
            tell(share * _LISTENING_SHARE)

        if address is not None:
            given = parse_address(address, SCHEMES)
            guard.resolve(given.host, given.port)
            answers = self._at(discovery, given, seconds, stop, listening)
        else:
            answers = discovery.everybody(seconds, stop, listening)
        until = time.monotonic() + _ALL_S
        for number, one in enumerate(sorted(answers, key=_by_address)):
            stop.check()
            tell(_LISTENING_SHARE + (1 - _LISTENING_SHARE) * number / len(answers))
            found = _looked_at(one, guard, stop) if time.monotonic() < until else _told(one)
            if address is not None and found.trouble is not None:
                raise SourceTrouble(
                    found.trouble,
                    f"No ONVIF device answers at {found.host}. Is ONVIF on in its settings, and the port right?",
                    details={"host": found.host},
                )
            yield found

    def _at(
        self, discovery: Discovery, given: Address, seconds: float, stop: StopSignal, tell: Callable[[float], None]
    ) -> list[Answered]:
        """What was entered counts more than what the device says: behind a router its own words lead nowhere."""
        entered = given.path not in ("", "/") or (given.scheme, given.port) not in SCHEMES.items()
        path = given.path if given.path not in ("", "/") else DEVICE_PATH
        url = Address(given.scheme, given.host, given.port, path).url
        said = discovery.one(given.host, min(seconds, 1.5), stop, tell)
        if not said:
            return [Answered(given.host, url)]
        return [replace(said[0], host=given.host, url=url if entered else said[0].url)]


def _told(answered: Answered) -> FoundDevice:
    return FoundDevice(
        SourceKind.ONVIF, answered.host, answered.url, answered.name, "", answered.hardware, answered.location
    )


def _looked_at(answered: Answered, guard: AddressGuard, stop: StopSignal) -> FoundDevice:
    found = _told(answered)
    device = OnvifDevice(read_settings({"address": answered.url}), "", guard, call_s=_PATIENCE_S)
    try:
        device.clock_error(stop, looks=1)
        found = replace(found, services=tuple(sorted(_words(device.services(stop)))))
        about = device.information(stop)
        return replace(
            found, name=found.name or about.name, manufacturer=about.manufacturer, model=about.model or found.model
        )
    except SourceTrouble as trouble:
        expected = (Trouble.CREDENTIALS, Trouble.NOT_ALLOWED, Trouble.LOCKED_OUT, Trouble.CLOCK)
        return found if trouble.trouble in expected else replace(found, trouble=trouble.trouble)
    finally:
        device.close()


def _words(services: dict[str, str]) -> set[str]:
    return {_WORDS[namespace] for namespace in services if namespace in _WORDS}


def _by_address(answered: Answered) -> tuple[list[int], str]:
    """192.168.1.9 before 192.168.1.10; names last."""
    parts = answered.host.split(".")
    return [int(one) if one.isdecimal() else 999 for one in parts], answered.url
