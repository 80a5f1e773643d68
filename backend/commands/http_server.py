"""The server over plain HTTP: waitress, with a bound for the bodies of each path, and an end without waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import waitress
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.task import ThreadedTaskDispatcher

LargestBody = Callable[[str], int]
"""Path of a request to the most bytes its body may have."""

# Keeps slow readers of videos from filling the memory.
_OUTBUF_BYTES = 1 << 20


def http_server(
    app: Callable[..., Any],
    host: str,
    port: int,
    *,
    threads: int,
    largest_body: LargestBody,
    leaving: Callable[[], None],
) -> BaseWSGIServer:
    """Bound to its port already; calls `leaving` once it is told to stop. Raises OSError when that cannot be had."""
    dispatcher = _Dispatcher(leaving)
    server = waitress.create_server(
        app,
        host=host,
        port=port,
        outbuf_high_watermark=_OUTBUF_BYTES,
        clear_untrusted_proxy_headers=True,
        ident=None,
        _dispatcher=dispatcher,
    )
    dispatcher.set_thread_count(threads)
    channel = _bounded_channel(largest_body)
    # One server for each address that the host name stands for.
    for listening in getattr(server, "map", {0: server}).values():
        listening.channel_class = channel
    return cast(BaseWSGIServer, server)


class _Dispatcher(ThreadedTaskDispatcher):
    def __init__(self, leaving: Callable[[], None]) -> None:
        super().__init__()
        self._leaving = leaving

    def shutdown(self, *args: Any, **kwargs: Any) -> bool:
        # First what ends the push streams: waitress waits for the thread of each, which waits for the next message.
        self._leaving()
        return bool(super().shutdown(*args, **kwargs))


def _bounded_channel(largest_body: LargestBody) -> type[HTTPChannel]:
    """A channel that refuses a body too large for its path while it comes in; waitress has one bound for all."""

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
