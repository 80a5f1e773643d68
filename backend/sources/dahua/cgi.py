"""Dahua's HTTP API: lines of `name=value` over HTTP with digest sign-in, as plain values."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

import requests

from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.device_pictures import PICTURE_BYTES, checked_jpeg
from backend.sources.guarded_adapter import DigestAuth
from backend.sources.http_client import HttpClient, refused
from backend.sources.recorder_settings import RecorderSettings

PAGE = 100
_MOST_PAGES = 500
_MOST_CHANNELS = 512
_ANSWER_BYTES = 2 * 1024 * 1024
_ITEM = re.compile(r"items\[(\d{1,4})\]\.(\w+)")
_TITLE = re.compile(r"table\.ChannelTitle\[(\d{1,4})\]\.Name")
_LOCKED = re.compile(r"\block(ed)?\b", re.IGNORECASE)
# The device's own numbers for zones, as its document lists them: minutes east of UTC.
_ZONES = (
    0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 540, 570, 600, 660, 720, 780,
    -60, -120, -180, -210, -240, -300, -360, -420, -480, -540, -600, -660, -720,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MediaFile:
    """One file, with times as the device's wall clock showed them."""

    path: str
    start: datetime
    end: datetime
    size_bytes: int | None


class DahuaCgi:
    def __init__(self, settings: RecorderSettings, password: str, guard: AddressGuard) -> None:
        self.who = settings.address.host
        self._http = HttpClient(
            settings.address.url,
            guard,
            auth=DigestAuth(settings.user, password),
            fingerprint=settings.fingerprint,
            explain=self._explain,
        )

    def close(self) -> None:
        self._http.close()

    def device_info(self, stop: StopSignal) -> dict[str, str]:
        """Its kind, serial number and software. Raises SourceTrouble."""
        kind = self._magic_box("getDeviceType", "type", stop)
        if not kind:
            raise SourceTrouble(Trouble.ANSWER, f"There is no Dahua device at this address of {self.who}.")
        return {
            "model": kind,
            "serial": self._magic_box("getSerialNo", "sn", stop),
            "firmware": self._magic_box("getSoftwareVersion", "version", stop),
        }

    def wall_clock(self, stop: StopSignal) -> datetime:
        """Its wall clock, without a zone."""
        told = self._lines("global.cgi?action=getCurrentTime", stop) or {}
        try:
            return _moment(told.get("result", ""))
        except ValueError:
            raise SourceTrouble(Trouble.ANSWER, f"{self.who} tells a time that is none.") from None

    def zone_ms(self, stop: StopSignal) -> int | None:
        """Its zone in ms east of UTC, without summer time; None when it does not tell."""
        told = (self._config("NTP", stop) or {}).get("table.NTP.TimeZone", "")
        if not told.isdecimal() or int(told) >= len(_ZONES):
            return None
        return _ZONES[int(told)] * 60_000

    def channels(self, stop: StopSignal) -> list[tuple[int, str]]:
        """Number (from 1) and title of each."""
        found: dict[int, str] = {}
        for name, value in (self._config("ChannelTitle", stop) or {}).items():
            if (match := _TITLE.fullmatch(name)) and len(found) < _MOST_CHANNELS:
                number = int(match[1]) + 1
                found[number] = value[:100] or f"Channel {number}"
        return sorted(found.items())

    def picture(self, channel: int, stop: StopSignal) -> bytes:
        """What a channel sees now, JPEG. Raises SourceTrouble."""
        reply = self._http.request(
            "GET", f"/cgi-bin/snapshot.cgi?channel={channel}", most_bytes=PICTURE_BYTES, stop=stop, answers=(501,)
        )
        if reply.status_code != 200:
            raise SourceTrouble(Trouble.UNSUPPORTED, f"{self.who} gives no picture of this channel.")
        return checked_jpeg(reply.content, self.who)

    def find(self, channel: int, start: datetime, end: datetime, stop: StopSignal) -> Generator[MediaFile, None, None]:
        """Video files of a channel. The search is closed on the device however this ends. Raises SourceTrouble."""
        handle = (self._lines("mediaFileFind.cgi?action=factory.create", stop) or {}).get("result", "")
        if not handle.isdecimal():
            raise SourceTrouble(Trouble.UNSUPPORTED, f"{self.who} cannot search its recordings.")
        try:
            if self._begin(handle, channel, start, end, stop):
                yield from self._files(handle, stop)
        finally:
            self._end(handle)

    def download(self, path: str, offset: int, stop: StopSignal) -> Iterator[bytes]:
        """Raises SourceTrouble, and ValueError("no ranges") when it cannot begin at `offset`."""
        if not path.startswith("/") or ".." in path.split("/"):
            raise SourceTrouble(Trouble.ANSWER, f"{self.who} names a file that is none.", details={"path": path[:200]})
        return self._http.download(f"/cgi-bin/RPC_Loadfile{quote(path)}", stop, offset=offset)

    def _begin(self, handle: str, channel: int, start: datetime, end: datetime, stop: StopSignal) -> bool:
        """False when there is nothing."""
        conditions = {
            "Channel": channel, "StartTime": _written(start), "EndTime": _written(end), "Types[0]": "dav",
            "Types[1]": "mp4",
        }  # fmt: skip
        asked = "&".join(f"condition.{name}={quote(str(value), safe='')}" for name, value in conditions.items())
        reply = self._get(f"mediaFileFind.cgi?action=findFile&object={handle}&{asked}", stop)
        if reply.status_code == 200 and reply.text.strip().upper().startswith("OK"):
            return True
        if reply.status_code in (200, 400) and "error" in reply.text.lower():
            return False  # this is how it says that there is none
        raise refused(reply.status_code, self.who)

    def _files(self, handle: str, stop: StopSignal) -> Iterator[MediaFile]:
        for _ in range(_MOST_PAGES):
            stop.check()
            told = self._lines(f"mediaFileFind.cgi?action=findNextFile&object={handle}&count={PAGE}", stop) or {}
            items: dict[str, dict[str, str]] = {}
            for name, value in told.items():
                if match := _ITEM.fullmatch(name):
                    items.setdefault(match[1], {})[match[2]] = value
            for one in items.values():
                if (found := _file(one)) is not None:
                    yield found
            if not items or told.get("found", "0") == "0":
                return
        raise SourceTrouble(Trouble.ANSWER, f"{self.who} has no end of recordings.")

    def _end(self, handle: str) -> None:
        for action in ("close", "destroy"):
            try:
                self._get(f"mediaFileFind.cgi?action={action}&object={handle}", StopSignal())
            except SourceTrouble:
                return  # it forgets searches by itself after a while

    def _magic_box(self, action: str, name: str, stop: StopSignal) -> str:
        return (self._lines(f"magicBox.cgi?action={action}", stop) or {}).get(name, "")[:100]

    def _config(self, name: str, stop: StopSignal) -> dict[str, str] | None:
        return self._lines(f"configManager.cgi?action=getConfig&name={name}", stop)

    def _lines(self, path: str, stop: StopSignal) -> dict[str, str] | None:
        """None when the device does not have this."""
        reply = self._get(path, stop)
        if reply.status_code in (400, 404, 501):
            return None
        if reply.status_code != 200:
            raise refused(reply.status_code, self.who)
        found = {}
        for line in reply.content.decode("utf-8", "replace").splitlines():
            name, equals, value = line.partition("=")
            if equals:
                found[name.strip()] = value.strip()
        return found

    def _get(self, path: str, stop: StopSignal) -> requests.Response:
        return self._http.request("GET", f"/cgi-bin/{path}", most_bytes=_ANSWER_BYTES, stop=stop, answers=(501,))

    def _explain(self, reply: requests.Response) -> SourceTrouble | None:
        if reply.status_code in (401, 403) and _LOCKED.search(reply.content[:2000].decode("utf-8", "replace")):
            return SourceTrouble(
                Trouble.LOCKED_OUT, f"{self.who} lets nobody in for a while, after wrong passwords. Wait."
            )
        return None


def _file(item: dict[str, str]) -> MediaFile | None:
    try:
        start, end = _moment(item.get("StartTime", "")), _moment(item.get("EndTime", ""))
    except ValueError:
        return None
    path, length = item.get("FilePath", ""), item.get("Length", "")
    if not path or len(path) > 1000 or end <= start:
        return None
    return MediaFile(path, start, end, int(length) if length.isdecimal() and len(length) < 16 else None)


def _moment(text: str) -> datetime:
    """`2026-1-5 8:03:09`, zeros or not. Raises ValueError."""
    numbers = [int(one) for one in re.findall(r"\d+", text)]
    if len(numbers) < 6:
        raise ValueError("no time")
    return datetime(*numbers[:6])  # type: ignore[arg-type]  # noqa: DTZ001


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
