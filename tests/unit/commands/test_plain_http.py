"""Only a browser that opens a page is led to https, and only to the very host it asked for."""

from __future__ import annotations

import pytest

from backend.commands.plain_http import https_address


def request(line: str = "GET /trace/?q=1 HTTP/1.1", host: str = "shop.local:8080", accept: str = "text/html") -> bytes:
    return f"{line}\r\nHost: {host}\r\nAccept: {accept}\r\n\r\n".encode()


@pytest.mark.parametrize("host", ["shop.local:8080", "192.168.1.7", "[fe80::1]:8080"])
def test_a_page_is_found_again_under_https(host: str) -> None:
    assert https_address(request(host=host)) == f"https://{host}/trace/?q=1"


@pytest.mark.parametrize(
    "other",
    [
        request("POST /api/cameras HTTP/1.1"),
        request(accept="application/json"),
        request(host="evil.example/\\"),
        request(host=""),
        request("GET http://evil.example/ HTTP/1.1"),
        request("GET /a\tb HTTP/1.1"),
        request("GET"),
        b"\x16\x03\x01",
        b"",
    ],
)
def test_everything_else_is_not_led_anywhere(other: bytes) -> None:
    assert https_address(other) is None
