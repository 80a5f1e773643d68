"""How the recording of one camera is, kept by its recorder and read by everybody."""

from __future__ import annotations

from collections.abc import Callable

from backend.domain.live import LiveGapCause, LiveMinute, LiveStatus
from backend.domain.source import SourceState, SourceTrouble, Trouble
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.sources.live.meter import StreamMeter
from backend.sources.live.pauses import needs_a_person
from backend.sources.live.segment import SegmentFile
from backend.sources.live.sound import SoundLine
from backend.sources.live.stream import StreamPacket
from backend.sources.live.stream_clock import StreamClock
from backend.sources.live.tap import Tap


class CameraState:
    """`changed` is called after the state or the trouble became another one."""

    def __init__(self, camera_id: int, source_id: int, clock: Clock, changed: Callable[[CameraState], None]) -> None:
        self.camera_id = camera_id
        self.source_id = source_id
        self.tap, self.sub_tap = Tap(), Tap()
        """Where previews take the main and the small stream from."""
        self.sound = SoundLine()
        """Where the recording takes the sound from."""
        self.cause: LiveGapCause | None = None
        """Why nothing is recorded right now."""
        self._clock = clock
        self._changed = changed
        self._guard = Guard()
        self._meter = StreamMeter()
        self._state = SourceState.NEW
        self._since_ms = clock.now_ms()
        self._trouble: SourceTrouble | None = None
        self._next_ms: int | None = None
        self._file: SegmentFile | None = None
        self._stream_clock: StreamClock | None = None
        self._has_sub = False
        self.offers_sound = False
        self.sub_state: SourceState | None = None

    def connecting(self) -> None:
        if self._state is SourceState.NEW:
            self._set(SourceState.WAITING, None)

    def connected(self, clock: StreamClock, *, has_sub: bool) -> None:
        with self._guard:
            self._meter.connected()
            self._stream_clock, self._has_sub = clock, has_sub

    def packet(self, packet: StreamPacket, arrived_ms: int) -> None:
        with self._guard:
            self._meter.packet(arrived_ms, packet.at_ms, packet.size_bytes, key=packet.key)

    def segment(self, file: SegmentFile) -> None:
        self._file = file

    def recording(self) -> None:
        self._set(SourceState.RUNNING, None)

    def failed(self, trouble: SourceTrouble, retry_s: float) -> None:
        state = SourceState.FAILED if needs_a_person(trouble.trouble) else SourceState.WAITING
        self._set(state, trouble, self._clock.now_ms() + round(retry_s * 1000))

    def stopped(self) -> None:
        self._file = None

    def paused(self) -> None:
        self._set(SourceState.PAUSED, None)

    def minute(self, now_ms: int) -> LiveMinute | None:
        with self._guard:
            return self._meter.minute(now_ms)

    def status(self) -> LiveStatus:
        now_ms = self._clock.now_ms()
        with self._guard:
            figures = self._meter.now(now_ms)
            file = self._file if self._state is SourceState.RUNNING else None
            trouble = self._trouble
            return LiveStatus(
                camera_id=self.camera_id,
                source_id=self.source_id,
                state=self._state,
                since_ms=self._since_ms,
                trouble=trouble.trouble if trouble is not None else None,
                message=trouble.message if trouble is not None else "",
                next_ms=self._next_ms,
                figures=figures,
                width=file.width if file is not None else 0,
                height=file.height if file is not None else 0,
                codec=file.codec if file is not None else "",
                segment_ms=file.length_ms if file is not None else 0,
                clock_offset_ms=self._stream_clock.offset_ms if self._stream_clock is not None else None,
                offers_sound=self.offers_sound,
                has_sound=file is not None and file.sound is not None,
                has_sub=self._has_sub,
                sub_state=self.sub_state,
            )

    @property
    def has_sub(self) -> bool:
        return self._has_sub

    @property
    def trouble(self) -> Trouble | None:
        found = self._trouble
        return found.trouble if found is not None else None

    def _set(self, state: SourceState, trouble: SourceTrouble | None, next_ms: int | None = None) -> None:
        with self._guard:
            before = (self._state, self._trouble.trouble if self._trouble else None)
            self._state, self._trouble, self._next_ms = state, trouble, next_ms
            if state is not SourceState.RUNNING:
                self._file = None
            now = (state, trouble.trouble if trouble else None)
            if before[0] is not state:
                self._since_ms = self._clock.now_ms()
        if now != before:
            self._changed(self)
