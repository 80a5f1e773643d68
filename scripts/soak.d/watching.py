"""What is watched meanwhile: the server's memory, threads and open files, and its events as they appear."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import psutil
from product import Product

SAMPLE_S = 10.0
_PAGE = 500


@dataclass(frozen=True)
class Sample:
    at_s: float
    pid: int
    mib: float
    threads: int
    files: int


@dataclass(frozen=True)
class State:
    """An event as it was shown from `seen_ms` on."""

    seen_ms: int
    camera: str
    start_ms: int
    end_ms: int
    codes: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass
class Watch:
    product: Product
    samples: list[Sample] = field(default_factory=list)
    events: dict[str, list[State]] = field(default_factory=dict)
    _sampled_s: float = 0.0

    def look(self, since_ms: int) -> None:
        """Takes what can be had; a server that is down is no error here."""
        self._sample()
        with contextlib.suppress(OSError, RuntimeError):
            self._events(since_ms)

    def _sample(self) -> None:
        now_s = time.monotonic()
        process = self.product.process
        if now_s - self._sampled_s < SAMPLE_S or process is None:
            return
        self._sampled_s = now_s
        with contextlib.suppress(psutil.Error):
            own = psutil.Process(process.pid)
            # Children are the server's memory too.
            mib = sum(one.memory_info().rss for one in (own, *own.children(recursive=True))) / 2**20
            self.samples.append(Sample(now_s, process.pid, mib, own.num_threads(), own.num_fds()))

    def _events(self, since_ms: int) -> None:
        items = self.product.ask("GET", f"/api/events?page_size={_PAGE}&from_ms={since_ms}")["items"]
        now_ms = round(time.time() * 1000)
        for one in items:
            codes = tuple(sorted(code["text"] for code in one["codes"]))
            state = State(now_ms, one["camera_name"], one["start_ms"], one["end_ms"], codes, tuple(one["flags"]))
            states = self.events.setdefault(one["id"], [])
            if not states or (states[-1].end_ms, states[-1].codes, states[-1].flags) != (
                state.end_ms, state.codes, state.flags
            ):  # fmt: skip
                states.append(state)


def slope_per_hour(samples: Sequence[Sample]) -> float:
    """MiB/hour by least squares."""
    middle_s = sum(one.at_s for one in samples) / len(samples)
    middle_mib = sum(one.mib for one in samples) / len(samples)
    spread = sum((one.at_s - middle_s) ** 2 for one in samples)
    if not spread:
        return 0.0
    return 3600 * sum((one.at_s - middle_s) * (one.mib - middle_mib) for one in samples) / spread


def stretches(samples: Sequence[Sample]) -> list[list[Sample]]:
    """Samples of one process each, in order."""
    found: list[list[Sample]] = []
    for one in samples:
        if not found or found[-1][-1].pid != one.pid:
            found.append([])
        found[-1].append(one)
    return found
