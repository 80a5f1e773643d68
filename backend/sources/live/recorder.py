"""The loop of one recorded stream: connect, copy packets into segments, and try again whenever it breaks."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from typing import Protocol

from backend.domain.errors import Cancelled, EpackError
from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import parse_address
from backend.sources.live.handshake import SCHEMES, SignIn, greet
from backend.sources.live.pauses import pause_s
from backend.sources.live.ports import LiveLimits, LiveTools, Streams
from backend.sources.live.stream import OpenStream, StreamPacket
from backend.sources.live.stream_clock import OwnClock, OwnJump, StreamClock
from backend.sources.protocol import LiveStreams

log = logging.getLogger(__name__)

SETTLE_S = 1.0
"""Packets that piled up while opening come all at once; only after them it is known how late packets are."""
_WELL_AFTER_S = 10.0
"""Recorded for this long: the next failure counts as the first again."""
_LOOK_S = 1.0
_JUMP_MS = 2_000.0
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Renew(Exception):
    """Connect anew at once: the camera sends a keyframe then."""


class Desk(Protocol):
    """What becomes of the packets of one stream: `main_desk.py`, `sub_desk.py`, `sound_desk.py`. Called on the
    recorder's thread."""

    def connecting(self) -> None: ...
    def connected(self, stream: OpenStream, streams: LiveStreams, clock: StreamClock) -> None: ...
    def packet(self, packet: StreamPacket, arrived_ms: int) -> None:
        """Raises OSError when the disk does not take it, Renew."""
        ...

    def look(self) -> None:
        """About once a second while packets come. Raises OSError, SourceTrouble."""
        ...

    def torn(self) -> None:
        """The stream's time jumped: what follows is not joined to what came before."""
        ...

    def camera_clock_jumped(self, by_ms: float) -> None: ...
    def own_clock_jumped(self, jump: OwnJump) -> None: ...
    def disconnected(self, trouble: SourceTrouble | None, retry_s: float) -> None:
        """Close what is open. None: asked to stop, or to connect anew at once."""
        ...


class StreamRecorder:
    """`address_of` picks the main or the small stream of a camera; `media`, its picture or its sound."""

    def __init__(
        self,
        name: str,
        tools: LiveTools,
        streams: Streams,
        address_of: Callable[[LiveStreams], str],
        desk: Desk,
        media: str = "video",
    ) -> None:
        self.name = name
        self._tools = tools
        self._streams = streams
        self._address_of = address_of
        self._desk = desk
        self._media = media
        self._own = OwnClock(tools.clock.now_ms(), tools.clock.monotonic(), tools.slept_s())

    def run(self, stop: StopSignal) -> None:
        """Record until stopped: the target of a thread."""
        failures = 0
        while not stop.is_set():
            began_s = self._tools.clock.monotonic()
            trouble: SourceTrouble | None = None
            try:
                self._desk.connecting()
                self._record(stop)
            except (Cancelled, Renew):
                pass
            except SourceTrouble as found:
                trouble = found
            except OSError as error:
                trouble = _disk_trouble(error)
            except EpackError as error:
                trouble = SourceTrouble(Trouble.SERVER, error.message)
            except Exception:
                log.exception("the recorder of %s broke off", self.name)
                trouble = SourceTrouble(Trouble.SERVER, "An error within ePACK. The server's log says more.")
            if self._tools.clock.monotonic() - began_s > _WELL_AFTER_S:
                failures = 0
            failures += trouble is not None
            wait_s = pause_s(trouble.trouble, failures, self._tools.chance) if trouble is not None else 0.0
            self._desk.disconnected(trouble, wait_s)
            if trouble is not None:
                stop.wait(wait_s)

    def _record(self, stop: StopSignal) -> None:
        limits = self._tools.limits()
        self._desk.look()  # room on the disk, before the camera is bothered
        streams = self._streams(stop)
        address = parse_address(self._address_of(streams), SCHEMES)
        sign_in = SignIn(streams.user, streams.password)
        place = greet(address, self._tools.guard(), sign_in, transport=streams.transport, answer_s=limits.open_s / 2)
        stop.check()
        with OpenStream(
            place, streams.password, open_s=limits.open_s, stall_s=limits.stall_s, media=self._media
        ) as stream:
            clock = StreamClock(float(streams.clock_offset_ms))
            self._desk.connected(stream, streams, clock)
            self._copy(stream, clock, stop)

    def _copy(self, stream: OpenStream, clock: StreamClock, stop: StopSignal) -> None:
        wall = self._tools.clock
        held: list[tuple[StreamPacket, int]] | None = []
        settled_s = wall.monotonic() + SETTLE_S
        looked_s = wall.monotonic()
        last: tuple[int, float] | None = None
        for packet in stream.packets():
            stop.check()
            now_s, arrived_ms = wall.monotonic(), wall.now_ms()
            own = self._own.look(arrived_ms, now_s, self._tools.slept_s())
            if own is not None:
                clock.own_clock_jumped()
                self._desk.own_clock_jumped(own)
            if last is not None and _is_torn(packet, last[0]):
                clock.own_clock_jumped()
                self._desk.torn()
            last = (packet.dts, now_s)
            jumped_ms = clock.note(packet.at_ms, float(arrived_ms), packet.camera_ms)
            if jumped_ms is not None:
                self._desk.camera_clock_jumped(jumped_ms)
            if held is not None:
                held.append((packet, arrived_ms))
                if now_s < settled_s:
                    continue
                for one in held:
                    self._desk.packet(*one)
                held = None
            else:
                self._desk.packet(packet, arrived_ms)
            if now_s - looked_s >= _LOOK_S:
                looked_s = now_s
                self._desk.look()


def _is_torn(packet: StreamPacket, last_dts: int) -> bool:
    step_ms = (packet.dts - last_dts) / 90
    return step_ms < -1_000.0 or step_ms > _JUMP_MS


def _disk_trouble(error: OSError) -> SourceTrouble:
    if error.errno in _NO_ROOM:
        return disk_full()
    return SourceTrouble(
        Trouble.DISK, f"The recordings' folder cannot be written: {error.strerror or 'disk error'}. Check the disk."
    )


def disk_full() -> SourceTrouble:
    return SourceTrouble(
        Trouble.DISK_FULL,
        "There is no room left on the disk, so nothing is recorded. Free some space, or let old footage be deleted "
        "sooner in Settings.",
    )


def room_or_trouble(limits: LiveLimits, free_bytes: int) -> None:
    """Raises SourceTrouble DISK_FULL."""
    if free_bytes < limits.keep_free_bytes:
        raise disk_full()
