"""Devices are found by probe and by address; what anybody else sends into the search does no harm."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from backend.domain.errors import Cancelled, InvalidInput
from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.onvif.discovery import MOST_DEVICES, Discovery
from backend.sources.onvif.finding import DeviceFinder, FoundDevice
from tests.support.device_server import Reply
from tests.support.discovery_responder import Responder, discovery_responder, probe_match
from tests.support.onvif_device import SimulatedOnvif

STOP = StopSignal()
LOOPBACK = AddressGuard(["127.0.0.0/8"])


def finder(responder: Responder, guard: AddressGuard = LOOPBACK) -> DeviceFinder:
    made = DeviceFinder(lambda: guard, lambda: ["127.0.0.1"])
    made.make = lambda guard, own: Discovery(guard, own, responder.group)  # type: ignore[assignment,misc]
    return made


def found_by(
    answer: Callable[[str], Sequence[tuple[str, bytes]]], address: str | None = None, seconds: float = 0.8
) -> list[FoundDevice]:
    shares: list[float] = []
    with discovery_responder(answer) as responder:
        found = list(finder(responder).find(address, seconds, STOP, shares.append))
    assert responder.probes == 4, "two types, each asked twice"
    assert shares == sorted(shares)
    assert all(0 <= one <= 1 for one in shares)
    return found


def test_a_device_that_answers_is_found_with_what_it_tells_strangers() -> None:
    scopes = (
        "onvif://www.onvif.org/name/B%C3%A0n%201 onvif://www.onvif.org/hardware/TC5 onvif://www.onvif.org/location/Kho"
    )
    with SimulatedOnvif(services=("trt", "tr2", "tse", "trp", "trc")).running() as device:
        own = f"http://127.0.0.1:{device.server.port}/onvif/device_service"
        told = f"http://[fe80::1]/onvif http://10.0.0.5/onvif {own}"
        [found] = found_by(lambda asked: [("127.0.0.1", probe_match(asked, told, scopes))])
    assert (found.kind, found.host, found.address) == ("onvif", "127.0.0.1", own)
    assert (found.name, found.model, found.location) == ("Bàn 1", "TC5", "Kho")
    assert found.services == ("device", "media", "media2", "recording", "replay", "search")
    assert found.trouble is None
    assert device.token.wrong == 0, "no password is tried"


def test_many_devices_come_in_the_order_of_their_addresses_each_once() -> None:
    hosts = ["127.0.0.10", "127.0.0.9", "127.0.0.2", "127.0.0.9"]
    found = found_by(lambda asked: [(host, probe_match(asked, f"http://{host}:1/onvif")) for host in hosts])
    assert [one.host for one in found] == ["127.0.0.2", "127.0.0.9", "127.0.0.10"]
    assert {one.trouble for one in found} == {Trouble.UNREACHABLE}


def test_an_address_of_another_host_in_an_answer_is_never_called() -> None:
    with SimulatedOnvif().running() as victim:
        other = f"http://127.0.0.1:{victim.server.port}/onvif/device_service"
        [found] = found_by(lambda asked: [("127.0.0.3", probe_match(asked, other))])
    assert found.address == "http://127.0.0.3:80/onvif/device_service"
    assert not victim.server.connections


BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'


@pytest.mark.parametrize(
    "spoil",
    [
        lambda asked: BOMB,
        lambda asked: b"\x00\x01garbage",
        lambda asked: b"",
        lambda asked: b"<a>" * 20_000,
        lambda asked: probe_match("urn:uuid:somebody-elses", "http://127.0.0.1:1/"),
        lambda asked: probe_match(asked, "http://127.0.0.1:1/").replace(b"ProbeMatches", b"Hello"),
    ],
)
def test_what_is_no_answer_to_our_question_is_left_aside(spoil: Callable[[str], bytes]) -> None:
    assert found_by(lambda asked: [("127.0.0.1", spoil(asked))]) == []


def test_hosts_outside_the_networks_are_not_listed() -> None:
    narrow = AddressGuard(["127.0.0.1/32"])
    with discovery_responder(lambda asked: [("127.0.0.7", probe_match(asked, "http://127.0.0.7:1/"))]) as responder:
        assert list(finder(responder, narrow).find(None, 0.5, STOP, lambda _: None)) == []
        outside = AddressGuard(["10.0.0.0/8"])
        assert list(finder(responder, outside).find(None, 0.5, STOP, lambda _: None)) == []
        with pytest.raises(SourceTrouble) as caught:
            list(finder(responder, outside).find("127.0.0.1", 0.5, STOP, lambda _: None))
    assert caught.value.trouble is Trouble.ADDRESS_REFUSED


def test_a_flood_of_answers_is_bounded() -> None:
    hosts = [f"127.0.{n // 200}.{n % 200 + 1}" for n in range(400)]
    with discovery_responder(lambda asked: [(host, probe_match(asked, "")) for host in hosts]) as responder:
        search = Discovery(LOOPBACK, lambda: ["127.0.0.1"], responder.group)
        found = search.everybody(2.0, STOP, lambda _: None)
    assert 0 < len(found) <= MOST_DEVICES


def test_one_address_is_found_though_it_answers_no_probe() -> None:
    with SimulatedOnvif(dialect="digest", services=("trt",)).running() as device:
        [found] = found_by(lambda asked: [], f"127.0.0.1:{device.server.port}", seconds=0.6)
    assert found.address == f"http://127.0.0.1:{device.server.port}/onvif/device_service"
    assert found.services == ("device", "media")


def test_one_address_without_a_device_says_so() -> None:
    with SimulatedOnvif(hostile=lambda *_: Reply(404)).running() as device, pytest.raises(SourceTrouble) as caught:
        found_by(lambda asked: [], f"127.0.0.1:{device.server.port}", seconds=0.5)
    assert caught.value.trouble is Trouble.ANSWER
    assert "ONVIF" in caught.value.message


def test_an_address_that_is_none_is_refused() -> None:
    with discovery_responder(lambda asked: []) as responder, pytest.raises(InvalidInput):
        list(finder(responder).find("http://user:pass@cam", 0.5, STOP, lambda _: None))


def test_a_search_stops_when_told() -> None:
    stop = StopSignal()
    with discovery_responder(lambda asked: []) as responder:
        began = time.monotonic()
        with pytest.raises(Cancelled):
            list(finder(responder).find(None, 15, stop, lambda share: stop.set()))
    assert time.monotonic() - began < 5
