"""Whether each camera still sees what it should, and since when not."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.base import Nothing
from backend.api.schemas.health import (
    BaselineOut,
    CameraHealthDetail,
    CameraHealthList,
    CameraHealthOut,
    DayHealthOut,
    HealthFindingOut,
    HealthPath,
    MeasuresOut,
    SampleOut,
)
from backend.api.services import services
from backend.domain.account import Permission
from backend.health.findings import Finding
from backend.health.history import history
from backend.health.service import CameraHealth

bp = blueprint("camera health", __name__)


@bp.get("/camera-health", summary="The health of every camera", responses={200: CameraHealthList})
@needs(Permission.READ)
def list_camera_health() -> Response:
    return answer(CameraHealthList(cameras=[CameraHealthOut(**_fields(one)) for one in services().camera_health.all()]))


@bp.get(
    "/camera-health/<int:camera_id>", summary="One camera's health and its trend", responses={200: CameraHealthDetail}
)
@needs(Permission.READ)
def get_camera_health(path: HealthPath) -> Response:
    return answer(_detail(services().camera_health.of(path.camera_id)))


@bp.post(
    "/camera-health/<int:camera_id>/baseline",
    summary="Take the camera as it is now as its new normal",
    responses={200: CameraHealthDetail},
)
@needs(Permission.OPERATE)
def reset_baseline(path: HealthPath, body: Nothing) -> Response:
    return answer(_detail(services().camera_health.reset(path.camera_id)))


@bp.delete(
    "/camera-health/<int:camera_id>/baseline",
    summary="Take the last new normal back",
    responses={200: CameraHealthDetail},
)
@needs(Permission.OPERATE)
def undo_baseline(path: HealthPath, body: Nothing) -> Response:
    return answer(_detail(services().camera_health.undo_reset(path.camera_id)))


def _detail(one: CameraHealth) -> CameraHealthDetail:
    days = [
        DayHealthOut(day=day.day.isoformat(), drift=day.drift, measures=MeasuresOut.model_validate(day.summary))
        for day in one.days
    ]
    return CameraHealthDetail(**_fields(one), days=days)


def _fields(one: CameraHealth) -> dict[str, Any]:
    baseline = one.baseline
    return {
        "camera_id": one.camera_id,
        "camera_name": one.camera_name,
        "timezone": one.timezone,
        "level": one.level,
        "findings": [_finding(one, finding) for finding in one.findings],
        "day": _text(one.day),
        "history_days": [day.day.isoformat() for day in one.days],
        "measures": None if one.now is None else MeasuresOut.model_validate(one.now),
        "sample": None if one.sample is None else SampleOut.model_validate(one.sample),
        "baseline": None
        if baseline is None
        else BaselineOut(
            first_day=baseline.first_day.isoformat(),
            last_day=baseline.last_day.isoformat(),
            measures=MeasuresOut.model_validate(baseline.summary),
            sample=SampleOut.model_validate(baseline.sample),
        ),
        "reset_ms": None if one.reset is None else one.reset.created_ms,
        "without_facts": one.without_facts,
        "outside_hours": one.outside_hours,
    }


def _finding(one: CameraHealth, finding: Finding) -> HealthFindingOut:
    normal = None if one.baseline is None else one.baseline.summary
    values = history(finding.aspect, [day.summary for day in one.days], [day.drift for day in one.days], normal)
    return HealthFindingOut(
        aspect=finding.aspect,
        level=finding.level,
        value=finding.value,
        normal=finding.normal,
        detail=finding.detail,
        days_left=finding.days_left,
        history=list(values),
    )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
