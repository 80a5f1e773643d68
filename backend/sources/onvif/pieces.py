"""Profile G as files: stretches of footage cut at keyframes near every quarter of an hour, so that each piece begins
with a picture whose time is known."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.domain.source import RemoteRecording, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.device_time import SMALL_MS
from backend.sources.onvif.device import OnvifDevice
from backend.sources.onvif.profiles import ProfileCamera
from backend.sources.onvif.recordings import Recording, footage, recordings, replay_address
from backend.sources.onvif.replay import ReplaySignIn, Stretch, as_mp4, first_keyframe_ms, last_keyframe_ms
from backend.sources.protocol import NextCursor
from backend.sources.recorder_listing import list_recordings

PIECE_MS = 15 * 60_000
_SHORTEST_MS = 1_000
_BEFORE_MS = 10_000
"""So much earlier a keyframe is looked for."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The recordings of one device."""

    device: OnvifDevice
    sign_in: ReplaySignIn
    behind_ms: int
    """What the device's clock is behind by."""

    def count(self, stop: StopSignal) -> int:
        """How many recordings there are. Raises SourceTrouble, NOT_FOUND when there is none."""
        found = recordings(self.device, stop)
        if not found:
            raise SourceTrouble(Trouble.NOT_FOUND, f"{self.device.soap.who} has recorded nothing yet.")
        return len(found)

    def list(
        self, cameras: Sequence[ProfileCamera], keys: Sequence[str], since_ms: int, cursor: Mapping[str, Any] | None,
        stop: StopSignal,
    ) -> Iterator[RemoteRecording | NextCursor]:  # fmt: skip
        known = recordings(self.device, stop)
        addresses: dict[str, str] = {}

        def search(key: str, from_ms: int, to_ms: int) -> Iterator[RemoteRecording]:
            for recording in known:
                if key_of(recording, cameras) != key:
                    continue
                if recording.token not in addresses:
                    addresses[recording.token] = replay_address(self.device, recording.token, stop).url
                own = (from_ms - self._correction_ms, to_ms - self._correction_ms)
                # One piece more to the left: pieces lie on a raster, and a window begins anywhere.
                left = own[0] - own[0] % PIECE_MS
                for begin, end, over in footage(self.device, recording, left, own[1], stop):
                    yield from self._cut(key, recording, addresses[recording.token], begin, end, over, stop)

        yield from list_recordings(keys, since_ms, cursor, round(time.time() * 1000), search, stop)

    def within(
        self, cameras: Sequence[ProfileCamera], key: str, from_ms: int, to_ms: int, stop: StopSignal
    ) -> Iterator[RemoteRecording]:
        """What there is of this time, from the keyframe before it on. Raises SourceTrouble."""
        begin_ms, end_ms = from_ms - self._correction_ms, to_ms - self._correction_ms
        for recording in recordings(self.device, stop):
            if key_of(recording, cameras) != key:
                continue
            url: str | None = None
            for begin, end, _ in footage(self.device, recording, begin_ms - _BEFORE_MS, end_ms, stop):
                if end <= begin_ms:
                    continue
                url = url or replay_address(self.device, recording.token, stop).url
                if begin < begin_ms:
                    begin = last_keyframe_ms(url, begin_ms, self.sign_in, stop) or begin_ms
                # It ended: nobody waits for what follows.
                yield from self._cut(key, recording, url, begin, end, True, stop)

    def fetch(self, recording: RemoteRecording, stop: StopSignal) -> Iterator[bytes]:
        """Raises SourceTrouble."""
        details = recording.details
        try:
            token, from_ms, to_ms = str(details["token"]), int(details["from_ms"]), int(details["to_ms"])
        except (KeyError, TypeError, ValueError):
            raise SourceTrouble(Trouble.NOT_FOUND, "This recording is not one of this source.") from None
        url = replay_address(self.device, token, stop).url
        return as_mp4(Stretch(url, from_ms, to_ms), self.sign_in, stop)

    @property
    def _correction_ms(self) -> int:
        return self.behind_ms if abs(self.behind_ms) > SMALL_MS else 0

    def _cut(
        self, key: str, recording: Recording, url: str, begin: int, end: int, over: bool, stop: StopSignal
    ) -> Iterator[RemoteRecording]:
        at = self._keyframe(url, begin, end, stop)
        while at is not None and at < end:
            border = at - at % PIECE_MS + PIECE_MS
            following = self._keyframe(url, border, end, stop) if border < end else None
            if following is None and not over:
                return  # the piece is still being recorded
            stop_at = following if following is not None else end
            if stop_at - at >= _SHORTEST_MS:
                yield RemoteRecording(
                    key=f"{recording.token}/{at}",
                    camera_key=key,
                    name=f"{recording.name or 'recording'}_{at}.mp4",
                    version=str(stop_at),
                    start_ms=at + self._correction_ms,
                    duration_ms=stop_at - at,
                    details={"token": recording.token, "from_ms": at, "to_ms": stop_at},
                )
            at = following

    def _keyframe(self, url: str, from_ms: int, to_ms: int, stop: StopSignal) -> int | None:
        found = first_keyframe_ms(url, from_ms, min(to_ms, from_ms + 60_000), self.sign_in, stop)
        return found if found is not None and found < to_ms else None


def key_of(recording: Recording, cameras: Sequence[ProfileCamera]) -> str:
    """Which camera a recording is of: by the token of its lens or profile, else by being the only one."""
    for one in cameras:
        tokens = {one.source, one.main.token, *([one.sub.token] if one.sub else [])}
        if recording.source in tokens or recording.source.rsplit("/", 1)[-1] in tokens:
            return one.source
    return cameras[0].source if len(cameras) == 1 else f"recording:{recording.token}"
