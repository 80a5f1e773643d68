"""The running program: everything of one server, started in order and stopped in order."""

from __future__ import annotations

from dataclasses import dataclass

from backend.api.services import Services
from backend.composition.background import background_work
from backend.composition.housekeeping import Housekeeping
from backend.composition.live import LiveParts
from backend.runtime.stop import StopSignal
from backend.sampling.frame_sampler import FrameSampler
from backend.scheduling.policy import PASSING
from backend.scheduling.recovery import RecoveryStep, recover
from database.repositories.claims import ClaimRepository


@dataclass(slots=True)
class Application:
    """Everything of one server, on one data folder. `stop` ends the threads and lets the folder go."""

    services: Services
    claims: ClaimRepository
    recovery: RecoveryStep
    housekeeping: Housekeeping
    stop_signal: StopSignal
    live: LiveParts
    samplers: tuple[FrameSampler, ...]

    def start(self) -> None:
        """Put right what a crash left, then start the threads; nothing must be served before this returns."""
        ours = self.services
        self.live.recover()
        recover(
            self.claims,
            now_ms=ours.clock.now_ms(),
            max_attempts=ours.settings.current().max_attempts,
            steps=(
                self.recovery,
                RecoveryStep("failed recordings queued again", self._retry_passing),
                RecoveryStep("clips queued again", ours.cutter.recover),
                RecoveryStep("renditions queued again", ours.renditions.recover),
            ),
        )
        for name, target in background_work(ours):
            ours.scheduler.add_worker(name, target)
        ours.scheduler.start()
        ours.programs.resume()
        self.housekeeping.start()

    def _retry_passing(self) -> int:
        ours = self.services
        return ours.recordings.retry_codes(
            PASSING, max_attempts=ours.settings.current().max_attempts, now_ms=ours.clock.now_ms()
        )

    def stop(self) -> bool:
        """Stop within seconds, keeping what is done; True when every thread has ended."""
        self.stop_signal.set()
        self.housekeeping.stop()
        ended = self.services.scheduler.stop()
        self.services.broadcast.close()
        self.services.store.close()
        if ended:
            for sampler in self.samplers:
                sampler.close()
        return ended
