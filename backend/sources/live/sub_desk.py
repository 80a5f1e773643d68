"""The small stream of a camera, recorded for the analysis: one file beside each recording of the main stream.

A file begins whenever a recording of the main stream does, with the keyframe before that instant: so each recording has
one file that shows all of it. Where the small stream cannot show all of it, the recording itself is looked at.
"""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

from backend.domain.source import SourceState, SourceTrouble
from backend.sources.live.growing import Growing, GrowingSegment, SubSegment
from backend.sources.live.main_desk import free_path
from backend.sources.live.parameter_sets import parameter_sets, with_sets
from backend.sources.live.ports import LiveTools
from backend.sources.live.recorder import room_or_trouble
from backend.sources.live.segment import SegmentFile
from backend.sources.live.state import CameraState
from backend.sources.live.stream import OpenStream, StreamPacket
from backend.sources.live.stream_clock import OwnJump, StreamClock
from backend.sources.protocol import LiveStreams

log = logging.getLogger(__name__)

FOLDER = ".sub"
"""Below the camera's folder; names that begin with a dot are no recordings to a scan."""
_MOST_HELD_BYTES = 16_000_000


class SubDesk:
    def __init__(
        self, camera_id: int, slug: str, folder: Path, tools: LiveTools, state: CameraState, growing: Growing
    ) -> None:
        self._camera_id = camera_id
        self._slug = slug
        self._folder = folder / FOLDER
        self._tools = tools
        self._state = state
        self._tap = state.sub_tap
        self._growing = growing
        self._stream: OpenStream | None = None
        self._clock = StreamClock()
        self._sets: tuple[bytes, ...] = ()
        self._held: list[list[StreamPacket]] = []
        """The last two groups of pictures, each from its keyframe on."""
        self._held_bytes = 0
        self._file: SegmentFile | None = None
        self._main: GrowingSegment | None = None
        self._last: int | None = None

    def connecting(self) -> None:
        if self._state.sub_state is None:
            self._state.sub_state = SourceState.WAITING

    def connected(self, stream: OpenStream, streams: LiveStreams, clock: StreamClock) -> None:
        self._stream, self._clock, self._sets = stream, clock, stream.sdp_sets
        self._held, self._held_bytes = [], 0
        # What began before is not shown from its beginning: the next recording is the first.
        current = self._growing.rotation(self._camera_id, None)
        self._last = current.recording_id if current is not None else None

    def packet(self, packet: StreamPacket, arrived_ms: int) -> None:
        data = bytes(packet.packet) if packet.key or self._tap.wanted else b""
        if packet.key:
            self._new_group(packet, data)
        if self._stream is not None and data:
            at_ms = self._clock.utc_ms(packet.at_ms)
            self._tap.offer(self._stream.codec, data, self._sets, key=packet.key, at_ms=at_ms)
        if not self._held:
            return
        self._held[-1].append(packet)
        self._held_bytes += packet.size_bytes
        if self._held_bytes > _MOST_HELD_BYTES:
            self._held, self._held_bytes = [], 0
        segment = self._growing.rotation(self._camera_id, self._last)
        if segment is not None and self._clock.utc_ms(packet.at_ms) >= segment.start_ms:
            self._last = segment.recording_id
            self._write(packet)
            self._close(whole=True)
            self._begin(segment)
        else:
            self._write(packet)

    def look(self) -> None:
        room_or_trouble(self._tools.limits(), self._tools.free_bytes(self._folder.parent))

    def torn(self) -> None:
        self._held, self._held_bytes = [], 0
        self._close(whole=False)

    def camera_clock_jumped(self, by_ms: float) -> None:
        """The main stream tells."""

    def own_clock_jumped(self, jump: OwnJump) -> None:
        self.torn()

    def disconnected(self, trouble: SourceTrouble | None, retry_s: float) -> None:
        self._stream = None
        self._growing.expect_sub(self._camera_id, False)
        with contextlib.suppress(OSError):
            self._close(whole=False)
        if trouble is not None:
            level = logging.WARNING if self._state.sub_state is SourceState.RUNNING else logging.DEBUG
            self._state.sub_state = SourceState.WAITING
            log.log(level, "the small stream of camera %d is not recorded: %s", self._camera_id, trouble.message)

    def _new_group(self, packet: StreamPacket, data: bytes) -> None:
        self._held = [*self._held[-1:], []]
        self._held_bytes = sum(one.size_bytes for group in self._held for one in group)
        self._growing.expect_sub(self._camera_id, True)
        self._state.sub_state = SourceState.RUNNING
        self._sets = parameter_sets(data, self._stream.codec if self._stream else "h264") or self._sets

    def _begin(self, segment: GrowingSegment) -> None:
        """With the newest keyframe at or before the recording's beginning."""
        starts = [self._clock.utc_ms(group[0].at_ms) for group in self._held if group]
        fitting = [number for number, start_ms in enumerate(starts) if start_ms <= segment.start_ms]
        if not fitting or self._stream is None:
            segment.sub_expected = False  # its first moments would not be seen
            return
        chosen = fitting[-1]
        packets = [one for group in self._held[chosen:] for one in group]
        data = bytes(packets[0].packet)
        own = parameter_sets(data, self._stream.codec)
        try:
            path = free_path(self._folder, starts[chosen], self._slug)
            file = SegmentFile(path, self._stream.codec, data if own else with_sets(data, self._sets))
        except ValueError:
            segment.sub_expected = False
            return
        self._file, self._main = file, segment
        for one in packets:
            self._write(one)
        segment.sub, segment.sub_expected = SubSegment(file, starts[chosen]), True
        self._tools.recordings.set_analysis(segment.recording_id, str(path), starts[chosen] - segment.start_ms)

    def _write(self, packet: StreamPacket) -> None:
        if self._file is not None:
            self._file.write(packet.packet, packet.pts, packet.dts)

    def _close(self, *, whole: bool) -> None:
        """`whole`: it shows its recording to the end."""
        file, main, self._file, self._main = self._file, self._main, None, None
        if file is None or main is None:
            return
        try:
            file.close()
            if whole:
                self._tools.recordings.set_analysis_size(main.recording_id, file.flushed_bytes)
        finally:
            if not whole:
                # The rest is looked at in the recording itself.
                main.sub_expected = False
                self._tools.recordings.set_analysis(main.recording_id, None, 0)
                with contextlib.suppress(OSError):
                    file.path.unlink()
