"""Guards that every test runs under, and the few fixtures that all of them share.

A test fails when the program logs an ERROR in it, when it leaves a thread alive, or when it reaches for the network.
Warnings are errors too: see `filterwarnings` in pyproject.toml.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import chromium_path

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"

LASTING_THREADS = (
    "pytest_timeout",  # the clock that ends a test which hangs
    "asyncio_",  # the browser driver's own helper
    "ThreadPoolExecutor-",  # likewise; the program itself uses runtime/pool, whose threads have other names
    "tmonitor",
)
JOIN_PATIENCE_S = 3.0

LOOPBACK_NAMES = {"localhost", "", "0.0.0.0", "::", "::1", None}


def is_loopback(host: object) -> bool:
    """Whether `host` (a name or an address) is this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    return host in LOOPBACK_NAMES or (isinstance(host, str) and host.startswith("127."))


class NetworkUse(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """Connections and name look-ups go to this machine or fail the test that made them."""
    patch = pytest.MonkeyPatch()
    real_connect, real_connect_ex = socket.socket.connect, socket.socket.connect_ex
    real_sendto, real_getaddrinfo = socket.socket.sendto, socket.getaddrinfo

    def check(address: object) -> None:
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise NetworkUse(f"Tests may only talk to this machine, not to {address!r}.")

    def connect(self: socket.socket, address: Any) -> None:
        check(address)
        real_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return real_connect_ex(self, address)

    def sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        check(rest[-1])
        return real_sendto(self, data, *rest)

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        check((host,))
        return real_getaddrinfo(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", connect)
    patch.setattr(socket.socket, "connect_ex", connect_ex)
    patch.setattr(socket.socket, "sendto", sendto)
    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def no_error_logged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An ERROR in the log is a failure nobody looked at. Tests that provoke one carry the mark `logs_errors`."""
    errors: list[str] = []
    real_handle = logging.Logger.handle

    def handle(self: logging.Logger, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            errors.append(f"{record.name}: {record.getMessage()}")
        real_handle(self, record)

    monkeypatch.setattr(logging.Logger, "handle", handle)
    yield
    if errors and not request.node.get_closest_marker("logs_errors"):
        pytest.fail("The program logged errors:\n  " + "\n  ".join(errors), pytrace=False)


@pytest.fixture(autouse=True)
def no_thread_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whoever starts a thread joins it. Tests that cannot carry the mark `leaves_threads(reason)`."""
    before = set(threading.enumerate())
    yield
    if request.node.get_closest_marker("leaves_threads"):
        return
    left = leftover_threads(before)
    if left:
        pytest.fail("Threads still alive after the test: " + ", ".join(sorted(t.name for t in left)), pytrace=False)


def leftover_threads(before: set[threading.Thread], patience_s: float = JOIN_PATIENCE_S) -> list[threading.Thread]:
    """Threads that were not in `before`, after giving each a moment to end."""
    until = time.monotonic() + patience_s
    left = []
    for thread in threading.enumerate():
        if thread in before or thread is threading.current_thread() or thread.name.startswith(LASTING_THREADS):
            continue
        thread.join(max(0.0, until - time.monotonic()))
        if thread.is_alive():
            left.append(thread)
    return left


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer has set in the shell must not change what a test sees."""
    for name in list(os.environ):
        if name.startswith("EPACK_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real footage and photos that lie beside a developer's checkout; without them the test is skipped."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"needs the real footage in {SHARED_DATA}, which this machine does not have")
    return SHARED_DATA


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One real Chromium for all tests that need one: the driver allows one session in a process."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=["--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required"],
        )
        yield started
        started.close()
