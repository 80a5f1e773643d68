"""The main stream of a camera: its packets become recordings, and the analysis gets them as they grow."""

from __future__ import annotations

import contextlib
import logging
import os
from datetime import UTC, datetime
from pathlib import Path

from backend.domain.errors import StoreError, Unreadable
from backend.domain.live import CAUSE_OF, LiveGapCause
from backend.domain.source import SourceTrouble
from backend.sources.live.growing import Growing, GrowingSegment
from backend.sources.live.parameter_sets import parameter_sets, with_sets
from backend.sources.live.ports import LiveTools
from backend.sources.live.recorder import Renew, room_or_trouble
from backend.sources.live.segment import SegmentFile
from backend.sources.live.state import CameraState
from backend.sources.live.stream import OpenStream, StreamPacket
from backend.sources.live.stream_clock import OwnJump, StreamClock, placed
from backend.sources.protocol import LiveStreams
from database.repositories.live_recordings import Growth, NewSegment

log = logging.getLogger(__name__)

SHORTEST_GAP_MS = 500
"""Less between two recordings is how streams are, and no gap."""
_LONGEST_WITHOUT_KEY_MS = 60_000


class MainDesk:
    def __init__(
        self, camera_id: int, slug: str, folder: Path, tools: LiveTools, state: CameraState, growing: Growing
    ) -> None:
        self._camera_id = camera_id
        self._slug = slug
        self._folder = folder
        self._tools = tools
        self._limits = tools.limits()
        self._state = state
        self._tap = state.tap
        self._growing = growing
        self._open: _Open | None = None
        self._whole: list[_Open] = []
        """Closed files of which the store does not know yet."""
        self._stream: OpenStream | None = None
        self._clock = StreamClock()
        self._sets: tuple[bytes, ...] = ()
        self._wants_new = False
        self._gap_id: int | None = None
        self.end_ms: int | None = None
        """Where the camera's recordings end so far, UTC epoch ms."""

    def begin_gap(self, cause: LiveGapCause, from_ms: int, details: dict[str, object] | None = None) -> None:
        self._gap_id = self._tools.gaps.begin(self._camera_id, cause, from_ms, details or {})

    def take_over_gap(self, gap_id: int) -> None:
        """One that lasts since before."""
        self._gap_id = gap_id

    def connecting(self) -> None:
        self._state.connecting()

    def connected(self, stream: OpenStream, streams: LiveStreams, clock: StreamClock) -> None:
        self._stream, self._clock, self._sets = stream, clock, stream.sdp_sets
        self._state.connected(clock, has_sub=streams.sub is not None)
        self._state.offers_sound = stream.offers_sound

    def packet(self, packet: StreamPacket, arrived_ms: int) -> None:
        self._state.packet(packet, arrived_ms)
        data = bytes(packet.packet) if packet.key or self._tap.wanted else b""
        if packet.key:
            self._keyframe(packet, data)
        if self._stream is not None and data:
            at_ms = self._clock.utc_ms(packet.at_ms)
            self._tap.offer(self._stream.codec, data, self._sets, key=packet.key, at_ms=at_ms)
        if self._open is None:
            return
        self._open.file.write(packet.packet, packet.pts, packet.dts)
        self._take_sound(packet)
        self._state.segment(self._open.file)
        limits = self._limits
        length_ms = self._open.file.length_ms
        if length_ms > limits.segment_ms + max(limits.segment_ms, _LONGEST_WITHOUT_KEY_MS):
            raise Renew
        if self._open.file.flushed_ms - self._open.published_ms >= limits.publish_ms:
            self._publish(self._open)

    def look(self) -> None:
        self._tell_of_whole()
        self._limits = self._tools.limits()
        room_or_trouble(self._limits, self._tools.free_bytes(self._folder))

    def torn(self) -> None:
        self._close()

    def camera_clock_jumped(self, by_ms: float) -> None:
        log.warning("the clock of camera %d jumped by %.0f ms", self._camera_id, by_ms)
        self._note(LiveGapCause.CAMERA_CLOCK, round(by_ms))

    def own_clock_jumped(self, jump: OwnJump) -> None:
        log.warning("this machine %s: %d ms", "slept" if jump.slept else "had its clock set", jump.by_ms)
        if not jump.slept:
            self._note(LiveGapCause.OWN_CLOCK, jump.by_ms)
            return
        self._close()
        if self._gap_id is None and self.end_ms is not None:
            self.begin_gap(LiveGapCause.SLEEP, self.end_ms, {"by_ms": jump.by_ms})

    def disconnected(self, trouble: SourceTrouble | None, retry_s: float) -> None:
        self._stream = None
        with contextlib.suppress(OSError):
            self._close()
        if trouble is None:
            self._state.stopped()
            return
        # Once for each trouble: a camera that is away for a night must not fill the log.
        level = logging.DEBUG if self._state.trouble is trouble.trouble else logging.WARNING
        log.log(level, "camera %d is not recorded: %s", self._camera_id, trouble.message)
        self._state.failed(trouble, retry_s)
        cause = CAUSE_OF.get(trouble.trouble, LiveGapCause.REFUSED)
        if self._gap_id is None or self._state.cause is not cause:
            # A cause that took over from another one counts from now.
            first = self._gap_id is None and self.end_ms is not None
            self.begin_gap(cause, self.end_ms if first and self.end_ms is not None else self._tools.clock.now_ms())
        self._state.cause = cause

    def _take_sound(self, packet: StreamPacket) -> None:
        """What was heard up to this picture goes into the file with it."""
        one, line = self._open, self._state.sound
        if one is None:
            return
        for piece, ahead_ms in line.until(self._clock.utc_ms(packet.at_ms), self._clock.camera_ms(packet.at_ms)):
            if piece.format == one.file.sound:
                one.file.write_sound(piece.data, one.file.position_ms(packet.pts) + ahead_ms)
        if line.format is not None and line.format != one.file.sound:
            self._wants_new = True  # from the next keyframe on there is a track for it

    def _note(self, cause: LiveGapCause, by_ms: int) -> None:
        self._wants_new = True
        self._tools.gaps.note(self._camera_id, cause, self._tools.clock.now_ms(), {"by_ms": by_ms})

    def _keyframe(self, packet: StreamPacket, data: bytes) -> None:
        """Begin a new segment where one is due."""
        own = parameter_sets(data, self._stream.codec if self._stream else "h264")
        changed = bool(own) and own != self._sets and self._open is not None
        self._sets = own or self._sets
        due = self._open is None or self._open.file.length_ms >= self._limits.segment_ms - 40
        if not (due or changed or self._wants_new):
            return
        place = placed(self._clock.utc_ms(packet.at_ms), self._end_of_open())
        self._take_sound(packet)  # what was heard before this picture belongs to the file that ends here
        self._close(cut_ms=place.cut_before_ms)
        self._begin(data if own else with_sets(data, self._sets), place.start_ms)

    def _end_of_open(self) -> int | None:
        return self.end_ms if self._open is None else self._open.start_ms + self._open.file.length_ms

    def _begin(self, keyframe: bytes, start_ms: int) -> None:
        if self._stream is None:
            return
        try:
            path = self._free_path(start_ms)
            file = SegmentFile(path, self._stream.codec, keyframe, self._state.sound.format)
        except ValueError as error:
            log.warning("camera %d: %s; the next keyframe is tried", self._camera_id, error)
            return
        sound = file.sound is not None
        new = NewSegment(self._camera_id, str(file.path), start_ms, file.codec, file.width, file.height, sound)
        recording_id = self._tools.recordings.begin(new, now_ms=self._tools.clock.now_ms())
        self._open = _Open(file, start_ms, recording_id)
        self._wants_new = False
        self._growing.began(GrowingSegment(recording_id, self._camera_id, file, start_ms))
        self._resumed(start_ms)
        self._state.recording()

    def _resumed(self, start_ms: int) -> None:
        if self._gap_id is None and self.end_ms is not None and start_ms - self.end_ms >= SHORTEST_GAP_MS:
            self.begin_gap(LiveGapCause.LOST, self.end_ms)
        if self._gap_id is not None:
            self._tools.gaps.end(self._gap_id, start_ms, shortest_ms=SHORTEST_GAP_MS)
        self._gap_id, self._state.cause = None, None

    def _publish(self, one: _Open) -> None:
        one.published_ms = one.file.flushed_ms
        growth = self._growth(one, one.file.flushed_ms, one.file.flushed_bytes, one.file.flushed_frames)
        self._tools.recordings.grow(one.recording_id, growth, now_ms=self._tools.clock.now_ms())
        self._tools.queued(self._camera_id)

    def _close(self, cut_ms: int = 0) -> None:
        """Raises OSError when the file could not be made an ordinary MP4; it is kept as it is then."""
        one, self._open = self._open, None
        if one is None:
            return
        failure: OSError | None = None
        try:
            one.file.close()
        except OSError as error:
            failure = error
        one.length_ms = max(0, one.file.flushed_ms - cut_ms)
        if one.length_ms:
            self.end_ms = one.start_ms + one.length_ms
        self._growing.closed(one.recording_id, one.length_ms)
        self._whole.append(one)
        self._tell_of_whole()
        if failure is not None:
            raise failure

    def _tell_of_whole(self) -> None:
        """Where the store has no time for it, the next look tells; what is left when the program ends is recovered."""
        for one in list(self._whole):
            try:
                self._settle(one)
            except (StoreError, Unreadable, OSError) as error:
                if not one.told:
                    one.told = True
                    log.warning("the end of %s cannot be stored yet: %s", one.file.path, error)
                if isinstance(error, StoreError):
                    return
            else:
                self._whole.remove(one)

    def _settle(self, one: _Open) -> None:
        if one.length_ms and one.file.path.exists():
            self._keep(one, one.length_ms)
            return
        if one.length_ms:
            log.warning("%s is not there any more: it was deleted while it was recorded", one.file.path)
        self._tools.recordings.discard(one.recording_id)
        with contextlib.suppress(OSError):
            one.file.path.unlink()

    def _keep(self, one: _Open, length_ms: int) -> None:
        path = str(one.file.path)
        identity = self._tools.identify(path)
        mtime_ns = os.stat(path).st_mtime_ns
        growth = self._growth(one, length_ms, identity.size_bytes, one.file.flushed_frames)
        self._tools.recordings.close(one.recording_id, growth, identity, mtime_ns, now_ms=self._tools.clock.now_ms())
        self._tools.queued(self._camera_id)

    def _growth(self, one: _Open, length_ms: int, size_bytes: int, frames: int) -> Growth:
        wanted = self._tools.wanted(one.start_ms, one.start_ms + length_ms)
        return Growth(length_ms, size_bytes, frames, wanted)

    def _free_path(self, start_ms: int) -> Path:
        return free_path(self._folder, start_ms, self._slug)


class _Open:
    def __init__(self, file: SegmentFile, start_ms: int, recording_id: int) -> None:
        self.file = file
        self.start_ms = start_ms
        self.recording_id = recording_id
        self.published_ms = 0
        self.length_ms = 0
        """Set once it is closed."""
        self.told = False


def free_path(folder: Path, start_ms: int, slug: str) -> Path:
    """`folder/2026-11-26/epack_20261126T014827.123Z_slug.mp4`, with a number where that is taken."""
    at = datetime.fromtimestamp(start_ms / 1000, UTC)
    stem = f"epack_{at:%Y%m%dT%H%M%S}.{start_ms % 1000:03d}Z_{slug}"
    day = folder / f"{at:%Y-%m-%d}"
    return next(
        path
        for path in (day / f"{stem}.mp4", *(day / f"{stem}-{number}.mp4" for number in range(2, 1_000)))
        if not path.exists()
    )
