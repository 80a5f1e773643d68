"""The server refuses a body that is too large while it comes in, instead of keeping all of it first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

LargestBody = Callable[[str], int]
"""Path of a request to the most bytes its body may have."""


def bounded_channel(largest_body: LargestBody) -> type[HTTPChannel]:
    """A channel for waitress, whose own bound is one for all paths."""

    class Parser(HTTPRequestParser):
        adj: Any

        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            self.adj = _Bounded(self.adj, largest_body(self.path))

    class Channel(HTTPChannel):
        parser_class = Parser

    return Channel


class _Bounded:
    """The server's adjustments with another bound."""

    def __init__(self, adjustments: Any, largest: int) -> None:
        self._adjustments = adjustments
        self.max_request_body_size = largest

    def __getattr__(self, name: str) -> Any:
        return getattr(self._adjustments, name)
