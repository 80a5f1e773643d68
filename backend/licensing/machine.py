"""What this machine is known by: several marks, each hashed, none of which alone decides.

Marks that change by themselves (addresses of virtual network cards, names, disks plugged in) are left out. Nothing of
them can be turned back into a serial number: they are hashed with the product's name.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil

_EMPTY = {
    "",
    "none",
    "default string",
    "to be filled by o.e.m.",
    "not specified",
    "0",
    "unknown",
    "system serial number",
}
_VIRTUAL = ("lo", "veth", "docker", "br-", "virbr", "tun", "tap", "wg", "zt", "utun", "awdl", "llw", "bridge", "dummy")


def machine_marks() -> tuple[str, ...]:
    """`kind:hash` for every mark that can be read here, sorted: `machine`, `board`, `disk`, `network`, `processor`."""
    return tuple(sorted({f"{kind}:{_hash(kind, value)}" for kind, value in _values()}))


def request_code(marks: tuple[str, ...]) -> str:
    """What a person sends to the vendor to get a licence made out for this machine."""
    return ".".join(marks)


def read_request_code(text: str) -> tuple[str, ...]:
    """Raises ValueError for anything that `request_code` does not write."""
    marks = tuple(sorted(part for part in text.strip().split(".") if part))
    if not marks or len(marks) > 40 or not all(_is_mark(mark) for mark in marks):
        raise ValueError("not a request code")
    return marks


def _is_mark(mark: str) -> bool:
    kind, _, value = mark.partition(":")
    return kind.isalpha() and kind.islower() and len(value) == 16 and all(sign in "0123456789abcdef" for sign in value)


def _hash(kind: str, value: str) -> str:
    return hashlib.sha256(f"epack {kind} {value}".encode()).hexdigest()[:16]


def _values() -> Iterator[tuple[str, str]]:
    for kind, paths in (
        ("machine", ("/etc/machine-id", "/var/lib/dbus/machine-id")),
        ("board", ("/sys/class/dmi/id/product_uuid", "/sys/class/dmi/id/board_serial")),
    ):
        value = next((text for path in paths if (text := _text(Path(path)))), None)
        if value is not None:
            yield kind, value
    if sys.platform != "linux":
        yield "machine", f"{platform.system()} {uuid.getnode():012x}"
    for name, addresses in psutil.net_if_addrs().items():
        for one in addresses:
            if one.family == psutil.AF_LINK and not name.startswith(_VIRTUAL) and _is_factory_made(one.address):
                yield "network", one.address.lower().replace("-", ":")
    disk = _root_disk()
    if disk is not None:
        yield "disk", disk
    yield "processor", f"{platform.machine()} {_processor()}"


def _is_factory_made(address: str) -> bool:
    """The second-lowest bit of the first byte marks addresses that software made up (IEEE 802)."""
    try:
        return not int(address[:2], 16) & 2 and address.strip("0:-") != ""
    except ValueError:
        return False


def _root_disk() -> str | None:
    """The identity of the file system that holds the program's root."""
    try:
        number = os.stat("/").st_dev
        for link in Path("/dev/disk/by-uuid").iterdir():
            if link.stat().st_rdev == number:
                return link.name
    except OSError:
        return None
    return None


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as lines:
            return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    except OSError:
        return platform.processor()


def _text(path: Path) -> str | None:
    try:
        text = path.read_text("utf-8", "replace").strip()
    except OSError:
        return None
    return None if text.lower() in _EMPTY else text
