"""What a device means by a fault (ONVIF Core, 5.8.2) or by a plain HTTP refusal."""

from __future__ import annotations

import re

import requests

from backend.domain.source import SourceTrouble, Trouble
from backend.sources.http_client import refused
from backend.sources.untrusted_xml import Element, descendant, name_of, parse_xml, text_at

_LOCKED = re.compile(r"\block(ed|out)?\b|too many|try again later", re.IGNORECASE)
_STALE = re.compile(r"\b(expired|timestamp|created|clock|too old|freshness)\b", re.IGNORECASE)
_MEANINGS = (
    (("ActionNotSupported", "OptionalActionNotImplemented", "NoSuchService", "NotSupported"), Trouble.UNSUPPORTED),
    (("NoProfile", "NoRecording", "NoSource", "InvalidArgVal", "InvalidToken", "NoConfig"), Trouble.NOT_FOUND),
    (("OperationProhibited",), Trouble.NOT_ALLOWED),
)
_TEXTS = {
    Trouble.UNSUPPORTED: "cannot do this",
    Trouble.NOT_FOUND: "does not have this (any more)",
    Trouble.NOT_ALLOWED: "does not allow this user to do that",
}


def fault_trouble(reply: requests.Response, who: str, signed_in: bool) -> SourceTrouble | None:
    """None when the reply is a proper answer. `signed_in`: the password was accepted before, so that a refusal is about
    the rights of the user."""
    fault = None
    if b"Fault" in reply.content.replace(b"\0", b""):
        root = parse_xml(reply.content, who)
        fault = descendant(root, "Fault")
    if fault is None:
        if reply.status_code == 200:
            return None
        return _plain(reply, who, signed_in)
    codes = [text_at(one).split(":")[-1] for one in fault.iter() if isinstance(one.tag, str) and _is_code(one)]
    reason = _reason(fault)
    details = {"fault": "/".join(codes)[:200], "reason": reason[:200]}
    if any(code in ("NotAuthorized", "FailedAuthentication", "InvalidSecurity", "FailedCheck") for code in codes):
        return _refusal(who, reason, signed_in, details)
    for names, trouble in _MEANINGS:
        if any(code in names for code in codes):
            return SourceTrouble(trouble, f"{who} {_TEXTS[trouble]}.", details=details)
    if reply.status_code in (401, 403):
        return _refusal(who, reason, signed_in, details)
    return SourceTrouble(Trouble.SERVER, f"{who} reports a failure of its own.", details=details)


def _refusal(who: str, reason: str, signed_in: bool, details: dict[str, str]) -> SourceTrouble:
    if _LOCKED.search(reason):
        return SourceTrouble(
            Trouble.LOCKED_OUT, f"{who} lets nobody in for a while, after wrong passwords. Wait.", details=details
        )
    if signed_in:
        return SourceTrouble(Trouble.NOT_ALLOWED, f"{who} does not allow this user to do that.", details=details)
    if _STALE.search(reason):
        return SourceTrouble(Trouble.CLOCK, f"The clock of {who} is too far off to sign in. Set it.", details=details)
    return SourceTrouble(Trouble.CREDENTIALS, f"{who} refuses the user name or the password.", details=details)


def _plain(reply: requests.Response, who: str, signed_in: bool) -> SourceTrouble:
    said = reply.content[:2000].decode("utf-8", "replace")
    if reply.status_code in (401, 403):
        return _refusal(who, said, signed_in and reply.status_code == 403, {})
    if reply.status_code in (404, 405, 501):
        return SourceTrouble(
            Trouble.ANSWER,
            f"There is no ONVIF at this address of {who}. It may be switched off in the device's settings, or have "
            "another port.",
        )
    return refused(reply.status_code, who)


def _is_code(element: Element) -> bool:
    return name_of(element) in ("Value", "faultcode")


def _reason(fault: Element) -> str:
    for path in (("Reason", "Text"), ("faultstring",)):
        if found := text_at(fault, *path):
            return found
    return ""
