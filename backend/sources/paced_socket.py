"""A socket that is read from in bounded time: never silent for long, never dripping, never after a stop.

The time limits of the HTTP libraries are for one read at a time, so a server that sends a byte now and then would hold
a thread for days. Here every read, headers included, is measured against the whole call.
"""

from __future__ import annotations

import io
import time
from typing import Any

from urllib3.util.wait import wait_for_read

from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal

SILENT_S = 20.0
"""The longest pause between two pieces of an answer."""
SLOWEST_BYTES_PER_S = 1024
"""A download below this speed for a minute is given up: it would never end."""
_SPEED_WINDOW_S = 60.0
_LOOK_S = 0.5


class Pace:
    """What the present call of one connection may take. `begin` it before each call."""

    def __init__(self, name: str, silent_s: float = SILENT_S, speed_window_s: float = _SPEED_WINDOW_S) -> None:
        self._name = name
        self._silent_s = silent_s
        self._speed_window_s = speed_window_s
        self._stop: StopSignal | None = None
        self._ends = 0.0
        self._floor = 0
        self._counted = 0
        self._since = 0.0

    def begin(self, call_s: float | None, stop: StopSignal | None) -> None:
        """`call_s`: how long the whole call may take; None for a download, which must only keep up a least speed."""
        self._stop = stop
        now = time.monotonic()
        self._ends = now + call_s if call_s is not None else float("inf")
        self._floor = 0 if call_s is not None else SLOWEST_BYTES_PER_S
        self._counted, self._since = 0, now

    def wait(self, sock: Any) -> None:
        """Return when there is something to read. Raises SourceTrouble TIMEOUT, Cancelled."""
        if _buffered(sock):
            self._check(time.monotonic())
            return
        silent_until = time.monotonic() + self._silent_s
        while True:
            now = time.monotonic()
            self._check(now)
            if now >= silent_until:
                raise SourceTrouble(Trouble.TIMEOUT, f"{self._name} does not answer in time.")
            if wait_for_read(sock, timeout=min(_LOOK_S, max(0.01, min(silent_until, self._ends) - now))):
                return

    def count(self, read_bytes: int) -> None:
        self._counted += read_bytes

    def _check(self, now: float) -> None:
        if self._stop is not None:
            self._stop.check()
        if now >= self._ends:
            raise SourceTrouble(Trouble.TIMEOUT, f"{self._name} answers too slowly.")
        if (took := now - self._since) > self._speed_window_s:
            if self._counted < self._floor * took:
                raise SourceTrouble(Trouble.TIMEOUT, f"{self._name} sends too slowly to ever end.")
            self._counted, self._since = 0, now


class PacedSocket:
    """Stands in for a connected socket (plain or TLS); reading goes by the pace."""

    def __init__(self, sock: Any, pace: Pace) -> None:
        self._sock = sock
        self._pace = pace

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        return io.BufferedReader(_PacedReader(self._sock, self._pace))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class _PacedReader(io.RawIOBase):
    def __init__(self, sock: Any, pace: Pace) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)  # holds the socket open until this reader is closed
        self._pace = pace

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._pace.wait(self._sock)
        read = self._raw.readinto(buffer)
        self._pace.count(read or 0)
        return read

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


def _buffered(sock: Any) -> bool:
    """Whether a TLS socket has decrypted bytes that the kernel no longer tells about."""
    pending = getattr(sock, "pending", None)
    return bool(pending is not None and pending())
