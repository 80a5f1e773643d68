"""The loop of one sampler thread: claim a recording, analyse it, store what was seen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from backend.config.logs import log_context
from backend.config.settings import Settings
from backend.domain.errors import Cancelled, Conflict, EpackError, StoreError, Unreadable
from backend.domain.observation import Observations
from backend.domain.recording import RecordingFailure, RecordingStatus
from backend.runtime.bell import Bell
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.scheduling import messages
from backend.scheduling.active_jobs import ActiveJobs, Job, StopReason
from backend.scheduling.claim_gate import ClaimGate
from backend.scheduling.policy import Backoff
from backend.scheduling.ports import Analyse, Claims
from backend.scheduling.retries import RetryLater

log = logging.getLogger(__name__)

IDLE_S = 5.0
"""Longest sleep without work. The bell wakes earlier; this is for what was queued without ringing it."""
STORE_TRIES = 8
"""An analysis took minutes: a disk that is full for two minutes must not throw it away."""
STORE_PAUSE = Backoff(first_s=1.0, longest_s=30.0)
ERROR_PAUSE = Backoff(first_s=1.0, longest_s=60.0)

INTERNAL_REASON = "The analysis broke off because of an error in ePACK. The server's log says more; retry it later."
TIMEOUT_REASON = (
    "The analysis took longer than {limit:g} s and was stopped. "
    "Raise recording_timeout_s in the settings, or cut the file into shorter ones."
)


@dataclass(frozen=True, slots=True)
class SamplerTools:
    """What all sampler workers share."""

    claims: Claims
    analyse: Analyse
    jobs: ActiveJobs
    gate: ClaimGate
    bell: Bell
    retries: RetryLater
    broadcast: Broadcast
    clock: Clock
    settings: Callable[[], Settings]
    on_settled: Callable[[], None]
    """Called after a recording is done or failed: there may be events to derive, a run may be over."""


class SamplerWorker:
    def __init__(self, name: str, tools: SamplerTools) -> None:
        self.name = name
        self._tools = tools
        self._retired = False

    def retire(self) -> None:
        """End after the recording in hand."""
        self._retired = True
        self._tools.bell.ring()

    def run(self, stop: StopSignal) -> None:
        """Work until stopped or retired: the target of a thread."""
        errors = 0
        while not stop.is_set() and not self._retired:
            seen = self._tools.bell.rings
            try:
                worked = self._one(stop)
            except Exception:
                # Only the store can fail here; whatever it was, the next round starts clean after a pause.
                errors += 1
                log.exception("sampler worker %s could not go on, error %d in a row", self.name, errors)
                stop.wait(ERROR_PAUSE.pause_s(errors))
                continue
            errors = 0
            if not worked:
                self._tools.bell.wait(seen, IDLE_S, stop)

    def _one(self, stop: StopSignal) -> bool:
        """Take one recording and settle it; False when there is nothing to take."""
        tools = self._tools
        rule, permit = tools.gate.rule, tools.gate.permit()
        if not rule.open or not permit.analyse:
            return False
        owner = tools.jobs.next_owner(self.name)
        claimed = tools.claims.claim(
            owner,
            tools.clock.now_ms(),
            newest_first=True,
            run_id=rule.run_id,
            barred_cameras=permit.barred_cameras,
        )
        if claimed is None:
            return False
        job = tools.jobs.begin(claimed, owner, self.name, stop)
        if not tools.gate.rule.open:
            # The program was stopped between our look at the gate and the claim.
            tools.jobs.interrupt(job, StopReason.STOPPED)
        try:
            with log_context(recording_id=claimed.recording.id):
                self._work_on(job)
        finally:
            tools.jobs.end(job)
            tools.on_settled()
        return True

    def _work_on(self, job: Job) -> None:
        tools = self._tools
        try:
            tools.jobs.report(job, 0.0)
            observations = tools.analyse(job.claimed, job.stop, lambda fraction: tools.jobs.report(job, fraction))
            job.analysed = True
        except Cancelled:
            self._cancelled(job)
        except Unreadable as unreadable:
            self._fail(job, unreadable.code, unreadable.message)
        except EpackError as error:
            log.warning("recording %s: %s", job.claimed.recording.path, error.message)
            self._fail(job, RecordingFailure.INTERNAL, error.message)
        except BaseException as error:
            log.exception("the analysis of %s broke off", job.claimed.recording.path)
            self._fail(job, RecordingFailure.INTERNAL, INTERNAL_REASON)
            if not isinstance(error, Exception | MemoryError):
                raise
        else:
            self._finish(job, observations)

    def _finish(self, job: Job, observations: Observations) -> None:
        claims, clock, recording_id = self._tools.claims, self._tools.clock, job.claimed.recording.id

        def finish() -> bool:
            try:
                claims.finish(recording_id, job.owner, observations, clock.now_ms())
            except Conflict:
                return False
            return True

        if self._store(job, finish):
            self._tools.retries.forget(recording_id)
            self._publish(job, RecordingStatus.DONE)

    def _cancelled(self, job: Job) -> None:
        if job.stop_reason is StopReason.TIMEOUT:
            limit_s = self._tools.settings().recording_timeout_s
            self._fail(job, RecordingFailure.TIMEOUT, TIMEOUT_REASON.format(limit=limit_s))
        elif job.stop_reason is not StopReason.LOST:
            claims, clock = self._tools.claims, self._tools.clock
            if self._store(job, lambda: claims.release(job.claimed.recording.id, job.owner, clock.now_ms())):
                self._publish(job, RecordingStatus.PENDING)

    def _fail(self, job: Job, code: str, reason: str) -> None:
        tools, recording_id = self._tools, job.claimed.recording.id
        code = str(code)
        if self._store(job, lambda: tools.claims.fail(recording_id, job.owner, code, reason, tools.clock.now_ms())):
            tools.retries.failed(recording_id, code, tools.settings().max_attempts)
            self._publish(job, RecordingStatus.FAILED, code, reason)

    def _store(self, job: Job, write: Callable[[], bool]) -> bool:
        """Write, again and again while the store cannot; False when the claim was not ours any more.

        Raises StoreError when it stays impossible; the claim then goes stale and is given back.
        """
        for attempt in range(1, STORE_TRIES + 1):
            try:
                kept = write()
            except StoreError as error:
                if attempt == STORE_TRIES or job.stop.wait(STORE_PAUSE.pause_s(attempt)):
                    raise
                log.warning("what was seen in %s cannot be stored yet: %s", job.claimed.recording.path, error.message)
            else:
                if not kept:
                    log.warning("the claim on %s was lost; its result is dropped", job.claimed.recording.path)
                return kept
        raise AssertionError("unreachable")

    def _publish(
        self, job: Job, status: RecordingStatus, reason_code: str | None = None, reason: str | None = None
    ) -> None:
        body = messages.recording_changed(job.claimed.recording, status, reason_code, reason)
        self._tools.broadcast.publish(messages.RECORDING, body)
