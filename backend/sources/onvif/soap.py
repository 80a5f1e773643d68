"""SOAP with one device: through the guarded HTTP client, signed in both ways, faults as troubles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from lxml import etree

from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.guarded_adapter import DigestAuth
from backend.sources.http_client import HttpClient, refused
from backend.sources.onvif import library
from backend.sources.onvif.faults import fault_trouble
from backend.sources.onvif.settings import OnvifSettings
from backend.sources.untrusted_xml import MOST_BYTES, Element, child, parse_xml

CALL_S = 20.0
_ENVELOPE = "http://www.w3.org/2003/05/soap-envelope"
_READ_ALL = (400, 401, 403, 404, 405, 415, 500, 501)


class Soap:
    """One device, one thread. `ahead` is set once the device's clock is known: its tokens are dated by it."""

    def __init__(self, settings: OnvifSettings, password: str, guard: AddressGuard, call_s: float = CALL_S) -> None:
        self._settings = settings
        self._password = password
        self._guard = guard
        self._call_s = call_s
        self._http: dict[str, HttpClient] = {}
        self.ahead = timedelta()
        self.signed_in = False
        """Set after the first call that only a user may make: a refusal afterwards is about rights."""

    @property
    def who(self) -> str:
        return self._settings.address.host

    def close(self) -> None:
        for one in self._http.values():
            one.close()

    def call(self, name: str, url: str, operation: str, stop: StopSignal, *, sign: bool = True, **given: Any) -> Any:
        """An operation of a service of the library. Raises SourceTrouble, Cancelled."""
        import zeep

        _, binding, document = library.service(name)
        client: Any = cast(Any, zeep).Client(
            document,
            transport=_Transport(lambda address, body, headers: self._post(address, body, headers, stop)),
            wsse=self._token() if sign else None,
            settings=library.client_settings(),
        )
        try:
            return client.create_service(binding, url)[operation](**given)
        except (zeep.exceptions.Error, etree.LxmlError, ValueError, TypeError, LookupError, AttributeError) as error:
            raise SourceTrouble(
                Trouble.ANSWER,
                f"{self.who} answers to {operation} in a form that ONVIF does not know.",
                details={"operation": operation, "reason": str(error)[:200]},
            ) from error

    def call_plain(self, url: str, body: Element, action: str, stop: StopSignal) -> Element:
        """An operation that the library has no description of; the body of the answer."""
        envelope = etree.Element(f"{{{_ENVELOPE}}}Envelope", nsmap={"s": _ENVELOPE})
        etree.SubElement(envelope, f"{{{_ENVELOPE}}}Body").append(body)
        token = self._token()
        headers = {"Content-Type": f'application/soap+xml; charset=utf-8; action="{action}"'}
        if token is not None:
            envelope, headers = token.apply(envelope, headers)
        reply = self._post(url, etree.tostring(envelope, encoding="utf-8", xml_declaration=True), headers, stop)
        found = child(parse_xml(reply.content, self.who), "Body")
        if found is None:
            raise SourceTrouble(Trouble.ANSWER, f"{self.who} answers with an empty envelope.")
        return found

    def picture(self, url: str, most_bytes: int, stop: StopSignal) -> bytes:
        """What lies at an address of the device, signed in by digest. Raises SourceTrouble."""
        reply = self._client(url).request("GET", _path(url), most_bytes=most_bytes, stop=stop)
        if reply.status_code != 200:
            raise refused(reply.status_code, self.who)
        return reply.content

    def _token(self) -> Any:
        if not self._settings.user:
            return None
        return library.sign_in_token(self._settings.user, self._password, self.ahead)

    def _post(self, url: str, body: bytes, headers: dict[str, str], stop: StopSignal) -> requests.Response:
        reply = self._client(url).request(
            "POST", _path(url), data=body, headers=headers, most_bytes=MOST_BYTES, answers=_READ_ALL, stop=stop
        )
        trouble = fault_trouble(reply, self.who, self.signed_in)
        if trouble is not None:
            raise trouble
        return reply

    def _client(self, url: str) -> HttpClient:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._http:
            user = self._settings.user
            self._http[origin] = HttpClient(
                origin,
                self._guard,
                auth=DigestAuth(user, self._password) if user else None,
                fingerprint=self._settings.fingerprint,
                call_s=self._call_s,
            )
        return self._http[origin]


class _Transport:
    """What zeep asks of a transport, and no more."""

    def __init__(self, post: Callable[[str, bytes, dict[str, str]], requests.Response]) -> None:
        self._post = post

    def post_xml(self, address: str, envelope: Element, headers: dict[str, str]) -> requests.Response:
        return self._post(address, etree.tostring(envelope, encoding="utf-8", xml_declaration=True), headers)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
