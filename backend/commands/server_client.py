"""Talks to the server that holds the data folder, on this machine only."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http.client import HTTPException
from pathlib import Path
from typing import Any

from backend.accounts.local_key import read_local_key
from backend.commands.installation import listening_ports
from backend.domain.errors import Conflict, EpackError, InvalidInput

_TIMEOUT_S = 30.0
_ASK_S = 3.0


@dataclass(frozen=True, slots=True)
class ServerClient:
    address: str
    key: str | None = None
    """The key of the data folder, which only its owner can read."""
    trusted: Path | None = None
    """The certificate that a server under TLS has to show; names do not matter, since it is this machine."""

    @classmethod
    def find(
        cls, pid: int | None, asked_port: int | None, configured_port: int, key_file: Path, certificate: Path
    ) -> ServerClient:
        """The server of process `pid`, and its key; `certificate` is what it shows where it serves over TLS.

        Raises Conflict when no ePACK answers.
        """
        ports = [asked_port] if asked_port else [*(listening_ports(pid) if pid else []), configured_port]
        for port in dict.fromkeys(ports):
            for client in (
                cls(f"http://127.0.0.1:{port}", read_local_key(key_file)),
                cls(f"https://127.0.0.1:{port}", read_local_key(key_file), certificate),
            ):
                if client.answers():
                    return client
        raise Conflict(
            f"Process {pid or 'unknown'} holds the data folder, but no ePACK answers on port "
            f"{', '.join(map(str, dict.fromkeys(ports)))}. Give the server's --port, or stop it and try again."
        )

    def answers(self) -> bool:
        """True when an ePACK answers at the address. Whoever listens there is not told the key by being asked."""
        try:
            with replace(self, key=None)._open("GET", "/api/health", None, _ASK_S) as reply:
                return "version" in json.load(reply)
        except (OSError, HTTPException, ValueError, TypeError):
            return False

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The JSON answer. Raises EpackError with the server's own message when it refuses."""
        return self.call("POST", path, body)

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """The JSON answer, None for an empty one. Raises EpackError with the server's own message when it refuses."""
        data = None if body is None else json.dumps(body).encode()
        try:
            with self._open(method, path, data, _TIMEOUT_S) as reply:
                text = reply.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error.read(), error.code) from error
        except (OSError, HTTPException, ValueError) as error:
            raise EpackError(f"The server at {self.address} did not answer as it should. See its log.") from error

    def _open(self, method: str, path: str, data: bytes | None, timeout_s: float) -> Any:
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(self.address + path, data=data, headers=headers, method=method)
        # Without proxies: the server is on this machine.
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
        if self.trusted is not None:
            handlers.append(urllib.request.HTTPSHandler(context=_trusting(self.trusted)))
        return urllib.request.build_opener(*handlers).open(request, timeout=timeout_s)


def _trusting(certificate: Path) -> ssl.SSLContext:
    """Trusts this one certificate. Raises OSError."""
    context = ssl.create_default_context(cafile=str(certificate))
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def _refusal(body: bytes, status: int) -> EpackError:
    try:
        told = json.loads(body)["error"]
        code, message = str(told["code"]), str(told["message"])
    except (ValueError, KeyError, TypeError):
        return EpackError(f"The server refused this (HTTP {status}).")
    if status == 401:
        return EpackError(
            "The server does not know you: only the owner of the data folder may talk to it from the command line. Run "
            "this as the user that runs the server.",
            code=code,
        )
    if status in (400, 422):
        return InvalidInput(message, code=code)
    return EpackError(message, code=code)
