"""A conversation with one ZoneMinder: is all well, which monitors are there, what did they record, give me that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from backend.domain.source import Check, RemoteCamera, RemoteRecording, SourceTrouble, Trouble
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.sources.device_pictures import if_there_is_one, picture_detail
from backend.sources.protocol import CannotResume, NextCursor
from backend.sources.zoneminder import answers, times
from backend.sources.zoneminder.answers import Event
from backend.sources.zoneminder.listing import Listing
from backend.sources.zoneminder.pictures import picture
from backend.sources.zoneminder.session import Session

CLOCKS_APART_MS = 5_000
"""From here on the difference between the clocks is told."""
FUTURE_MS = 10 * 60_000
"""A newest recording that lies this far ahead shows a wrong time zone."""
NO_VIDEO = (
    "This event was stored as single pictures, without a video file. In ZoneMinder open the monitor, Storage, and set "
    "Video Writer to Camera Passthrough (or Encode); from then on its recordings can be fetched."
)


class ZoneMinderSource:
    """Satisfies `backend.sources.protocol.PullSource`. `zone`: time zone of the server; None: it is asked."""

    def __init__(self, session: Session, clock: Clock, zone: ZoneInfo | None) -> None:
        self._session = session
        self._clock = clock
        self._zone = zone

    def close(self) -> None:
        self._session.close()

    def check(self, stop: StopSignal) -> Iterator[Check]:
        steps = (
            ("address", self._check_address),
            ("sign_in", self._check_sign_in),
            ("cameras", self._check_cameras),
            ("clock", self._check_clock),
            ("recordings", self._check_recordings),
        )
        for step, attempt in steps:
            try:
                message, details = attempt(stop)
            except SourceTrouble as trouble:
                yield Check(step, False, trouble.trouble, trouble.message, trouble.details)
                return
            yield Check(step, True, message=message, details=details)

    def cameras(self, stop: StopSignal) -> list[RemoteCamera]:
        return answers.cameras(self._session.ask("monitors.json", stop))

    def recordings(
        self, camera_keys: Sequence[str], since_ms: int, cursor: Mapping[str, Any] | None, stop: StopSignal
    ) -> Iterator[RemoteRecording | NextCursor]:
        listing = Listing(self._session, self._time_zone(stop), self._clock.now_ms(), stop)
        yield from listing.run(camera_keys, since_ms, cursor)

    def fetch(self, recording: RemoteRecording, offset: int, stop: StopSignal) -> Iterator[bytes]:
        if not recording.details.get("video", True):
            raise SourceTrouble(Trouble.UNSUPPORTED, NO_VIDEO)
        try:
            yield from self._session.video(int(recording.key), offset, stop)
        except ValueError:
            raise CannotResume from None
        except SourceTrouble as trouble:
            if trouble.trouble is Trouble.NOT_FOUND and not recording.details.get("finished", True):
                raise SourceTrouble(
                    Trouble.NOT_FOUND,
                    "ZoneMinder was interrupted while it recorded this event, and its video was never finished.",
                ) from trouble
            raise

    def snapshot(self, camera: RemoteCamera, stop: StopSignal) -> bytes:
        """JPEG of what a monitor sees. Raises SourceTrouble."""
        if not camera.key.isdecimal() or len(camera.key) > 9:
            raise SourceTrouble(
                Trouble.NOT_FOUND, "This source has no such camera.", details={"camera": camera.key[:60]}
            )
        return picture(self._session, int(camera.key), stop)

    # The steps of a connection test: a message and details for a person

    def _check_address(self, stop: StopSignal) -> tuple[str, dict[str, Any]]:
        self._session.find(stop)
        return "", {}

    def _check_sign_in(self, stop: StopSignal) -> tuple[str, dict[str, Any]]:
        self._session.sign_in(stop)
        return "", {"version": ".".join(str(part) for part in self._session.version)}

    def _check_cameras(self, stop: StopSignal) -> tuple[str, dict[str, Any]]:
        cameras = self.cameras(stop)
        if not cameras:
            raise SourceTrouble(
                Trouble.NOT_FOUND,
                "ZoneMinder shows no monitors to this user. Add one there, or give the user the right.",
            )
        silent = [camera.name for camera in cameras if not answers.records(camera)]
        pictures = [
            camera.name for camera in cameras if answers.records(camera) and camera.details.get("stores_video") is False
        ]
        told = []
        if pictures:
            told.append(
                f"Stored as single pictures only, so nothing can be fetched: {_named(pictures)}. In ZoneMinder set "
                "Video Writer of the monitor (Storage) to Camera Passthrough."
            )
        if silent:
            told.append(f"Not recording: {_named(silent)}.")
        shown = picture_detail(if_there_is_one(lambda: self.snapshot(cameras[0], stop)))
        return " ".join(told), {"count": len(cameras), "without_video": pictures, "not_recording": silent, **shown}

    def _check_clock(self, stop: StopSignal) -> tuple[str, dict[str, Any]]:
        zone = self._time_zone(stop)
        ahead_ms = self._session.clock_ahead_ms
        details: dict[str, Any] = {"time_zone": zone.key, "ahead_ms": ahead_ms}
        newest = self._newest(stop)
        if newest is not None:
            begun = times.readings(newest.start, zone)
            if begun and begun[0] > self._clock.now_ms() + max(0, ahead_ms or 0) + FUTURE_MS:
                raise SourceTrouble(
                    Trouble.CLOCK,
                    f"ZoneMinder says its time zone is {zone.key}, but its newest recording would then lie in the "
                    f"future ({newest.start}). Enter the time zone that its recordings are in.",
                    details=details,
                )
        if ahead_ms is not None and abs(ahead_ms) >= CLOCKS_APART_MS:
            way = "ahead" if ahead_ms > 0 else "behind"
            told = (
                f"Its clock is {abs(ahead_ms) // 1000} s {way}. Its recordings will be off by as much; set its clock, "
                "or enter the difference at the cameras."
            )
            return told, details
        return "", details

    def _check_recordings(self, stop: StopSignal) -> tuple[str, dict[str, Any]]:
        newest = self._newest(stop, finished_video=True)
        if newest is None:
            return "There are no finished recordings with video yet.", {}
        taken = 0
        for block in self._session.video(newest.id, 0, stop):
            taken += len(block)
            break
        if taken == 0:
            raise SourceTrouble(Trouble.NOT_FOUND, "ZoneMinder's newest recording is empty.")
        return "", {"newest": newest.start}

    def _newest(self, stop: StopSignal, *, finished_video: bool = False) -> Event | None:
        """Among the newest few."""
        answer = self._session.ask("events/index.json", stop, {"sort": "Id", "direction": "desc", "limit": 40})
        for event in answers.events(answer):
            if not finished_video or (event.end is not None and event.video):
                return event
        return None

    def _time_zone(self, stop: StopSignal) -> ZoneInfo:
        if self._zone is not None:
            return self._zone
        try:
            name = str(self._session.ask("host/getTimeZone.json", stop).get("tz", ""))[:64]
            self._zone = ZoneInfo(name)
        except (SourceTrouble, KeyError, ValueError, OSError) as error:
            if isinstance(error, SourceTrouble) and error.trouble is not Trouble.NOT_FOUND:
                raise
            raise SourceTrouble(
                Trouble.CLOCK, "ZoneMinder does not tell its time zone. Enter the time zone that its recordings are in."
            ) from None
        return self._zone


def _named(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
