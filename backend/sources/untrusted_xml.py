"""XML from devices nobody vouches for: no entities, no documents fetched, bounded; names are compared without their
namespaces, since vendors do not agree on those."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from backend.domain.source import SourceTrouble, Trouble

MOST_BYTES = 4 * 1024 * 1024
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)

Element = Any
"""An element of lxml, which has no types of its own."""


def parse_xml(body: bytes, who: str) -> Element:
    """The root element. Raises SourceTrouble ANSWER for what is no XML or declares entities, TOO_LARGE."""
    if len(body) > MOST_BYTES:
        raise SourceTrouble(Trouble.TOO_LARGE, f"{who} answers with more than any real device.")
    # Sixteen-bit text has a zero beside every letter.
    if _DECLARES.search(body.replace(b"\0", b"")):
        raise SourceTrouble(Trouble.ANSWER, f"{who} answers with XML that defines its own words, which is unsafe.")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise SourceTrouble(Trouble.ANSWER, f"{who} answers with something that is not XML.")
    return root


def name_of(element: Element) -> str:
    """Its name without the namespace."""
    return str(etree.QName(element).localname)


def children(element: Element, name: str) -> Iterator[Element]:
    for one in element if element is not None else ():
        if isinstance(one.tag, str) and name_of(one) == name:
            yield one


def child(element: Element, *path: str) -> Element:
    """The first one at this path of names, None when it is not there."""
    for name in path:
        element = next(children(element, name), None)
    return element


def descendant(element: Element, name: str) -> Element:
    """The first one of this name anywhere below, itself included."""
    for one in element.iter():
        if isinstance(one.tag, str) and name_of(one) == name:
            return one
    return None


def text_at(element: Element, *path: str) -> str:
    """The text at this path of names, stripped; empty when it is not there."""
    found = child(element, *path) if path else element
    return str(found.text or "").strip() if found is not None else ""
