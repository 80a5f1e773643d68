"""WS-Discovery: who in this network says that it speaks ONVIF.

A probe goes out on every network of this machine (or to one address) and answers are gathered for a few seconds. They
come from anybody: their number and size are bounded, they must answer our own question, and no address in them is
called that is not allowed. The library makes the messages; its threads and its parser are not used.
"""

from __future__ import annotations

import ipaddress
import re
import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from backend.domain.errors import InvalidInput
from backend.domain.source import SourceTrouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import Address, AddressGuard, parse_address
from backend.sources.onvif.settings import DEVICE_PATH, SCHEMES
from backend.sources.untrusted_xml import Element, child, children, descendant, parse_xml, text_at

GROUP = ("239.255.255.250", 3702)
MOST_DEVICES = 256
_MOST_ANSWERS = 2000
_LONGEST_ANSWER = 64 * 1024
_ASKED_TWICE_S = 0.3
"""Datagrams get lost: everybody is asked once more after this time."""
_LOOK_S = 0.2
_TYPES = (
    ("http://www.onvif.org/ver10/network/wsdl", "NetworkVideoTransmitter", "dn"),
    ("http://www.onvif.org/ver10/device/wsdl", "Device", "tds"),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a device says about itself, unasked for a password: all of it untrusted."""

    host: str
    """IP address that the answer came from."""
    url: str
    """Address of its device service."""
    name: str = ""
    hardware: str = ""
    location: str = ""


class Discovery:
    """`own_addresses`: this machine's IPv4 addresses, each on a network to ask; `group`: where everybody listens."""

    def __init__(
        self,
        guard: AddressGuard,
        own_addresses: Callable[[], Sequence[str]],
        group: tuple[str, int] = GROUP,
    ) -> None:
        self._guard = guard
        self._own_addresses = own_addresses
        self._group = group

    def everybody(self, seconds: float, stop: StopSignal, tell: Callable[[float], None]) -> list[Answered]:
        """Devices of all networks of this machine that sources may lie in. Raises Cancelled."""
        own = [one for one in self._own_addresses() if self._guard.allows(ipaddress.ip_address(one))]
        return self._ask([(one, self._group) for one in own], seconds, stop, tell)

    def one(self, host: str, seconds: float, stop: StopSignal, tell: Callable[[float], None]) -> list[Answered]:
        """The device at one address. Raises SourceTrouble when the address is not allowed or not known, Cancelled."""
        found = [one for one in self._guard.resolve(host, self._group[1]) if ":" not in one]
        return self._ask([("", (one, self._group[1])) for one in found[:1]], seconds, stop, tell)

    def _ask(
        self,
        targets: Sequence[tuple[str, tuple[str, int]]],
        seconds: float,
        stop: StopSignal,
        tell: Callable[[float], None],
    ) -> list[Answered]:
        questions = [_probe(*one) for one in _TYPES]
        asked = {number for number, _ in questions}
        found: dict[str, Answered] = {}
        with ExitStack() as stack, selectors.DefaultSelector() as selector:
            sockets = [(stack.enter_context(_socket(own)), to) for own, to in targets]
            for sock, _ in sockets:
                selector.register(sock, selectors.EVENT_READ)
            began = time.monotonic()
            sent = answers = 0
            while sockets and (passed := time.monotonic() - began) < seconds and answers < _MOST_ANSWERS:
                stop.check()
                tell(passed / seconds)
                if sent == 0 or (sent == 1 and passed >= _ASKED_TWICE_S):
                    _send(sockets, [message for _, message in questions])
                    sent += 1
                for key, _ in selector.select(min(_LOOK_S, seconds - passed)):
                    answers += 1
                    for one in self._received(key.fileobj, asked):
                        if len(found) < MOST_DEVICES:
                            found.setdefault(one.host, one)
        return list(found.values())

    def _received(self, sock: Any, asked: set[str]) -> Iterator[Answered]:
        try:
            data, sender = sock.recvfrom(_LONGEST_ANSWER)
            self._guard.check(sender[0], sender[0])
            root = parse_xml(data, sender[0])
        except (OSError, SourceTrouble):
            return
        related = descendant(root, "RelatesTo")
        if related is None or text_at(related) not in asked:
            return
        for match in children(child(root, "Body", "ProbeMatches"), "ProbeMatch"):
            yield self._answered(match, sender[0])
            return  # a device speaks for itself only

    def _answered(self, match: Element, host: str) -> Answered:
        scopes = _scopes(text_at(match, "Scopes"))
        url = next(iter(_urls(text_at(match, "XAddrs"), host)), Address("http", host, 80, DEVICE_PATH).url)
        return Answered(host, url, scopes.get("name", ""), scopes.get("hardware", ""), scopes.get("location", ""))


def _probe(namespace: str, name: str, prefix: str) -> tuple[str, bytes]:
    from wsdiscovery.actions.probe import constructProbe, createProbeMessage
    from wsdiscovery.qname import QName

    envelope = constructProbe([QName(namespace, name, prefix)], [])
    return str(envelope.getMessageId()), createProbeMessage(envelope).encode()


def _socket(own: str) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    if own:
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(own))
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        sock.bind((own, 0))
    return sock


def _send(sockets: Sequence[tuple[socket.socket, tuple[str, int]]], messages: Sequence[bytes]) -> None:
    for sock, to in sockets:
        for message in messages:
            try:
                sock.sendto(message, to)
            except OSError:
                continue  # this network has no multicast, or is down just now


def _urls(told: str, host: str) -> Iterator[str]:
    """Addresses of a device service, none of another host than the one that answered."""
    for one in told.split()[:20]:
        try:
            address = parse_address(one, SCHEMES)
        except InvalidInput:
            continue
        if address.host == host:
            yield address.url


def _scopes(told: str) -> dict[str, str]:
    """`onvif://www.onvif.org/name/Cam%201` and the like: kind -> first value, cleaned of control signs."""
    found: dict[str, str] = {}
    for one in told.split()[:100]:
        parts = urlsplit(one)
        kind, _, value = parts.path.lstrip("/").partition("/")
        if parts.scheme == "onvif" and kind and value:
            found.setdefault(kind.lower(), re.sub(r"[\x00-\x1f\x7f]", "", unquote(value))[:100])
    return found
