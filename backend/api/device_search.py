"""Searches for devices in the network: who is there, what it is called, whether it is a source already."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.permission import needs
from backend.api.replies import answer
from backend.api.schemas.base import Nothing
from backend.api.schemas.device_search import DiscoverIn, DiscoverOut, DiscoverPath, FoundDeviceOut
from backend.api.services import services
from backend.domain.account import Permission
from backend.sources.device_search import SearchView

bp = blueprint("device search", __name__)


@bp.post("/sources/discover", summary="Look for devices in the network", responses={202: DiscoverOut})
@needs(Permission.OPERATE, whole_site=True)
def discover(body: DiscoverIn) -> Response:
    return answer(_out(services().device_searches.start(body.address, body.seconds)), 202)


@bp.get("/sources/discover/<job_id>", summary="How far a search is, and what it found", responses={200: DiscoverOut})
@needs(Permission.OPERATE, whole_site=True)
def discovered(path: DiscoverPath) -> Response:
    return answer(_out(services().device_searches.get(path.job_id)))


@bp.post("/sources/discover/<job_id>/cancel", summary="Stop a search", responses={200: DiscoverOut})
@needs(Permission.OPERATE, whole_site=True)
def cancel_discovery(path: DiscoverPath, body: Nothing) -> Response:
    return answer(_out(services().device_searches.cancel(path.job_id)))


def _out(view: SearchView) -> DiscoverOut:
    hosts: dict[str, list[int]] = {}
    for source in services().sources.all():
        address = source.config.get("address")
        if isinstance(address, str):
            hosts.setdefault(urlsplit(address).hostname or "", []).append(source.id)
    devices = [FoundDeviceOut.model_validate(one) for one in view.devices]
    for one in devices:
        one.source_ids = hosts.get(one.host, [])
    job = view.job
    return DiscoverOut(
        id=job.id,
        status=job.status,
        done=job.status.over,
        progress=round(job.progress, 3),
        reason=job.reason,
        reason_code=job.reason_code,
        devices=devices,
    )
