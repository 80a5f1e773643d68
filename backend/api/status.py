"""Is it alive, and what does it do."""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.callers import caller
from backend.api.permission import needs
from backend.api.program import present_program
from backend.api.replies import answer, printable
from backend.api.schemas.program import (
    ActiveOut,
    CountsOut,
    CpuOut,
    DiskOut,
    HealthOut,
    MemoryOut,
    StatusOut,
)
from backend.api.services import Services, services
from backend.api.sight import sees_recording
from backend.domain.account import Permission
from backend.runtime.machine import machine_facts

bp = blueprint("status", __name__, prefix=None)

_MIB = 1024 * 1024


@bp.get("/health", doc_ui=False)
@bp.get("/api/hand-detection/health", doc_ui=False)
@bp.get("/api/qr-detection/health", doc_ui=False)
@bp.get("/api/health", summary="Is the server alive", responses={200: HealthOut})
@needs(Permission.OPEN)
def get_health() -> Response:
    return answer(health(services()))


@bp.get("/api/status", summary="What the server does right now", responses={200: StatusOut})
@needs(Permission.READ)
def get_status() -> Response:
    ours = services()
    machine = machine_facts(ours.paths.data_dir)
    scheduler, limit = ours.scheduler.status(), caller().cameras
    counts = {status.value: number for status, number in ours.recordings.counts().items()}
    return answer(
        StatusOut(
            version=ours.version,
            program=present_program(ours),
            counts=CountsOut(**counts),
            workers=scheduler.workers,
            active=[
                ActiveOut.model_validate(line).model_copy(update={"path": printable(line.path)})
                for line in scheduler.active
                if sees_recording(ours, limit, line.recording_id)
            ],
            speed=scheduler.speed,
            second_looks_waiting=scheduler.second_looks_waiting,
            cpu=CpuOut(percent=scheduler.load.cpu_percent if scheduler.load else None, cores=machine.cores),
            memory=MemoryOut(
                percent=round(100 * machine.memory_used / machine.memory_total, 1),
                used_bytes=machine.memory_used,
                total_bytes=machine.memory_total,
                own_bytes=machine.own_memory,
            ),
            disk=DiskOut(free_bytes=machine.disk_free, total_bytes=machine.disk_total),
            unhealthy=list(scheduler.unhealthy),
        )
    )


def health(ours: Services) -> HealthOut:
    """Answers while the store can be read. The detectors load their models when first needed, so there is nothing to
    wait for: `model_manager_initialized` is the reference's field and always true."""
    ours.recordings.counts()
    own = machine_facts(ours.paths.data_dir).own_memory
    unhealthy = ours.scheduler.status().unhealthy
    return HealthOut(
        status="degraded" if unhealthy else "ok",
        version=ours.version,
        memory_usage_mb=round(own / _MIB, 1),
        model_manager_initialized=True,
    )
