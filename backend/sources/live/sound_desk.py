"""The sound of a camera: its packets become AAC and wait for the recording of the picture to take them along."""

from __future__ import annotations

import logging

from backend.domain.source import SourceTrouble, Trouble
from backend.sources.live.sound import SoundPiece
from backend.sources.live.sound_coder import SoundCoder
from backend.sources.live.state import CameraState
from backend.sources.live.stream import OpenStream, StreamPacket
from backend.sources.live.stream_clock import OwnJump, StreamClock
from backend.sources.protocol import LiveStreams

log = logging.getLogger(__name__)


class SoundDesk:
    """Whatever goes wrong here ends the sound until the next try, and never the picture."""

    def __init__(self, camera_id: int, state: CameraState) -> None:
        self._camera_id = camera_id
        self._line = state.sound
        self._clock = StreamClock()
        self._coder: SoundCoder | None = None
        self._told: Trouble | None = None

    def connecting(self) -> None:
        """Nobody is told of it."""

    def connected(self, stream: OpenStream, streams: LiveStreams, clock: StreamClock) -> None:
        """Raises SourceTrouble."""
        self._clock = clock
        try:
            self._coder = SoundCoder(stream.stream)
        except ValueError as error:
            raise SourceTrouble(Trouble.UNSUPPORTED, f"The camera's {error}.") from error

    def packet(self, packet: StreamPacket, arrived_ms: int) -> None:
        if self._coder is None:
            return
        # Only now: a camera may offer sound and never send any.
        self._line.begin(self._coder.format)
        for data, at_ms in self._coder.frames(packet.packet, packet.at_ms):
            self._line.put(
                SoundPiece(self._coder.format, data, self._clock.utc_ms(at_ms), self._clock.camera_ms(at_ms))
            )

    def look(self) -> None:
        """The picture looks after the disk."""

    def torn(self) -> None:
        """Times begin anew; the coder notices by itself."""

    def camera_clock_jumped(self, by_ms: float) -> None:
        """The main stream tells."""

    def own_clock_jumped(self, jump: OwnJump) -> None:
        """Likewise."""

    def disconnected(self, trouble: SourceTrouble | None, retry_s: float) -> None:
        self._coder = None
        self._line.end()
        if trouble is not None:
            level = logging.DEBUG if self._told is trouble.trouble else logging.INFO
            log.log(level, "the sound of camera %d is not recorded: %s", self._camera_id, trouble.message)
            self._told = trouble.trouble
