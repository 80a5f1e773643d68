"""The parts of the ONVIF client library that are used: its WSDL files, its sign-in token, its tolerant time types.

The library's own transport is not: it reads answers to their end however long they are, follows redirects, checks no
certificate and no address, and needs an event loop. The SOAP engine below it (zeep) takes ours instead.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from backend.runtime.guard import Guard

_guard = Guard()
_documents: dict[str, Any] = {}


def client_settings() -> Any:
    """How answers are parsed: forgiving about vendors' forms, strict about what could harm."""
    from zeep import Settings

    return Settings(
        strict=False,
        forbid_dtd=True,
        forbid_entities=True,
        forbid_external=True,
        xml_huge_tree=False,
        force_https=False,
    )


def service(name: str) -> tuple[str, str, Any]:
    """Namespace, binding and parsed WSDL document of a service of the library (`devicemgmt`, `media`, `search`, ...).
    Documents come from the package, are parsed once, and are shared: they are only read afterwards."""
    library = _library()
    found = library.SERVICES[name]
    path = str(Path(library._WSDL_PATH) / found["wsdl"])
    with _guard:
        if path not in _documents:
            _documents[path] = _document(library, path)
        return found["ns"], f"{{{found['ns']}}}{found['binding']}", _documents[path]


def sign_in_token(user: str, password: str, ahead: timedelta) -> Any:
    """A WS-UsernameToken with a digest, dated by the device's clock (`ahead` of ours by this much)."""
    return _library().UsernameDigestTokenDtDiff(user, password, dt_diff=ahead, use_digest=True)


def _document(library: Any, path: str) -> Any:
    from onvif.types import FastDateTime, ForgivingTime

    document = library.DocumentWithDeferredLoad(path, library.ASYNC_TRANSPORT, settings=client_settings())
    schema = document.types.documents.get_by_namespace("http://www.w3.org/2001/XMLSchema", False)[0]
    for kind in (FastDateTime, ForgivingTime):  # cameras write hours above 23 and blanks for the T
        schema.register_type(kind._default_qname, kind(is_global=True))
    document.types.add_documents([None], path)
    document.original_load(path)
    return document


def _library() -> Any:
    """Loaded when the first device is met, not when the program starts; it would also set up a log of its own."""
    with _guard:
        root = logging.getLogger()
        before, level = list(root.handlers), root.level
        from onvif import client

        for handler in root.handlers[:]:
            if handler not in before:
                root.removeHandler(handler)
        root.setLevel(level)
        return client
