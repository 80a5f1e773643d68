"""Ctrl-C while recordings are analysed."""

from __future__ import annotations

import os
import signal

import pytest

from backend.analysis import analyse_files
from backend.commands.interrupt import Interrupted, interruptible
from backend.commands.profile import camera_from
from backend.domain.errors import Cancelled
from backend.runtime.stop import StopSignal
from tests.support.footage import two_orders_clip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_analysis_ends_where_it_is_and_the_signals_mean_what_they_did(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    shot = two_orders_clip()
    shares: list[float] = []

    def tell(_: str, share: float) -> None:
        if not shares:
            os.kill(os.getpid(), number)
        shares.append(share)

    with pytest.raises(Interrupted) as ended, interruptible() as stop:
        analyse_files([str(shot.path)], camera_from(shot.truth.profile, "c"), workers=2, stop=stop, progress=tell)
    assert ended.value.status == 128 + number
    assert shares[-1] < 1.0
    assert signal.getsignal(number) is before


def test_work_that_somebody_else_cancelled_was_not_interrupted() -> None:
    stopped = StopSignal()
    stopped.set()
    with pytest.raises(Cancelled), interruptible():
        stopped.check()
