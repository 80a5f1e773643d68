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
from backend.scheduling.claim_gate import ClaimGate, ClaimRule, Permit
from backend.scheduling.policy import Backoff, look_again_after_s
from backend.scheduling.ports import Claimed, PutOff
from backend.scheduling.retries import RetryLater
from backend.scheduling.work import Work

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

    works: tuple[Work, ...]
    """What is taken first comes first."""
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
        taken = self._take(owner, rule, permit)
        if taken is None:
            return False
        job = tools.jobs.begin(*taken, owner, self.name, stop)
        if not tools.gate.rule.open:
            # The program was stopped between our look at the gate and the claim.
            tools.jobs.interrupt(job, StopReason.STOPPED)
        try:
            with log_context(recording_id=job.claimed.recording.id):
                self._work_on(job)
        finally:
            tools.jobs.end(job)
            tools.on_settled()
        return True

    def _take(self, owner: str, rule: ClaimRule, permit: Permit) -> tuple[Work, Claimed] | None:
        tools = self._tools
        for work in tools.works:
            if work.second_look and not (tools.settings().second_look and rule.run_id is None):
                continue
            claimed = work.claims.claim(
                owner,
                tools.clock.now_ms(),
                newest_first=True,
                run_id=rule.run_id,
                barred_cameras=permit.barred_cameras,
            )
            if claimed is not None:
                return work, claimed
        return None

    def _work_on(self, job: Job) -> None:
        tools = self._tools
        try:
            tools.jobs.report(job, 0.0)
            observations = job.work.analyse(job.claimed, job.stop, lambda fraction: tools.jobs.report(job, fraction))
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
        claims, clock, recording_id = job.work.claims, self._tools.clock, job.claimed.recording.id

        def finish() -> bool:
            try:
                claims.finish(recording_id, job.owner, observations, clock.now_ms())
            except Conflict:
                return False
            return True

        if self._store(job, finish):
            if not job.work.second_look:
                self._tools.retries.forget(recording_id)
            self._publish(job, RecordingStatus.DONE)

    def _cancelled(self, job: Job) -> None:
        if job.stop_reason is StopReason.TIMEOUT:
            limit_s = self._tools.settings().recording_timeout_s
            self._fail(job, RecordingFailure.TIMEOUT, TIMEOUT_REASON.format(limit=limit_s))
        elif job.stop_reason is not StopReason.LOST:
            claims, clock = job.work.claims, self._tools.clock
            if self._store(job, lambda: claims.release(job.claimed.recording.id, job.owner, clock.now_ms())):
                self._publish(job, RecordingStatus.PENDING)

    def _fail(self, job: Job, code: str, reason: str) -> None:
        tools, claims, recording_id = self._tools, job.work.claims, job.claimed.recording.id
        code = str(code)
        if job.work.put_off is not None:
            self._fail_second_look(job, job.work.put_off, code, reason)
        elif self._store(job, lambda: claims.fail(recording_id, job.owner, code, reason, tools.clock.now_ms())):
            tools.retries.failed(recording_id, code, tools.settings().max_attempts)
            self._publish(job, RecordingStatus.FAILED, code, reason)

    def _fail_second_look(self, job: Job, put_off: PutOff, code: str, reason: str) -> None:
        """The recording stays analysed as it is; only those who read the log hear of it."""
        claims, recording, now_ms = job.work.claims, job.claimed.recording, self._tools.clock.now_ms()
        log.warning("the second look at %s was not possible: %s", recording.path, reason)
        after_s = look_again_after_s(code, job.claimed.attempts)
        if after_s is None:
            self._store(job, lambda: claims.fail(recording.id, job.owner, code, reason, now_ms))
        else:
            until_ms = now_ms + round(after_s * 1000)
            self._store(job, lambda: put_off(recording.id, job.owner, code, reason, now_ms, until_ms))
        self._publish(job, RecordingStatus.DONE)

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
        if job.work.second_look:
            status = RecordingStatus.DONE
        body = messages.recording_changed(job.claimed.recording, status, reason_code, reason)
        self._tools.broadcast.publish(messages.RECORDING, body)
