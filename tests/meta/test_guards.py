"""The guards of tests/conftest.py guard."""

from __future__ import annotations

import logging
import socket
import threading
import warnings

import pytest

from tests.conftest import NetworkUse, is_loopback, leftover_threads


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", b"127.0.0.1", "127.8.9.1"])
def test_this_machine_is_allowed(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "10.0.0.1", "2001:db8::1"])
def test_other_machines_are_not(host: object) -> None:
    assert not is_loopback(host)


def test_connecting_elsewhere_fails() -> None:
    with socket.socket() as outside, pytest.raises(NetworkUse):
        outside.connect(("192.0.2.1", 80))


def test_looking_up_another_name_fails() -> None:
    with pytest.raises(NetworkUse):
        socket.getaddrinfo("example.org", 80)


def test_connecting_to_this_machine_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_a_running_thread_is_found_and_a_finished_one_is_not() -> None:
    before = set(threading.enumerate())
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="left-over", daemon=True)
    thread.start()
    try:
        assert leftover_threads(before, patience_s=0.01) == [thread]
    finally:
        stop.set()
    thread.join()
    assert leftover_threads(before) == []


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning):
        warnings.warn("something is about to break", UserWarning, stacklevel=1)


@pytest.mark.logs_errors
def test_the_mark_allows_logging_an_error() -> None:
    logging.getLogger("epack.test").error("asked for by this test")
