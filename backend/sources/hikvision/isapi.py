"""ISAPI over HTTP with digest sign-in: one device's answers as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

import requests

from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.device_pictures import PICTURE_BYTES, checked_jpeg
from backend.sources.guarded_adapter import DigestAuth
from backend.sources.http_client import HttpClient, refused
from backend.sources.recorder_settings import RecorderSettings
from backend.sources.untrusted_xml import MOST_BYTES, Element, child, children, descendant, parse_xml, text_at

PAGE = 40
_MOST_PAGES = 500
_MOST_CHANNELS = 512
_NAMESPACE = "http://www.hikvision.com/ver20/XMLSchema"
_ONE_SEARCH = "b1f0c3a8-5c6e-4f6e-9a55-3c0de5ea7c01"
"""Devices keep a search by its id; one that goes on under the same id leaves nothing behind."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of footage, with times as the device writes them."""

    track: int
    start: datetime
    end: datetime
    uri: str
    name: str


class Isapi:
    def __init__(self, settings: RecorderSettings, password: str, guard: AddressGuard) -> None:
        self.who = settings.address.host
        self._http = HttpClient(
            settings.address.url,
            guard,
            auth=DigestAuth(settings.user, password),
            fingerprint=settings.fingerprint,
            explain=self._explain,
        )
        self._download_method = "POST"

    def close(self) -> None:
        self._http.close()

    def device_info(self, stop: StopSignal) -> dict[str, str]:
        root = self._get("/ISAPI/System/deviceInfo", stop)
        if root is None or descendant(root, "model") is None:
            raise SourceTrouble(
                Trouble.ANSWER, f"There is no Hikvision device at this address of {self.who}, or ISAPI is switched off."
            )
        names = ("deviceName", "model", "serialNumber", "firmwareVersion")
        return {one: text_at(descendant(root, one))[:100] for one in names}

    def local_time(self, stop: StopSignal) -> tuple[datetime, int | None]:
        """Its wall clock without a zone, and its zone in ms east of UTC when it tells."""
        root = self._get("/ISAPI/System/time", stop)
        told = text_at(descendant(root, "localTime")) if root is not None else ""
        try:
            local = datetime.fromisoformat(told)
        except ValueError:
            raise SourceTrouble(
                Trouble.ANSWER, f"{self.who} tells a time that is none.", details={"time": told[:60]}
            ) from None
        offset = local.utcoffset() if not told.endswith("Z") else None
        return local.replace(tzinfo=None), round(offset.total_seconds() * 1000) if offset is not None else None

    def channels(self, stop: StopSignal) -> list[tuple[int, str]]:
        """Number and name of each, those of connected network cameras included."""
        found: dict[int, str] = {}
        for path, item in (
            ("/ISAPI/System/Video/inputs/channels", "VideoInputChannel"),
            ("/ISAPI/ContentMgmt/InputProxy/channels", "InputProxyChannel"),
        ):
            root = self._get(path, stop)
            for one in children(root, item):
                number = text_at(one, "id")
                if number.isdecimal() and len(number) < 6 and len(found) < _MOST_CHANNELS:
                    found.setdefault(int(number), text_at(one, "name")[:100] or f"Channel {number}")
        return sorted(found.items())

    def picture(self, track: int, stop: StopSignal) -> bytes:
        """What a channel sees now, JPEG. Raises SourceTrouble."""
        for path in (
            f"/ISAPI/Streaming/channels/{track}/picture",
            f"/ISAPI/ContentMgmt/StreamingProxy/channels/{track}/picture",
        ):
            reply = self._http.request("GET", path, most_bytes=PICTURE_BYTES, stop=stop, answers=(403, 501))
            if reply.status_code == 200:
                return checked_jpeg(reply.content, self.who)
        raise SourceTrouble(Trouble.UNSUPPORTED, f"{self.who} gives no picture of this channel.")

    def search(self, track: int, start: datetime, end: datetime, stop: StopSignal) -> Iterator[Segment]:
        """Segments of a track that overlap, oldest first. Raises SourceTrouble."""
        position = 0
        for _ in range(_MOST_PAGES):
            stop.check()
            root = self._search_page(track, start, end, position, stop)
            items = list(children(child(root, "matchList"), "searchMatchItem"))
            for one in items:
                if (segment := self._segment(one, track)) is not None:
                    yield segment
            if text_at(root, "responseStatusStrg").upper() != "MORE" or not items:
                return
            position += len(items)
        raise SourceTrouble(Trouble.ANSWER, f"{self.who} has no end of recordings.")

    def any_recording(self, track: int, start: datetime, end: datetime, stop: StopSignal) -> bool:
        root = self._search_page(track, start, end, 0, stop, most=1)
        return next(children(child(root, "matchList"), "searchMatchItem"), None) is not None

    def download(self, uri: str, stop: StopSignal) -> Iterator[bytes]:
        """The bytes of a segment. Raises SourceTrouble."""
        asked = f"<playbackURI>{escape(uri)}</playbackURI>"
        body = f'<downloadRequest version="1.0" xmlns="{_NAMESPACE}">{asked}</downloadRequest>'
        blocks = self._download(body, stop)
        try:
            first = next(blocks, b"")
        except SourceTrouble as trouble:
            if trouble.trouble not in (Trouble.ANSWER, Trouble.UNSUPPORTED, Trouble.NOT_FOUND):
                raise
            # Older firmwares take the request as a GET with a body.
            self._download_method = "GET" if self._download_method == "POST" else "POST"
            blocks = self._download(body, stop)
            first = next(blocks, b"")
        if first.lstrip()[:1] == b"<":
            root = parse_xml(first[:64_000], self.who)
            raise SourceTrouble(
                Trouble.NOT_FOUND, f"{self.who} does not give out this recording (any more).",
                details={"status": text_at(descendant(root, "subStatusCode"))[:100]},
            )  # fmt: skip
        yield first
        yield from blocks

    def _download(self, body: str, stop: StopSignal) -> Iterator[bytes]:
        return self._http.download(
            "/ISAPI/ContentMgmt/download",
            stop,
            method=self._download_method,
            data=body.encode(),
            headers={"Content-Type": "application/xml"},
        )

    def _search_page(
        self, track: int, start: datetime, end: datetime, position: int, stop: StopSignal, most: int = PAGE
    ) -> Element:
        body = (
            f'<?xml version="1.0" encoding="utf-8"?><CMSearchDescription version="1.0" xmlns="{_NAMESPACE}">'
            f"<searchID>{_ONE_SEARCH}</searchID><trackIDList><trackID>{track}</trackID></trackIDList><timeSpanList>"
            f"<timeSpan><startTime>{_written(start)}</startTime><endTime>{_written(end)}</endTime></timeSpan>"
            # The misspelled name is the protocol's own.
            f"</timeSpanList><maxResults>{most}</maxResults><searchResultPostion>{position}</searchResultPostion>"
            "<metadataList><metadataDescriptor>//recordType.meta.std-cgi.com</metadataDescriptor></metadataList>"
            "</CMSearchDescription>"
        )
        reply = self._http.request(
            "POST", "/ISAPI/ContentMgmt/search", data=body.encode(), headers={"Content-Type": "application/xml"},
            most_bytes=MOST_BYTES, stop=stop,
        )  # fmt: skip
        if reply.status_code != 200:
            raise self._explain(reply) or refused(reply.status_code, self.who)
        root = parse_xml(reply.content, self.who)
        if text_at(root, "responseStatus").lower() == "false" and text_at(root, "responseStatusStrg") != "NO MATCHES":
            raise SourceTrouble(Trouble.SERVER, f"{self.who} could not search its recordings.")
        return root

    def _segment(self, item: Element, track: int) -> Segment | None:
        uri = text_at(item, "mediaSegmentDescriptor", "playbackURI")
        try:
            start = _read(text_at(item, "timeSpan", "startTime"))
            end = _read(text_at(item, "timeSpan", "endTime"))
        except ValueError:
            return None
        if not uri or len(uri) > 2000 or end <= start:
            return None
        name = uri.partition("name=")[2].partition("&")[0][:100]
        return Segment(track, start, end, uri, name)

    def _get(self, path: str, stop: StopSignal) -> Element:
        """None when the device does not have this."""
        reply = self._http.request("GET", path, most_bytes=MOST_BYTES, stop=stop, answers=(501,))
        if reply.status_code in (400, 404, 405, 501):
            return None
        if reply.status_code != 200:
            raise refused(reply.status_code, self.who)
        return parse_xml(reply.content, self.who)

    def _explain(self, reply: requests.Response) -> SourceTrouble | None:
        """What a refusal says beyond its status."""
        try:
            root = parse_xml(reply.content, self.who)
        except SourceTrouble:
            return None
        if text_at(descendant(root, "lockStatus")).lower() == "lock":
            left = text_at(descendant(root, "unlockTime"))
            after = float(left) if left.isdecimal() and len(left) < 6 else None
            return SourceTrouble(
                Trouble.LOCKED_OUT,
                f"{self.who} lets nobody in for a while, after wrong passwords. Wait.",
                details={"unlock_s": after},
                retry_after_s=after,
            )
        said = text_at(descendant(root, "subStatusCode"))
        if said in ("deviceBusy", "noResource", "serviceUnavailable"):
            return SourceTrouble(Trouble.QUOTA, f"{self.who} is busy with others. It is tried again.", retry_after_s=60)
        if said in ("notSupport", "methodNotAllowed", "invalidOperation", "badXmlFormat"):
            return SourceTrouble(Trouble.UNSUPPORTED, f"{self.who} cannot do this.", details={"status": said})
        return None


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _read(text: str) -> datetime:
    """A time as written, the zone at its end left aside: what it means is settled elsewhere. Raises ValueError."""
    return datetime.fromisoformat(text[:19].replace(" ", "T"))
