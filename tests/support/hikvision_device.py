"""A simulated Hikvision recorder: ISAPI with digest sign-in, searched and downloaded as its documents say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from tests.support.device_server import Asked, DeviceServer, Reply, device_server
from tests.support.digest_check import DigestCheck
from tests.support.simulated_recorder import PICTURE, Footage, RecorderClock

NS = "http://www.hikvision.com/ver20/XMLSchema"


@dataclass
class SimulatedHikvision:
    footage: Sequence[Footage] = ()
    clock: RecorderClock = field(default_factory=RecorderClock)
    channels: Sequence[str] = ("Bàn 1", "")
    writes_utc: bool = False
    """Firmwares differ in what the Z at the end of a time means."""
    tells_zone: bool = True
    download_by: str = "POST"
    page: int = 3
    """The most that it answers with, whatever is asked for."""
    tries: int | None = None
    hostile: Callable[[Asked], Reply | None] = lambda asked: None
    digest: DigestCheck = field(init=False)
    server: DeviceServer = field(init=False)
    searches: int = 0

    def __post_init__(self) -> None:
        self.digest = DigestCheck("admin", "h1k pässword", realm="DS-7608", tries=self.tries)

    @contextmanager
    def running(self, tls: tuple[Path, Path] | None = None) -> Iterator[SimulatedHikvision]:
        with device_server(self.answer, tls) as self.server:
            yield self

    def answer(self, asked: Asked) -> Reply:
        if (refusal := self.digest.refusal(asked)) is not None:
            lock = "<lockStatus>lock</lockStatus><unlockTime>1777</unlockTime>" if self.digest.was_locked else ""
            body = f'<userCheck xmlns="{NS}"><statusValue>401</statusValue>{lock}</userCheck>'.encode()
            return Reply(401, body, refusal.headers, "application/xml")
        if (replaced := self.hostile(asked)) is not None:
            return replaced
        known: dict[tuple[str, str], Callable[[Asked], Reply]] = {
            ("GET", "/ISAPI/System/deviceInfo"): lambda _: _xml(
                "<DeviceInfo {ns}><deviceName>Kho</deviceName><model>DS-7608NI</model><serialNumber>0123</serialNumber>"
                "<firmwareVersion>V4.30</firmwareVersion></DeviceInfo>"
            ),
            ("GET", "/ISAPI/System/time"): self._time,
            ("GET", "/ISAPI/ContentMgmt/InputProxy/channels"): self._channels,
            ("POST", "/ISAPI/ContentMgmt/search"): self._search,
            ("GET", "/ISAPI/Streaming/channels/101/picture"): lambda _: Reply(body=PICTURE, content_type="image/jpeg"),
            (self.download_by, "/ISAPI/ContentMgmt/download"): self._download,
        }
        handler = known.get((asked.method, asked.path))
        if handler is None:
            return _status("notSupport", 403 if asked.path.endswith("download") else 404)
        return handler(asked)

    def _time(self, _: Asked) -> Reply:
        zone = f"+{int(self.clock.zone_h):02d}:00" if self.clock.zone_h >= 0 else f"-{int(-self.clock.zone_h):02d}:00"
        told = self.clock.now().isoformat() + (zone if self.tells_zone else "")
        return _xml(f"<Time {{ns}}><timeMode>manual</timeMode><localTime>{told}</localTime></Time>")

    def _channels(self, _: Asked) -> Reply:
        items = "".join(
            f"<InputProxyChannel><id>{number}</id><name>{name}</name></InputProxyChannel>"
            for number, name in enumerate(self.channels, 1)
        )
        return _xml(f"<InputProxyChannelList {{ns}}>{items}</InputProxyChannelList>")

    def _written(self, utc_ms: int) -> datetime:
        return self.clock.own_utc(utc_ms) if self.writes_utc else self.clock.wall(utc_ms)

    def _search(self, asked: Asked) -> Reply:
        self.searches += 1
        root = etree.fromstring(asked.body)

        def text(name: str) -> str:
            return root.findtext(f".//{{{NS}}}{name}") or ""

        channel = int(text("trackID")) // 100
        start, end = (datetime.strptime(text(name), "%Y-%m-%dT%H:%M:%SZ") for name in ("startTime", "endTime"))
        matching = [
            one for one in sorted(self.footage, key=lambda one: one.start_ms)
            if one.channel == channel and self._written(one.start_ms) < end and self._written(one.end_ms) > start
        ]  # fmt: skip
        position = int(text("searchResultPostion"))
        page = matching[position : position + min(self.page, int(text("maxResults")))]
        more = position + len(page) < len(matching)
        status = "MORE" if more else "OK" if page else "NO MATCHES"
        items = "".join(self._item(one) for one in page)
        return _xml(
            f"<CMSearchResult {{ns}}><searchID>{text('searchID')}</searchID><responseStatus>true</responseStatus>"
            f"<responseStatusStrg>{status}</responseStatusStrg><numOfMatches>{len(page)}</numOfMatches>"
            f"<matchList>{items}</matchList></CMSearchResult>"
        )

    def _item(self, one: Footage) -> str:
        start, end = (self._written(at).strftime("%Y-%m-%dT%H:%M:%SZ") for at in (one.start_ms, one.end_ms))
        uri = f"rtsp://10.0.0.9/Streaming/tracks/{one.channel}01/?starttime={start}&endtime={end}&name={one.start_ms}&size={one.size}"
        return (
            f"<searchMatchItem><trackID>{one.channel}01</trackID><timeSpan><startTime>{start}</startTime><endTime>{end}"
            "</endTime></timeSpan><mediaSegmentDescriptor><contentType>video</contentType>"
            f"<playbackURI>{escape(uri)}</playbackURI></mediaSegmentDescriptor></searchMatchItem>"
        )

    def _download(self, asked: Asked) -> Reply:
        uri = etree.fromstring(asked.body).findtext(f".//{{{NS}}}playbackURI") or ""
        found = next((one for one in self.footage if f"name={one.start_ms}&" in uri), None)
        if found is None:
            return _xml(
                "<ResponseStatus {ns}><statusCode>3</statusCode><subStatusCode>noFile</subStatusCode></ResponseStatus>"
            )
        return Reply(body=found.content, content_type="application/octet-stream")


def _status(sub_status: str, status: int = 200) -> Reply:
    said = f"<statusCode>4</statusCode><subStatusCode>{sub_status}</subStatusCode>"
    return _xml(f"<ResponseStatus {{ns}}>{said}</ResponseStatus>", status)


def _xml(text: str, status: int = 200) -> Reply:
    body = text.replace("{ns}", f'version="2.0" xmlns="{NS}"')
    return Reply(status, f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'.encode(), content_type="application/xml")
