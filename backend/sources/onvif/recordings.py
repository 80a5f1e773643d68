"""Profile G: which recordings a device has, when there is footage in them, and where they are replayed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.onvif.device import REPLAY_NS, SEARCH_NS, OnvifDevice, StreamAddress

_RESULTS = 100
_MOST_ROUNDS = 200
_MOST_RECORDINGS = 1000
_WAIT = timedelta(seconds=5)
_KEPT = timedelta(seconds=60)
_STATE = "RecordingHistory/Track/State"


@dataclass(frozen=True, slots=True)
class Recording:
    """What a device calls a recording: everything it kept of one camera. Times by the device's clock, epoch ms."""

    token: str
    source: str
    """Token or address of what was recorded; empty when it does not tell."""
    name: str
    from_ms: int
    to_ms: int


def has_recordings(device: OnvifDevice, stop: StopSignal) -> bool:
    services = device.services(stop)
    return SEARCH_NS in services and REPLAY_NS in services


def recordings(device: OnvifDevice, stop: StopSignal) -> list[Recording]:
    """All with video. Raises SourceTrouble."""
    url = device.services(stop)[SEARCH_NS]
    token = device.soap.call("search", url, "FindRecordings", stop, Scope={}, KeepAliveTime=_KEPT)
    found: list[Recording] = []
    for one in _results(device, url, "GetRecordingSearchResults", "RecordingInformation", token, stop):
        if (made := _recording(one)) is not None and len(found) < _MOST_RECORDINGS:
            found.append(made)
    return found


def footage(
    device: OnvifDevice, recording: Recording, from_ms: int, to_ms: int, stop: StopSignal
) -> list[tuple[int, int, bool]]:
    """Stretches with footage within this time (epoch ms by the device's clock), oldest first, each with whether it has
    ended. A device that keeps no history of its recordings is taken to have recorded throughout."""
    begin, end = max(from_ms, recording.from_ms), min(to_ms, recording.to_ms)
    if begin >= end:
        return []
    try:
        changes = _changes(device, recording, begin, end, stop)
    except SourceTrouble as trouble:
        if trouble.trouble not in (Trouble.UNSUPPORTED, Trouble.ANSWER, Trouble.NOT_FOUND, Trouble.SERVER):
            raise
        changes = []
    if not changes:
        return [(begin, end, recording.to_ms < to_ms)]
    stretches: list[tuple[int, int, bool]] = []
    since: int | None = None if changes[0][1] else begin
    for at_ms, present in changes:
        if present and since is None:
            since = max(at_ms, begin)
        elif not present and since is not None:
            if at_ms > since:
                stretches.append((since, min(at_ms, end), True))
            since = None
    if since is not None and since < end:
        stretches.append((since, end, recording.to_ms < to_ms))
    return stretches


def replay_address(device: OnvifDevice, recording: str, stop: StopSignal) -> StreamAddress:
    """Raises SourceTrouble."""
    told = device.soap.call(
        "replay", device.services(stop)[REPLAY_NS], "GetReplayUri", stop,
        StreamSetup={"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}, RecordingToken=recording,
    )  # fmt: skip
    return device.reachable_stream(str(told or ""))


def _changes(
    device: OnvifDevice, recording: Recording, from_ms: int, to_ms: int, stop: StopSignal
) -> list[tuple[int, bool]]:
    """When footage begins (True) and ends (False), oldest first."""
    url = device.services(stop)[SEARCH_NS]
    token = device.soap.call(
        "search", url, "FindEvents", stop,
        StartPoint=_moment(from_ms), EndPoint=_moment(to_ms), Scope={"IncludedRecordings": [recording.token]},
        SearchFilter={}, IncludeStartState=True, KeepAliveTime=_KEPT,
    )  # fmt: skip
    found: list[tuple[int, bool]] = []
    for one in _results(device, url, "GetEventSearchResults", "Result", token, stop):
        if getattr(one, "RecordingToken", None) != recording.token or not _about_video(one):
            continue
        at_ms, present = _epoch_ms(getattr(one, "Time", None)), _data_present(one)
        if at_ms is not None and present is not None:
            found.append((at_ms, present))
    return sorted(found)


def _results(device: OnvifDevice, url: str, operation: str, field: str, token: Any, stop: StopSignal) -> Iterator[Any]:
    for _ in range(_MOST_ROUNDS):
        stop.check()
        told = device.soap.call("search", url, operation, stop, SearchToken=token, MaxResults=_RESULTS, WaitTime=_WAIT)
        items = list(getattr(told, field, None) or [])
        yield from items
        if getattr(told, "SearchState", "") == "Completed":
            return
    raise SourceTrouble(Trouble.ANSWER, f"{device.soap.who} never ends its search.")


def _recording(told: Any) -> Recording | None:
    tracks = [one for one in getattr(told, "Track", None) or [] if getattr(one, "TrackType", "") == "Video"]
    token = str(getattr(told, "RecordingToken", "") or "")
    source = getattr(told, "Source", None)
    begins = [at for one in tracks if (at := _epoch_ms(getattr(one, "DataFrom", None))) is not None]
    ends = [at for one in tracks if (at := _epoch_ms(getattr(one, "DataTo", None))) is not None]
    if not token or len(token) > 200 or not begins or not ends:
        return None
    return Recording(
        token,
        str(getattr(source, "SourceId", "") or "").strip(),
        str(getattr(source, "Name", "") or "").strip()[:100],
        min(begins),
        max(ends),
    )


def _about_video(told: Any) -> bool:
    topic = getattr(getattr(told, "Event", None), "Topic", None)
    return _STATE in str(getattr(topic, "_value_1", None) or topic or "")


def _data_present(told: Any) -> bool | None:
    message = getattr(getattr(getattr(told, "Event", None), "Message", None), "_value_1", None)
    for one in getattr(getattr(message, "Data", None), "SimpleItem", None) or []:
        if getattr(one, "Name", "") == "IsDataPresent":
            return str(getattr(one, "Value", "")).lower() in ("true", "1")
    return None


def _epoch_ms(told: Any) -> int | None:
    if not isinstance(told, datetime):
        return None
    return round((told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp() * 1000)


def _moment(epoch_ms: int) -> datetime:
    return datetime.fromtimestamp(epoch_ms / 1000, UTC)
