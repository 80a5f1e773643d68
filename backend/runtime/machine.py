"""What this machine and this process use right now."""

from __future__ import annotations

import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """Sizes in bytes. Disk: the one that holds the folder asked about."""

    cores: int
    memory_total: int
    memory_used: int
    own_memory: int
    disk_total: int
    disk_free: int


def machine_facts(folder: Path) -> MachineFacts:
    """Raises OSError when `folder` is not there."""
    memory = psutil.virtual_memory()
    disk = shutil.disk_usage(folder)
    own = psutil.Process().memory_info().rss
    return MachineFacts(
        psutil.cpu_count() or 1, memory.total, memory.total - memory.available, own, disk.total, disk.free
    )


def local_addresses() -> list[str]:
    """IPv4 addresses of this machine's networks that are up, without its loopback."""
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        one.address
        for name, addresses in psutil.net_if_addrs().items()
        if name in up
        for one in addresses
        if one.family == socket.AF_INET and not one.address.startswith("127.")
    ]
    return list(dict.fromkeys(found))
