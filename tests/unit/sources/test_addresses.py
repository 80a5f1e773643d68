"""Only addresses of the allowed networks are called, however they are written."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidInput
from backend.domain.source import SourceTrouble, Trouble
from backend.sources.addresses import AddressGuard, parse_address

HTTP = {"http": 80, "https": 443}
LAN = AddressGuard(["192.168.0.0/16", "10.0.0.0/8", "127.0.0.0/8", "fd00::/8", "::1/128"])


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("192.168.1.64", "http://192.168.1.64:80"),
        (" cam-1.local:8080/api?x=1 ", "http://cam-1.local:8080/api?x=1"),
        ("HTTPS://Nvr.Shop.vn", "https://nvr.shop.vn:443"),
        ("https://[fd00::12]/zm", "https://[fd00::12]:443/zm"),
    ],
)
def test_an_address_is_read_as_people_write_it(text: str, url: str) -> None:
    assert parse_address(text, HTTP).url == url


@pytest.mark.parametrize(
    "text",
    ["", "ftp://192.168.1.64", "http://", "http://a b", "http://u:p@192.168.1.64", "http://x:99999", "http://x:0",
     "http://a\r\nHost: b", "http://-x-", "file:///etc/passwd", "http://" + "a" * 3000],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_address(text, HTTP)
    assert caught.value.details["field"] == "address"


@pytest.mark.parametrize("ip", ["192.168.1.64", "127.0.0.1", "fd00::1", "::ffff:10.1.2.3"])
def test_addresses_of_the_networks_are_allowed(ip: str) -> None:
    LAN.check(ip, "host")


@pytest.mark.parametrize(
    "ip", ["8.8.8.8", "169.254.169.254", "0.0.0.0", "224.0.0.1", "2001:db8::1", "::ffff:8.8.8.8", "not an ip"]
)
def test_addresses_outside_are_refused(ip: str) -> None:
    with pytest.raises(SourceTrouble, match="Settings") as caught:
        LAN.check(ip, "host")
    assert caught.value.trouble is Trouble.ADDRESS_REFUSED
    assert not caught.value.passing


def test_the_address_for_cloud_credentials_is_refused_even_when_everything_is_allowed() -> None:
    with pytest.raises(SourceTrouble):
        AddressGuard(["0.0.0.0/0"]).check("169.254.169.254", "metadata")


def test_a_name_is_looked_up_and_what_it_leads_to_is_checked() -> None:
    assert set(LAN.resolve("localhost", 80)) <= {"127.0.0.1", "::1"}
    with pytest.raises(SourceTrouble, match="localhost"):
        AddressGuard(["10.0.0.0/8"]).resolve("localhost", 80)
