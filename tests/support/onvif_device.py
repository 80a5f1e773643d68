"""A simulated ONVIF device: speaks SOAP over HTTP, checks who asks, and answers by ONVIF's schemas.

Two dialects as vendors have them. `token`: sign-in by WS-UsernameToken, faults with status 400. `digest`: HTTP digest,
no GetServices, another prefix.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from tests.support.device_server import Asked, DeviceServer, Reply, device_server
from tests.support.digest_check import DigestCheck
from tests.support.onvif_media import Channel, Media
from tests.support.onvif_schema import faults_of
from tests.support.onvif_sign_in import TokenCheck
from tests.support.replay_server import ReplayServer

ENVELOPE = "http://www.w3.org/2003/05/soap-envelope"
PREFIXES = {
    "s": ENVELOPE,
    "tds": "http://www.onvif.org/ver10/device/wsdl",
    "trt": "http://www.onvif.org/ver10/media/wsdl",
    "tr2": "http://www.onvif.org/ver20/media/wsdl",
    "tse": "http://www.onvif.org/ver10/search/wsdl",
    "trp": "http://www.onvif.org/ver10/replay/wsdl",
    "trc": "http://www.onvif.org/ver10/recording/wsdl",
    "tt": "http://www.onvif.org/ver10/schema",
    "ter": "http://www.onvif.org/ver10/error",
    "tns1": "http://www.onvif.org/ver10/topics",
    "wsnt": "http://docs.oasis-open.org/wsn/b-2",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xs": "http://www.w3.org/2001/XMLSchema",
}
_OPEN = ("GetSystemDateAndTime", "GetServices", "GetCapabilities")
_PATHS = {
    "tds": "device_service",
    "trt": "Media",
    "tr2": "Media2",
    "tse": "Search",
    "trp": "Replay",
    "trc": "Recording",
}
PICTURE = b"\xff\xd8\xff\xe0 a picture \xff\xd9"


class Fault(Exception):
    def __init__(self, subcode: str, reason: str, *, sender: bool = True) -> None:
        super().__init__(reason)
        self.subcode, self.reason, self.sender = subcode, reason, sender


@dataclass
class SimulatedOnvif:
    user: str = "admin"
    password: str = "pa55 wörd"
    dialect: str = "token"
    clock_ahead_ms: int = 0
    tells_time: bool = True
    services: tuple[str, ...] = ("trt", "tr2")
    """Prefixes of the services besides the device's own."""
    channels: tuple[Channel, ...] = (Channel(),)
    other_host: str | None = None
    """The host that it names in its addresses; None: its real one."""
    streams: ReplayServer = field(init=False)
    """Describes its streams to whoever signs in."""
    stream_port: int | None = None
    """Where its streams really play (an `RtspServer` with cameras called as the profiles); None: `streams`."""
    tries: int | None = None
    forbidden: frozenset[str] = frozenset()
    """Operations that this user has no right to."""
    answers: Mapping[str, Callable[[etree._Element], str]] = field(default_factory=dict)
    """More operations: `prefix:Operation` -> inner XML of its response."""
    hostile: Callable[[str, Asked], Reply | None] = lambda operation, asked: None
    """A reply in place of the proper one."""
    token: TokenCheck = field(init=False)
    digest: DigestCheck = field(init=False)
    invalid: list[str] = field(default_factory=list)
    """Requests and answers that are not by the schema: always to be empty."""
    operations: list[str] = field(default_factory=list)
    server: DeviceServer = field(init=False)

    def __post_init__(self) -> None:
        self.token = TokenCheck(self.user, self.password, self.now_ms, tries=self.tries)
        self.digest = DigestCheck(self.user, self.password, realm="IP Camera", tries=self.tries)
        self.streams = ReplayServer([], digest=DigestCheck(self.user, self.password, realm="streams"))
        self.media = Media(self.channels, self.base, lambda: self.host, lambda: self.stream_port or self.streams.port)

    def now_ms(self) -> float:
        return time.time() * 1000 + self.clock_ahead_ms

    @property
    def host(self) -> str:
        return self.other_host or "127.0.0.1"

    def base(self) -> str:
        return f"http://{self.host}:{self.server.port}/onvif"

    @contextmanager
    def running(self, tls: tuple[Path, Path] | None = None) -> Iterator[SimulatedOnvif]:
        with device_server(self.answer, tls) as self.server, self.streams.running():
            yield self
        assert not self.invalid, "\n".join(self.invalid)

    def answer(self, asked: Asked) -> Reply:
        if asked.method == "GET":
            refusal = self.digest.refusal(asked)
            return refusal or Reply(body=PICTURE, content_type="image/jpeg")
        envelope = etree.fromstring(asked.body)
        request = envelope.find(f"{{{ENVELOPE}}}Body")[0]
        operation = etree.QName(request).localname
        self.operations.append(operation)
        if (replaced := self.hostile(operation, asked)) is not None:
            return replaced
        if wrong := faults_of(request):
            self.invalid.append(f"request {operation}: {wrong}")
        try:
            if operation not in _OPEN:
                if self.dialect == "digest" and (refusal := self.digest.refusal(asked)) is not None:
                    return self._challenge(refusal)
                self._check_sign_in(envelope, operation)
            inner = self._carry_out(request, operation)
        except Fault as fault:
            return self._fault(fault)
        prefix = next(p for p, namespace in PREFIXES.items() if namespace == etree.QName(request).namespace)
        return self._reply(f"<{prefix}:{operation}Response>{inner}</{prefix}:{operation}Response>")

    def _check_sign_in(self, envelope: etree._Element, operation: str) -> None:
        if self.dialect == "token" and (reason := self.token.fault(envelope)):
            raise Fault("NotAuthorized", reason)
        if operation in self.forbidden:
            raise Fault("NotAuthorized", "The action requires rights that the user does not have")

    def _carry_out(self, request: etree._Element, operation: str) -> str:
        prefix = next((p for p, n in PREFIXES.items() if n == etree.QName(request).namespace), "")
        known = {
            "tds:GetSystemDateAndTime": self._date_and_time,
            "tds:GetDeviceInformation": self._information,
            "tds:GetCapabilities": self._capabilities,
            **({"tds:GetServices": self._services} if self.dialect == "token" else {}),
            **self.media.operations(),
            **self.answers,
        }
        if f"{prefix}:{operation}" not in known or (prefix != "tds" and prefix not in self.services):
            raise Fault("ActionNotSupported", f"{operation} is not there", sender=False)
        return known[f"{prefix}:{operation}"](request)

    def _reply(self, body: str, status: int = 200) -> Reply:
        names = " ".join(f'xmlns:{prefix}="{namespace}"' for prefix, namespace in PREFIXES.items())
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope {names}><s:Body>{body}</s:Body></s:Envelope>'
        if self.dialect == "digest":
            text = text.replace("tt:", "onvifschema:").replace("xmlns:tt=", "xmlns:onvifschema=")
        answer = etree.fromstring(text.encode()).find(f"{{{ENVELOPE}}}Body")[0]
        if wrong := faults_of(answer):
            self.invalid.append(f"answer {etree.QName(answer).localname}: {wrong}")
        return Reply(status, text.encode(), content_type="application/soap+xml; charset=utf-8")

    def _fault(self, fault: Fault) -> Reply:
        side = "Sender" if fault.sender else "Receiver"
        body = (
            f"<s:Fault><s:Code><s:Value>s:{side}</s:Value><s:Subcode><s:Value>ter:{fault.subcode}</s:Value></s:Subcode>"
            f'</s:Code><s:Reason><s:Text xml:lang="en">{fault.reason}</s:Text></s:Reason></s:Fault>'
        )
        return self._reply(body, 400 if fault.sender else 500)

    def _challenge(self, refusal: Reply) -> Reply:
        reason = "Account locked: too many wrong passwords" if self.digest.was_locked else "Unauthorized"
        body = self._fault(Fault("NotAuthorized", reason)).body
        return Reply(401, body, refusal.headers, "application/soap+xml")

    def _date_and_time(self, _: etree._Element) -> str:
        now = datetime.fromtimestamp(self.now_ms() / 1000, UTC)
        utc = (
            f"<tt:UTCDateTime><tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute>"
            f"<tt:Second>{now.second}</tt:Second></tt:Time><tt:Date><tt:Year>{now.year}</tt:Year>"
            f"<tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date></tt:UTCDateTime>"
        )
        return (
            "<tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType><tt:DaylightSavings>false"
            f"</tt:DaylightSavings>{utc if self.tells_time else ''}</tds:SystemDateAndTime>"
        )

    def _information(self, _: etree._Element) -> str:
        return (
            "<tds:Manufacturer>Acme</tds:Manufacturer><tds:Model>Table Cam 5</tds:Model><tds:FirmwareVersion>1.2.3"
            "</tds:FirmwareVersion><tds:SerialNumber>SN-0001</tds:SerialNumber><tds:HardwareId>88</tds:HardwareId>"
        )

    def _services(self, _: etree._Element) -> str:
        version = "<tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version>"
        return "".join(
            f"<tds:Service><tds:Namespace>{PREFIXES[prefix]}</tds:Namespace><tds:XAddr>{self.base()}/{_PATHS[prefix]}"
            f"</tds:XAddr>{version}</tds:Service>"
            for prefix in ("tds", *self.services)
        )

    def _capabilities(self, _: etree._Element) -> str:
        media = (
            f"<tt:Media><tt:XAddr>{self.base()}/Media</tt:XAddr><tt:StreamingCapabilities><tt:RTPMulticast>false"
            "</tt:RTPMulticast><tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP>"
            "</tt:StreamingCapabilities></tt:Media>"
        )
        return (
            f"<tds:Capabilities><tt:Device><tt:XAddr>{self.base()}/device_service</tt:XAddr></tt:Device>"
            f"{media if 'trt' in self.services else ''}</tds:Capabilities>"
        )
