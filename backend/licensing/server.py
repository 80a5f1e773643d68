"""The licence server, as a shop sees it: packages, orders, activations, and a sign of life a day."""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from backend.domain.errors import Conflict, EpackError, FailedElsewhere, InvalidInput
from backend.licensing.keeper import LicenceKeeper

log = logging.getLogger(__name__)

TIMEOUT_S = (5.0, 20.0)
MOST_BYTES = 256 * 1024


class LicenceServerTrouble(FailedElsewhere):
    code = "licence_server"


class LicenceServer:
    """`address` is the setting `licence_server`; empty: there is none."""

    def __init__(self, address: Callable[[], str], keeper: LicenceKeeper, version: str) -> None:
        self._address = address
        self._keeper = keeper
        self._version = version

    @property
    def is_set(self) -> bool:
        return bool(self._address())

    def packages(self) -> list[dict[str, Any]]:
        return list(self._call("GET", "packages").get("items") or [])

    def order(self, package: str, customer: str, email: str, return_to: str) -> dict[str, Any]:
        """Returns order_code, token, checkout_url, amount, expires_ms."""
        body = {
            "package": package,
            "customer": customer,
            "email": email,
            "machine": list(self._keeper.marks()),
            "return_to": return_to,
        }
        return self._call("POST", "orders", body)

    def standing(self, order_code: int, token: str) -> dict[str, Any]:
        """Returns status and, once it is paid, the licence."""
        return self._call("POST", f"orders/{int(order_code)}", {"token": token})

    def licence_of(self, key: str) -> str:
        """The signed licence of this key for this machine. Raises LicenceServerTrouble and what the server refuses."""
        body = {"key": key, "machine": list(self._keeper.marks()), "device": self._device()}
        return str(self._call("POST", "activations", body).get("licence") or "")

    def beat(self) -> None:
        """Say that this installation lives, and hear whether its licence was taken back. A server that does not answer
        changes nothing."""
        licence = self._keeper.licence()
        if licence is None or not self.is_set:
            return
        try:
            answer = self._call("POST", "heartbeats", {"id": licence.id, "machine": list(self._keeper.marks())})
        except EpackError as error:
            log.info("no sign of life could be sent: %s", error.message)
            return
        if answer.get("revoked") is True:
            self._keeper.mark_revoked(licence.id)

    def release(self, licence_id: str, machine: tuple[str, ...]) -> bool:
        """Say that this licence is not used on this machine any more, so that it may be activated on another one; False
        when the server does not know of it. Raises LicenceServerTrouble and what the server refuses."""
        return self._call("POST", "releases", {"id": licence_id, "machine": list(machine)}).get("released") is True

    def _device(self) -> dict[str, str]:
        return {"os": f"{platform.system()} {platform.release()}"[:100], "version": self._version}

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        base = checked_address(self._address())
        try:
            with requests.Session() as session:
                session.trust_env = False
                with session.request(
                    method, f"{base}/api/desk/{path}", json=body, timeout=TIMEOUT_S, allow_redirects=False, stream=True
                ) as reply:
                    data = reply.raw.read(MOST_BYTES + 1, decode_content=True)
                    reply._content = data[:MOST_BYTES]
                    answer = reply.json()
        except (requests.RequestException, ValueError) as error:
            raise LicenceServerTrouble(
                "The licence server does not answer. Check the network; a licence can be entered as text too."
            ) from error
        if not isinstance(answer, dict):
            raise LicenceServerTrouble("The licence server answers what cannot be understood.")
        if reply.status_code >= 400:
            said = answer.get("error")
            said = said if isinstance(said, dict) else {}
            # What was entered wrong is wrong here too; whatever else it refuses is a matter of what it has.
            kind = InvalidInput if reply.status_code == InvalidInput.status else Conflict
            message = str(said.get("message") or "The licence server refuses this.")[:500]
            raise kind(message, code=str(said.get("code") or "licence_server")[:60])
        return answer


def checked_address(address: str) -> str:
    """Without its last slash. Raises InvalidInput when there is none, or its answers could be changed on the way."""
    parts = urlsplit(address)
    if not address:
        raise InvalidInput("No licence server is set. Enter the text of the licence.", code="no_licence_server")
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise InvalidInput("The address of the licence server must begin with https.", code="no_licence_server")
    return address.rstrip("/")
