"""The libraries this program stands on, with their licences, as they were installed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Literal, cast

from backend.config.paths import PROJECT_DIR

_NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Library:
    name: str
    version: str
    licence: str
    """SPDX expression or name; empty when the library does not say."""
    part: Literal["server", "dashboard"]


def libraries(project: Path = PROJECT_DIR) -> list[Library]:
    """Those of the server and those of the dashboard, by name."""
    return [*_of_server(project / "requirements.txt"), *_of_dashboard(project / "frontend" / "package-lock.json")]


def _of_server(lock: Path) -> list[Library]:
    names = {found.group(1).lower() for line in _lines(lock) if (found := _NAME.match(line)) and "==" in line}
    installed: list[Library] = []
    for name in sorted(names):
        try:
            about = cast(Message, metadata.metadata(name))
        except metadata.PackageNotFoundError:
            continue  # for another platform
        installed.append(Library(about["Name"] or name, about["Version"] or "", _licence(about), "server"))
    return installed


def _licence(about: Message) -> str:
    stated = str(about.get("License-Expression") or about.get("License") or "")
    first = next((line.strip() for line in stated.splitlines() if line.strip()), "")
    if first and first.upper() != "UNKNOWN" and len(first) <= _LONGEST:
        return first
    classified = [one for one in about.get_all("Classifier") or [] if one.startswith("License ::")]
    return ", ".join(one.rpartition(":: ")[2] for one in classified)


def _of_dashboard(lock: Path) -> list[Library]:
    try:
        packages = json.loads(lock.read_text("utf-8")).get("packages", {})
    except (OSError, ValueError):
        return []
    found = {}
    for path, package in packages.items():
        if not path or package.get("dev") or package.get("optional") or package.get("devOptional"):
            continue
        name = path.rpartition("node_modules/")[2]
        found[name] = Library(name, package.get("version", ""), str(package.get("license", "")), "dashboard")
    return [found[name] for name in sorted(found)]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except OSError:
        return []
