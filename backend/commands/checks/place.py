"""Where the program keeps its things: folders, disk, store, and the port it listens on."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from backend.commands.checks.finding import Finding, fail, ok, warn
from backend.commands.installation import Installation, listening_ports
from backend.config.paths import Paths
from backend.config.settings import Settings
from backend.domain.errors import StoreError
from database.checkup import examine

_LOW_BYTES, _TIGHT_BYTES = 1_000_000_000, 10_000_000_000


def check_folders(paths: Paths) -> Iterator[Finding]:
    """Everything the server writes to, and the input folder it reads."""
    for subject, folder, wanted in (
        ("Data folder", paths.data_dir, os.W_OK),
        ("Clips folder", paths.clips_dir, os.W_OK),
        ("Downloads folder", paths.downloads_dir, os.W_OK),
        ("Input folder", paths.input_dir, os.R_OK | os.X_OK),
    ):
        if not folder.exists():
            yield warn(
                subject,
                f"{folder} is not there yet",
                "The first start of the server makes it.",
                "folder_later",
                path=str(folder),
            )
        elif not folder.is_dir():
            yield fail(
                subject,
                f"{folder} is not a folder",
                "Move that file away, or choose another folder.",
                "folder_is_file",
                path=str(folder),
            )
        elif wanted == os.W_OK and not _writable(folder):
            yield fail(
                subject,
                f"{folder} cannot be written to",
                "Allow it (chown, chmod), or choose another folder.",
                "folder_read_only",
                path=str(folder),
            )
        elif not os.access(folder, wanted):
            yield fail(
                subject,
                f"{folder} cannot be read",
                "Allow it (chown, chmod), or choose another folder.",
                "folder_unreadable",
                path=str(folder),
            )
        else:
            yield ok(subject, str(folder), "folder_ok", path=str(folder))


def check_space(paths: Paths) -> Iterator[Finding]:
    told: set[int] = set()
    for folder in (paths.data_dir, paths.clips_dir):
        place = next((one for one in (folder, *folder.parents) if one.exists()), folder)
        disk = place.stat().st_dev
        if disk in told:
            continue
        told.add(disk)
        free = shutil.disk_usage(place).free
        shown = f"{free / 1e9:.1f} GB free for {folder}"
        sizes = {"free_bytes": free, "path": str(folder)}
        if free < _LOW_BYTES:
            yield fail("Disk", shown, "Free some space: clips and the store cannot grow.", "disk_full", **sizes)
        elif free < _TIGHT_BYTES:
            yield warn(
                "Disk",
                shown,
                "Free some space soon, or set a retention for clips in the settings.",
                "disk_tight",
                **sizes,
            )
        else:
            yield ok("Disk", shown, "disk_ok", **sizes)


def check_store(here: Installation) -> Iterator[Finding]:
    if not here.db.exists():
        yield warn(
            "Store",
            f"there is none at {here.db} yet",
            "The first start of the server makes it.",
            "folder_later",
            path=str(here.db),
        )
        return
    try:
        found = examine(here.db)
    except StoreError as error:
        yield fail("Store", error.message, "", "store_unusable", path=str(here.db), reason=error.message)
        return
    if found.problems:
        yield fail(
            "Store",
            f"{here.db} is damaged: {'; '.join(found.problems[:3])}",
            f"Stop the server, then epack restore with a backup, or one from {Paths(here.data_dir).backups_dir}.",
            "store_damaged",
            path=str(here.db),
            reason="; ".join(found.problems[:3]),
        )
    elif not found.is_latest:
        yield warn(
            "Store",
            f"schema {found.revision or 'none'} is of an older ePACK",
            "The next start updates it.",
            "store_older",
        )
    else:
        size = here.db.stat().st_size
        yield ok(
            "Store",
            f"whole, schema {found.revision}, {size / 1e6:.1f} MB ({here.db})",
            "store_ok",
            size_bytes=size,
            path=str(here.db),
        )


def check_server(here: Installation, settings: Settings) -> Iterator[Finding]:
    """Our own server, or whether its port is free for it."""
    pid, port = here.server(), settings.port
    ports = listening_ports(pid) if pid else []
    if pid is not None:
        where = f", on port {', '.join(map(str, ports))}" if ports else ""
        yield ok("Server", f"runs as process {pid or 'unknown'}{where}", "server_runs", port=", ".join(map(str, ports)))
        return
    if _is_free(settings.host, port):
        yield ok("Server", f"does not run; port {port} is free", "server_down", port=str(port))
        return
    holder = _who_listens(port)
    yield fail(
        "Port",
        f"{port} on {settings.host} is used by {holder or 'another program'}",
        "End that program, or choose another port (setting port, or epack serve --port).",
        "port_taken",
        port=str(port),
        holder=holder or "?",
    )


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
            probe.flush()
    except OSError as error:
        # A full disk is told by its own check.
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return True


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server does: a port that a former server left in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _who_listens(port: int) -> str:
    try:
        for one in psutil.net_connections(kind="tcp"):
            if one.status == psutil.CONN_LISTEN and one.pid and tuple(one.laddr)[-1:] == (port,):
                return f"process {one.pid} ({psutil.Process(one.pid).name()})"
    except (psutil.Error, OSError):
        pass  # Not everybody may look at other people's processes.
    return ""
