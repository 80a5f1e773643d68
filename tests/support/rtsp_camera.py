"""One camera of the RTSP server: what it plays, and how it fails on demand."""

from __future__ import annotations

import contextlib
import secrets
import socket
import struct
import threading
import time
from dataclasses import dataclass, field

from tests.support.rtp_sound import Sound
from tests.support.rtp_track import CLOCK_HZ, Track, payloads

NTP_EPOCH_S = 2_208_988_800
_FALL_BEHIND_BYTES = 8_000_000
_REPORT_EVERY_S = 1.0


@dataclass(eq=False)
class Viewer:
    """One client that plays. `udp` is connected to its RTP port, `udp_reports` to its RTCP port."""

    tcp: socket.socket
    udp: socket.socket | None = None
    udp_reports: socket.socket | None = None
    waits_for_key: bool = True
    hears: bool = False
    """It asked for the sound and not for the picture: each has a connection of its own."""
    unsent: bytearray = field(default_factory=bytearray)
    lost: bool = False

    def send(self, packets: list[bytes], channel: int) -> None:
        if self.udp is not None and self.udp_reports is not None:
            for packet in packets:
                (self.udp_reports if channel else self.udp).send(packet)
            return
        for packet in packets:
            self.unsent += struct.pack(">BBH", 36, channel, len(packet)) + packet
        self.flush()

    def flush(self) -> None:
        try:
            while self.unsent:
                sent = self.tcp.send(self.unsent, socket.MSG_DONTWAIT)
                del self.unsent[:sent]
        except BlockingIOError:
            self.lost = len(self.unsent) > _FALL_BEHIND_BYTES


class TestCamera:
    """What one path of the server plays, and how it fails. Change its fields at any time."""

    __test__ = False

    def __init__(self, name: str, track: Track, sound: Sound | None = None) -> None:
        self.name = name
        self.track = track
        self.sound = sound
        self.mute = False
        """The sound's connections stand, and nothing is sent."""
        self.noise = False
        """Its packets hold rubbish."""
        self.refuses_sound = False
        """It offers sound and then gives none."""
        self._sound_number = secrets.randbelow(65_536)
        self._sound_source = secrets.randbits(32)
        self._sound_sent = 0
        self.frozen = False
        """Connections stand, and nothing is sent."""
        self.reports = True
        self.clock_off_s = 0.0
        """What the camera's clock is ahead of this machine's."""
        self.sent = 0
        """Pictures sent since the start."""
        self.begun_s: list[float] = []
        """When the clip began anew, UTC s."""
        self.lose_every = 0
        """UDP: every so many RTP packets one is left out."""
        self.viewers: list[Viewer] = []
        self.lock = threading.Lock()
        self.codes: list[int] = []
        """Status codes answered, oldest first."""
        self._sequence = secrets.randbelow(65_536)
        self._source = secrets.randbits(32)
        self._base = secrets.randbits(31)
        self._at = 0
        self._elapsed_s = 0.0
        self._began_s = 0.0
        self._packets = 0
        self._bytes = 0
        self._reported = 0.0

    def change_to(self, track: Track) -> None:
        """Another resolution (told in the stream), or another codec (viewers are cut off, as cameras do)."""
        other_codec = track.codec != self.track.codec
        with self.lock:
            self.track, self._at = track, 0
        if other_codec:
            self.cut()

    def cut(self) -> None:
        """Break the connections of all viewers."""
        with self.lock:
            viewers, self.viewers = self.viewers, []
        for viewer in viewers:
            shut(viewer.tcp)

    def play_next(self) -> float:
        """Send the next picture; returns seconds until the one after it."""
        with self.lock:
            if self._began_s == 0.0:
                self._began_s = time.time()
            track = self.track
            if self._at >= len(track.pictures):
                self._at = 0
            if self._at == 0:
                self.begun_s.append(time.time())
            picture = track.pictures[self._at]
            self._at += 1
            following = track.pictures[self._at].dts_s if self._at < len(track.pictures) else track.length_s
            stamp_s = self._elapsed_s + picture.pts_s - picture.dts_s
            step_s = following - picture.dts_s
            if self.sound is not None:
                self._play_sound(self.sound, picture.dts_s, following)
            if not self.frozen:
                self._send(picture.units, picture.key, track.codec, stamp_s)
            self._elapsed_s += step_s
        return step_s

    def _send(self, units: tuple[bytes, ...], key: bool, codec: str, stamp_s: float) -> None:
        self.sent += 1
        seeing = [viewer for viewer in self.viewers if not viewer.hears]
        for viewer in seeing:
            viewer.waits_for_key = viewer.waits_for_key and not key
        ready = [viewer for viewer in seeing if not viewer.waits_for_key]
        stamp = (self._base + int(stamp_s * CLOCK_HZ)) & 0xFFFFFFFF
        parts = [part for unit in units for part in payloads(unit, codec)]
        packets = []
        for number, part in enumerate(parts):
            self._sequence = (self._sequence + 1) & 0xFFFF
            marker = 0x80 if number == len(parts) - 1 else 0
            packets.append(struct.pack(">BBHII", 0x80, 96 | marker, self._sequence, stamp, self._source) + part)
            self._packets += 1
            self._bytes += len(part)
        kept = [
            p for n, p in enumerate(packets) if not (self.lose_every and (self._packets + n) % self.lose_every == 0)
        ]
        report = self._report(stamp, self._source) if self.reports and self._is_report_due(key) else None
        for viewer in ready:
            try:
                if report is not None:
                    viewer.send([report], 1)
                viewer.send(kept if viewer.udp is not None else packets, 0)
            except OSError:
                viewer.lost = True
        self._let_lost_ones_go()

    def _play_sound(self, sound: Sound, from_s: float, to_s: float) -> None:
        """What is heard while this picture is seen."""
        hearing = [viewer for viewer in self.viewers if viewer.hears]
        due = [one for one in sound.packets if from_s <= one.at_s < to_s]
        if not hearing or self.mute:
            return
        for one in due:
            stamp = (self._base + int((self._elapsed_s + one.at_s - from_s) * sound.rate)) & 0xFFFFFFFF
            self._sound_number = (self._sound_number + 1) & 0xFFFF
            head = struct.pack(">BBHII", 0x80, 0x80 | sound.payload_type, self._sound_number, stamp, self._sound_source)
            payload = secrets.token_bytes(len(one.payload)) if self.noise else one.payload
            self._sound_sent += 1
            for viewer in hearing:
                try:
                    if self.reports and self._sound_sent % 25 == 1:
                        viewer.send([self._report(stamp, self._sound_source, one.at_s - from_s)], 1)
                    viewer.send([head + payload], 0)
                except OSError:
                    viewer.lost = True
        self._let_lost_ones_go()

    def _let_lost_ones_go(self) -> None:
        for viewer in [one for one in self.viewers if one.lost]:
            self.viewers.remove(viewer)
            shut(viewer.tcp)

    def _is_report_due(self, key: bool) -> bool:
        now = time.monotonic()
        if not key and now - self._reported < _REPORT_EVERY_S:
            return False
        self._reported = now
        return True

    def _report(self, stamp: int, source: int, later_s: float = 0.0) -> bytes:
        # The camera's clock ticks with its pictures, however late this machine sends them.
        now = self._began_s + self._elapsed_s + later_s + self.clock_off_s + NTP_EPOCH_S
        return struct.pack(
            ">BBHIIIIII", 0x80, 200, 6, source, int(now), int(now % 1 * 2**32), stamp, self._packets & 0xFFFFFFFF,
            self._bytes & 0xFFFFFFFF,
        )  # fmt: skip


def shut(connection: socket.socket) -> None:
    """Break it off, whatever state it is in."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
