"""What the program stands on: Python, packages, native libraries, fonts, the clock."""

from __future__ import annotations

import ctypes.util
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from zoneinfo import ZoneInfo

import numpy as np

from backend.clips.burn_in import font_file
from backend.commands.checks.finding import Finding, fail, ok, warn
from backend.config.paths import PROJECT_DIR
from backend.detection.hands import HandFinder

_REINSTALL = "Run ./scripts/start: it installs what is missing."
_OPENCV = ("opencv-python", "opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)(.*)$")


def check_python() -> Iterator[Finding]:
    shown = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info[:2] < (3, 13):
        yield ok("Python", shown, "version", version=shown)
    else:
        yield fail(
            "Python",
            f"{shown} is not supported",
            "Install Python 3.11 or 3.12 and run ./scripts/start.",
            "python_unsupported",
            version=shown,
        )


def check_packages() -> Iterator[Finding]:
    """The direct needs in requirements.in, in the versions of the lock."""
    pinned = _pins()
    missing, other = [], []
    for name in _wanted():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
            continue
        if name in pinned and installed != pinned[name]:
            other.append(f"{name} {installed} instead of {pinned[name]}")
    if missing:
        yield fail(
            "Packages", f"missing: {', '.join(missing)}", _REINSTALL, "packages_missing", names=", ".join(missing)
        )
    if other:
        yield warn("Packages", "; ".join(other), _REINSTALL, "packages_other", names="; ".join(other))
    if not missing and not other:
        yield ok("Packages", "as in requirements.txt", "packages_ok")


def check_opencv() -> Iterator[Finding]:
    there = []
    for name in _OPENCV:
        try:
            there.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    if len(there) == 1:
        yield ok("OpenCV", there[0], "version", version=there[0])
    elif there:
        yield fail(
            "OpenCV",
            f"several are installed: {', '.join(there)}",
            f"They overwrite each other. {_REINSTALL}",
            "opencv_twice",
            names=", ".join(there),
        )
    else:
        yield fail("OpenCV", "is not installed", _REINSTALL, "packages_missing", names="OpenCV")


def check_zbar() -> Iterator[Finding]:
    if ctypes.util.find_library("zbar"):
        yield ok("libzbar", "found", "found")
    else:
        yield warn(
            "libzbar",
            "not found: a few damaged codes will not be read",
            "Install it: sudo apt-get install libzbar0",
            "zbar_missing",
        )


def check_hands() -> Iterator[Finding]:
    began = time.monotonic()
    try:
        with HandFinder() as finder:
            finder.find(np.zeros((64, 64, 3), np.uint8))
    except Exception as error:
        yield fail(
            "Hand model",
            f"does not load ({type(error).__name__})",
            _REINSTALL,
            "hands_missing",
            reason=type(error).__name__,
        )
        return
    yield ok("Hand model", f"loads in {time.monotonic() - began:.1f} s", "found")


def check_fonts() -> Iterator[Finding]:
    found = font_file()
    if found is not None:
        yield ok("Font", found, "version", version=found)
    else:
        yield warn(
            "Font",
            "none with Vietnamese letters: burned-in captions will lack them",
            "Install one: sudo apt-get install fonts-dejavu-core",
            "font_missing",
        )


def check_clock(timezone: str) -> Iterator[Finding]:
    now = datetime.now(UTC)
    built = datetime.fromtimestamp((PROJECT_DIR / "VERSION").stat().st_mtime, UTC)
    if now < built or now.year > built.year + 20:
        yield fail(
            "Clock",
            f"says {now:%Y-%m-%d %H:%M} UTC",
            "Set the clock of this machine.",
            "clock_wrong",
            now=f"{now:%Y-%m-%d %H:%M} UTC",
        )
    else:
        yield ok(
            "Clock",
            f"{now.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M:%S %z} ({timezone})",
            "version",
            version=f"{now.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M:%S} ({timezone})",
        )


def _wanted() -> list[str]:
    lines = (PROJECT_DIR / "requirements.in").read_text("utf-8").splitlines()
    names = (re.match(r"^[A-Za-z0-9._-]+", line) for line in lines)
    return [found.group(0) for found in names if found]


def _pins() -> dict[str, str]:
    """Name to version in the lock; packages that are pinned more than once (per platform) are left out."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for line in (PROJECT_DIR / "requirements.txt").read_text("utf-8").splitlines():
        match = _PIN.match(line)
        if match:
            name = match.group(1)
            if name in found:
                twice.add(name)
            found[name] = match.group(2)
    return {name: version for name, version in found.items() if name not in twice}
