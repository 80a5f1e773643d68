"""The second media service (ver20), which alone tells of H.265. The library has no description of it, and three
operations are needed, so they are asked for in plain SOAP."""

from __future__ import annotations

from lxml import etree

from backend.runtime.stop import StopSignal
from backend.sources.onvif.profiles import StreamProfile, codec_name
from backend.sources.onvif.soap import Soap
from backend.sources.untrusted_xml import Element, child, children, text_at

NAMESPACE = "http://www.onvif.org/ver20/media/wsdl"


def profiles(soap: Soap, url: str, stop: StopSignal) -> list[StreamProfile]:
    """Raises SourceTrouble."""
    body = _operation("GetProfiles", Type=["VideoSource", "VideoEncoder"])
    answer = _ask(soap, url, body, "GetProfiles", stop)
    found = []
    for one in children(answer, "Profiles"):
        source, encoder = child(one, "Configurations", "VideoSource"), child(one, "Configurations", "VideoEncoder")
        if source is None or encoder is None:
            continue
        found.append(
            StreamProfile(
                token=one.get("token", ""),
                name=text_at(one, "Name")[:100],
                source=text_at(source, "SourceToken"),
                codec=codec_name(text_at(encoder, "Encoding")),
                width=_whole(text_at(encoder, "Resolution", "Width")),
                height=_whole(text_at(encoder, "Resolution", "Height")),
                fps=_number(text_at(encoder, "RateControl", "FrameRateLimit")),
                kbit_s=_whole(text_at(encoder, "RateControl", "BitrateLimit")) or None,
                media2=True,
            )
        )
    return found


def stream_uri(soap: Soap, url: str, profile: str, stop: StopSignal) -> str:
    body = _operation("GetStreamUri", Protocol=["RTSP"], ProfileToken=[profile])
    return text_at(_ask(soap, url, body, "GetStreamUri", stop), "Uri")


def snapshot_uri(soap: Soap, url: str, profile: str, stop: StopSignal) -> str:
    body = _operation("GetSnapshotUri", ProfileToken=[profile])
    return text_at(_ask(soap, url, body, "GetSnapshotUri", stop), "Uri")


def _operation(name: str, **fields: list[str]) -> Element:
    body = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={"tr2": NAMESPACE})
    for field, values in fields.items():
        for value in values:
            etree.SubElement(body, f"{{{NAMESPACE}}}{field}").text = value
    return body


def _ask(soap: Soap, url: str, body: Element, name: str, stop: StopSignal) -> Element:
    return child(soap.call_plain(url, body, f"{NAMESPACE}/{name}", stop), f"{name}Response")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < 1000 else None
