"""What really happened outside of the server: told by outside.py, written down here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from spans import Span


@dataclass(frozen=True)
class Order:
    """One packing as it was shown. UTC epoch ms."""

    camera: str
    start_ms: int
    end_ms: int
    code: str


@dataclass(frozen=True)
class DriveFile:
    id: str
    title: str
    folder: str
    md5: str


@dataclass
class Truth:
    ready: dict[str, Any]
    faults: list[dict[str, Any]] = field(default_factory=list)
    away_ms: list[int] = field(default_factory=list)
    """When the camera's server ended: clips broke off."""
    loops: list[tuple[str, int]] = field(default_factory=list)
    files: list[DriveFile] = field(default_factory=list)
    calm: bool = False
    """Nothing goes wrong any more."""

    def note(self, line: dict[str, Any]) -> None:
        kind = line.pop("kind")
        if kind == "fault":
            self.faults.append(line)
        elif kind == "away":
            self.away_ms.append(line["at_ms"])
        elif kind == "loop":
            self.loops.append((line["camera"], line["at_ms"]))
        elif kind == "calm":
            self.calm = True
        elif kind == "file":
            self.files.append(DriveFile(line["id"], line["title"], line["folder"], line["md5"]))

    @property
    def cameras(self) -> list[str]:
        return list(self.ready["urls"])

    def faults_of(self, camera: str) -> list[Span]:
        return [(one["at_ms"], one["to_ms"]) for one in self.faults if camera in one["cameras"]]

    def orders(self, until_ms: int) -> list[Order]:
        """Those that were shown to their end, before `until_ms`."""
        return [
            Order(camera, at_ms + start_ms, at_ms + end_ms, code)
            for camera, at_ms in self.loops
            for start_ms, end_ms, code in self.ready["orders"]
            if at_ms + end_ms <= until_ms and not any(at_ms < away_ms < at_ms + end_ms for away_ms in self.away_ms)
        ]
