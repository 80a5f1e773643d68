"""The server itself: log, libraries, doctor, restart."""

from __future__ import annotations

import platform
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from flask import Response, request

from backend.api.blueprint import blueprint
from backend.api.files import send_archive
from backend.api.permission import needs
from backend.api.replies import answer, printable
from backend.api.schemas.base import Nothing
from backend.api.schemas.server import (
    AboutOut,
    DoctorOut,
    FindingOut,
    LibraryOut,
    LogLineOut,
    LogOut,
    LogQuery,
    RestartOut,
)
from backend.api.services import services
from backend.api.settings_keeper import SettingsKeeper
from backend.config.licences import libraries
from backend.config.log_tail import files, tail
from backend.domain.account import Permission

bp = blueprint("server", __name__)

_BLOCK = 1 << 20
_ZIP = {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}


@bp.get("/about", summary="Version, folders and libraries of this installation", responses={200: AboutOut})
@needs(Permission.ADMIN)
def get_about() -> Response:
    ours = services()
    paths = ours.paths
    return answer(
        AboutOut(
            version=ours.version,
            python=platform.python_version(),
            data_dir=str(paths.data_dir),
            store_path=str(paths.db),
            store_bytes=ours.store.size_bytes(),
            events=ours.site_facts.events_total(),
            clips_dir=str(paths.clips_dir),
            logs_dir=str(paths.logs_dir),
            backups_dir=str(paths.backups_dir),
            started_ms=ours.restart.started_ms,
            libraries=[LibraryOut.model_validate(one) for one in libraries()],
        )
    )


@bp.post("/doctor", summary="Examine this installation; changes nothing", responses={200: DoctorOut})
@needs(Permission.ADMIN)
def run_doctor(body: Nothing) -> Response:
    return answer(DoctorOut(findings=[FindingOut.model_validate(one) for one in services().examine()]))


@bp.get("/logs", summary="The newest lines of the log, by level and text", responses={200: LogOut})
@needs(Permission.ADMIN)
def get_log(query: LogQuery) -> Response:
    found = tail(services().paths.logs_dir, level=query.level, wanted=query.text.strip(), limit=query.limit)
    lines = [LogLineOut.model_validate(line) for line in found.lines]
    return answer(LogOut(lines=lines, complete=found.complete))


@bp.get("/logs/download", summary="The whole log as a ZIP", responses={200: _ZIP})
@needs(Permission.ADMIN)
def download_log() -> Response:
    ours = services()
    return send_archive(_packed(files(ours.paths.logs_dir)), f"epack-logs-{printable(ours.version)}.zip")


@bp.post("/server/restart", summary="Stop and start the server again", responses={202: RestartOut})
@needs(Permission.ADMIN)
def restart_server(body: Nothing) -> Response:
    restart, next_address = services().restart, _next_address(services().settings)
    restart.ask()
    return answer(RestartOut(started_ms=restart.started_ms, next_address=next_address), 202)


def _next_address(settings: SettingsKeeper) -> str | None:
    """The host stays the one that the caller uses; scheme and port are those of the next start."""
    awaiting, wanted = settings.awaiting_restart(), settings.current()
    if not {"tls", "port"} & set(awaiting):
        return None
    here = urlsplit(request.host_url)
    port = wanted.port if "port" in awaiting else here.port
    scheme = ("https" if wanted.tls else "http") if "tls" in awaiting else here.scheme
    name = f"[{here.hostname}]" if ":" in (here.hostname or "") else here.hostname
    return f"{scheme}://{name}{f':{port}' if port else ''}"


def _packed(paths: list[Path]) -> Iterator[bytes]:
    """The files as a ZIP, packed on disk before its first byte is given out."""
    with tempfile.TemporaryFile() as handle:
        with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            for path in paths:
                archive.write(path, path.name)
        handle.seek(0)
        while block := handle.read(_BLOCK):
            yield block
