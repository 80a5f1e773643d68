"""Which files are still being written, judged without touching them again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from backend.sources.walk import SeenFile


@dataclass(slots=True)
class Settling:
    """A file is settled when its last write is `settle_s` old, or when size and time stayed the same for that long.

    The second way is for a recorder or network share whose clock is ahead: its files always look just written.
    Waiting is measured on the monotonic clock, so that a wall clock set back does not stop it.
    """

    _first_seen: dict[str, tuple[SeenFile, float]] = field(default_factory=dict)

    def is_settled(self, file: SeenFile, now_ms: int, monotonic: float, settle_s: float) -> bool:
        age_ms = now_ms - file.mtime_ns // 1_000_000
        before = self._first_seen.get(file.path)
        if before is not None and before[0] != file:
            self._first_seen[file.path] = (file, monotonic)
            return False  # it changed since the last look, whatever its time says
        if age_ms >= settle_s * 1000 or (before is not None and monotonic - before[1] >= settle_s):
            self._first_seen.pop(file.path, None)
            return True
        self._first_seen.setdefault(file.path, (file, monotonic))
        return False

    def restart(self, path: str) -> None:
        self._first_seen.pop(path, None)

    def forget_unseen(
        self, folder: str, seen: Collection[str], belongs: Callable[[str], bool] = lambda _: True
    ) -> None:
        """Drop what is remembered of files below `folder` that are gone; `belongs`: which of them were looked for."""
        below = folder.rstrip("/") + "/"
        for path in [p for p in self._first_seen if p.startswith(below) and p not in seen and belongs(p)]:
            del self._first_seen[path]
