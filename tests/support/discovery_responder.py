"""Devices that answer WS-Discovery probes, at a loopback port or in the group of all devices; some of them lie."""

from __future__ import annotations

import socket
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree

_A = "http://schemas.xmlsoap.org/ws/2004/08/addressing"


def probe_match(asked: str, urls: str, scopes: str = "onvif://www.onvif.org/name/Table%20Cam") -> bytes:
    """A proper answer to the probe with the message id `asked`."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        f'xmlns:a="{_A}" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" '
        'xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header>'
        f"<a:MessageID>urn:uuid:{uuid.uuid4()}</a:MessageID><a:RelatesTo>{asked}</a:RelatesTo>"
        f"<a:To>{_A}/role/anonymous</a:To>"
        "<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action></s:Header><s:Body>"
        "<d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:"
        f"{uuid.uuid4()}</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types>"
        f"<d:Scopes>{scopes}</d:Scopes><d:XAddrs>{urls}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>"
        "</d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"
    ).encode()


@dataclass
class Responder:
    """`answer`: message id of a probe -> (loopback address to answer from, datagram)."""

    answer: Callable[[str], Sequence[tuple[str, bytes]]]
    group: tuple[str, int] = ("", 0)
    probes: int = 0


@contextmanager
def discovery_responder(
    answer: Callable[[str], Sequence[tuple[str, bytes]]], join: tuple[str, int] | None = None
) -> Iterator[Responder]:
    """`join`: a multicast group to listen to on the loopback, as devices do on their networks."""
    made = Responder(answer)
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    if join is None:
        sock.bind(("127.0.0.1", 0))
    else:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(join)
        membership = socket.inet_aton(join[0]) + socket.inet_aton("127.0.0.1")
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    sock.settimeout(0.05)
    made.group = sock.getsockname()
    closing = threading.Event()

    def listen() -> None:
        while not closing.is_set():
            try:
                data, sender = sock.recvfrom(65_535)
            except TimeoutError:
                continue
            try:
                asked = etree.fromstring(data).findtext(f".//{{{_A}}}MessageID") or ""
                made.probes += 1
                for host, datagram in made.answer(asked):
                    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
                        out.bind((host, 0))
                        out.sendto(datagram, sender)
            except (etree.XMLSyntaxError, OSError):
                continue  # in the group there are others, whom loopback does not reach

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield made
    finally:
        closing.set()
        thread.join()
        sock.close()
