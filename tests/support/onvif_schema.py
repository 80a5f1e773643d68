"""ONVIF's own schemas, as they come with the client library: what a simulated device says is held against them."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

SERVICES = {
    "http://www.onvif.org/ver10/device/wsdl": "devicemgmt",
    "http://www.onvif.org/ver10/media/wsdl": "media",
    "http://www.onvif.org/ver10/search/wsdl": "search",
    "http://www.onvif.org/ver10/replay/wsdl": "replay",
    "http://www.onvif.org/ver10/recording/wsdl": "recording",
}


def faults_of(message: etree._Element) -> str | None:
    """What is wrong with a request or answer (an element of a service's namespace); None: nothing, or no schema."""
    name = SERVICES.get(etree.QName(message).namespace or "")
    if name is None:
        return None
    schema = _schema(name)
    copy = etree.fromstring(etree.tostring(message))
    return None if schema.validate(copy) else str(schema.error_log)[:2000]


@cache
def _schema(service: str) -> etree.XMLSchema:
    spec = find_spec("onvif")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "wsdl" / f"{service}.wsdl"
    inside = etree.parse(str(path)).find(".//{http://www.w3.org/2001/XMLSchema}schema")
    return etree.XMLSchema(etree.fromstring(etree.tostring(inside), base_url=str(path)))
