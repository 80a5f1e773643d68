"""RTP packets of a replay -> coded pictures with their wall-clock time. PURE.

H.264 (RFC 6184) and H.265 (RFC 7798), single units, aggregates and fragments. The time comes from the header extension
of ONVIF replay (0xABAC): an NTP time stamp with the instant at which the picture was taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

_NTP_TO_UNIX_S = 2_208_988_800
_ONVIF_REPLAY = 0xABAC
_START = b"\0\0\0\1"
MOST_PICTURE_BYTES = 16 * 1024 * 1024


class Broken(Exception):
    """Packets are missing or make no sense."""


@dataclass(frozen=True, slots=True)
class Picture:
    at_ms: int | None
    """UTC epoch ms by the device's clock; None when it does not tell."""
    rtp_time: int
    key: bool
    data: bytes
    """Annex B, parameter sets included."""


@dataclass(slots=True)
class Depacketizer:
    codec: str
    """`h264` or `hevc`."""
    payload_type: int
    _sequence: int | None = None
    _units: list[bytes] = field(default_factory=list)
    _size: int = 0
    _fragment: bytearray = field(default_factory=bytearray)
    _rtp_time: int | None = None
    _at_ms: int | None = None

    def push(self, packet: bytes) -> Iterator[Picture]:
        """Pictures that are complete with this packet. Raises Broken."""
        if len(packet) < 12 or packet[0] >> 6 != 2:
            raise Broken("no RTP")
        if packet[1] & 127 != self.payload_type:
            return
        sequence, rtp_time = int.from_bytes(packet[2:4], "big"), int.from_bytes(packet[4:8], "big")
        if self._sequence is not None and sequence != (self._sequence + 1) & 0xFFFF:
            raise Broken("packets are missing")
        self._sequence = sequence
        at_ms, payload = _opened(packet)
        if self._rtp_time is not None and rtp_time != self._rtp_time:
            yield from self.flush()
        self._rtp_time = rtp_time
        if at_ms is not None and self._at_ms is None:
            self._at_ms = at_ms
        self._take(payload)
        if packet[1] & 128:
            yield from self.flush()

    def flush(self) -> Iterator[Picture]:
        """The picture that was being put together."""
        if self._fragment:
            raise Broken("a fragment has no end")
        if self._units and self._rtp_time is not None:
            key = any(self._is_key(one) for one in self._units)
            if any(self._is_picture(one) for one in self._units):
                yield Picture(self._at_ms, self._rtp_time, key, b"".join(_START + one for one in self._units))
        self._units, self._size, self._at_ms, self._rtp_time = [], 0, None, None

    def _take(self, payload: bytes) -> None:
        if len(payload) < 2:
            return
        self._size += len(payload)
        if self._size > MOST_PICTURE_BYTES:
            raise Broken("a picture is larger than any real one")
        kind = self._kind(payload)
        aggregate, fragment = (24, 28) if self.codec == "h264" else (48, 49)
        head = 1 if self.codec == "h264" else 2
        if kind == fragment:
            self._take_fragment(payload, head)
        elif kind == aggregate:
            at = head
            while at + 2 <= len(payload):
                size = int.from_bytes(payload[at : at + 2], "big")
                if size == 0 or at + 2 + size > len(payload):
                    raise Broken("an aggregate is cut")
                self._units.append(payload[at + 2 : at + 2 + size])
                at += 2 + size
        elif kind < aggregate:
            self._units.append(payload)

    def _take_fragment(self, payload: bytes, head: int) -> None:
        if len(payload) <= head:
            raise Broken("an empty fragment")
        mark = payload[head]
        if mark & 128:
            if self.codec == "h264":
                self._fragment = bytearray([(payload[0] & 0xE0) | (mark & 31)])
            else:
                self._fragment = bytearray([(payload[0] & 0x81) | ((mark & 63) << 1), payload[1]])
        elif not self._fragment:
            raise Broken("a fragment has no begin")
        self._fragment += payload[head + 1 :]
        if mark & 64:
            self._units.append(bytes(self._fragment))
            self._fragment = bytearray()

    def _kind(self, unit: bytes) -> int:
        return unit[0] & 31 if self.codec == "h264" else (unit[0] >> 1) & 63

    def _is_picture(self, unit: bytes) -> bool:
        kind = self._kind(unit)
        return 1 <= kind <= 5 if self.codec == "h264" else kind <= 31

    def _is_key(self, unit: bytes) -> bool:
        kind = self._kind(unit)
        return kind == 5 if self.codec == "h264" else 16 <= kind <= 21


def _opened(packet: bytes) -> tuple[int | None, bytes]:
    """Time and payload. Raises Broken."""
    at = 12 + 4 * (packet[0] & 15)
    at_ms = None
    if packet[0] & 16:
        if len(packet) < at + 4:
            raise Broken("an extension is cut")
        profile, words = int.from_bytes(packet[at : at + 2], "big"), int.from_bytes(packet[at + 2 : at + 4], "big")
        if profile == _ONVIF_REPLAY and words >= 3 and len(packet) >= at + 16:
            seconds, fraction = (
                int.from_bytes(packet[at + 4 : at + 8], "big"),
                int.from_bytes(packet[at + 8 : at + 12], "big"),
            )
            at_ms = (seconds - _NTP_TO_UNIX_S) * 1000 + round(fraction * 1000 / 2**32)
        at += 4 + 4 * words
    padding = packet[-1] if packet[0] & 32 else 0
    if at + padding > len(packet):
        raise Broken("a packet is cut")
    return at_ms, packet[at : len(packet) - padding]
