"""Downloads over HTTP: whole or refused, continued where the server can, never without end."""

from __future__ import annotations

import hashlib
import socket
import threading
import time
from typing import Any

import pytest

from backend.domain.errors import Cancelled
from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.guarded_adapter import DigestAuth
from backend.sources.http_client import HttpClient
from backend.sources.paced_socket import Pace
from tests.support.device_server import Asked, DeviceServer, Reply, device_server
from tests.support.digest_check import DigestCheck

LOOPBACK = AddressGuard(["127.0.0.0/8"])

FILE = bytes(range(256)) * 8000


def ranged(asked: Asked) -> Reply:
    wanted = asked.headers.get("Range")
    if not wanted:
        return Reply(body=FILE)
    begin = int(wanted.removeprefix("bytes=").rstrip("-"))
    return Reply(206, FILE[begin:], {"Content-Range": f"bytes {begin}-{len(FILE) - 1}/{len(FILE)}"})


def fetched(server: DeviceServer, offset: int = 0, **more: Any) -> bytes:
    return b"".join(HttpClient(server.url, LOOPBACK, **more).download("f", StopSignal(), offset=offset))


def test_a_download_is_complete_and_goes_on_in_the_middle() -> None:
    with device_server(ranged) as server:
        assert hashlib.sha256(fetched(server)).digest() == hashlib.sha256(FILE).digest()
        assert fetched(server, 1_000_001) == FILE[1_000_001:]


def test_a_download_behind_a_sign_in_is_complete() -> None:
    digest = DigestCheck("admin", "right")
    with device_server(lambda asked: digest.refusal(asked) or ranged(asked)) as server:
        got = fetched(server, auth=DigestAuth("admin", "right"))
    assert hashlib.sha256(got).digest() == hashlib.sha256(FILE).digest()


def test_a_server_without_ranges_is_told_before_anything_is_kept() -> None:
    with device_server(lambda _: Reply(body=FILE)) as server, pytest.raises(ValueError, match="no ranges"):
        fetched(server, 5)


def test_a_cut_download_is_no_whole_file() -> None:
    with (
        device_server(lambda _: Reply(body=FILE[:500_000], length=len(FILE))) as server,
        pytest.raises(SourceTrouble) as caught,
    ):
        fetched(server)
    assert caught.value.trouble is Trouble.LOST


def test_a_missing_file_is_not_found() -> None:
    with device_server(lambda _: Reply(404)) as server, pytest.raises(SourceTrouble) as caught:
        fetched(server)
    assert caught.value.trouble is Trouble.NOT_FOUND


def test_a_silent_download_stops_at_once_when_told() -> None:
    with device_server(lambda _: Reply(body=server.hang(), length=10)) as server:
        stop = StopSignal()
        timer = threading.Timer(0.3, stop.set)
        timer.start()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            list(HttpClient(server.url, LOOPBACK).download("f", stop))
        timer.join()
        assert time.monotonic() - began < 8


def test_a_download_below_the_least_speed_is_given_up() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        pace = Pace("camera", silent_s=5, speed_window_s=0.2)
        pace.begin(None, StopSignal())

        def drip() -> None:
            began = time.monotonic()
            while time.monotonic() - began < 5:
                theirs.send(b".")
                pace.wait(ours)
                pace.count(len(ours.recv(10)))
                time.sleep(0.02)

        with pytest.raises(SourceTrouble, match="too slowly"):
            drip()
