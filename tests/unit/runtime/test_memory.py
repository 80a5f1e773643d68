"""Freed memory is handed back until the server stops."""

from __future__ import annotations

import threading

import pytest

from backend.runtime import memory
from backend.runtime.stop import StopSignal


def test_it_goes_on_until_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, times, thrice = StopSignal(), [0], threading.Event()

    def trim() -> None:
        times[0] += 1
        if times[0] == 3:
            thrice.set()

    monkeypatch.setattr(memory, "EVERY_S", 0.001)
    monkeypatch.setattr(memory, "_trim", lambda: trim)
    thread = threading.Thread(target=memory.hand_back, args=(stop,))
    thread.start()
    assert thrice.wait(20)
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def test_the_library_is_asked_or_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    memory._trim()()

    def none(name: object) -> object:
        raise OSError

    monkeypatch.setattr(memory.ctypes, "CDLL", none)
    memory._trim()()
