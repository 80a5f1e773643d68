"""Whether there is room on the disk for what is to be fetched."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable

from backend.domain.source import SourceTrouble, Trouble

GB = 1_000_000_000


class Space:
    def __init__(self, keep_free_bytes: Callable[[], int]) -> None:
        self._keep_free_bytes = keep_free_bytes

    def check(self, folder: str, needed_bytes: int = 0) -> None:
        """Raises SourceTrouble DISK_FULL when less than the kept room would be left, DISK when nobody can tell."""
        try:
            free = shutil.disk_usage(folder).free
        except OSError as error:
            raise disk_trouble(error, folder) from error
        keep = self._keep_free_bytes()
        if free - needed_bytes < keep:
            raise SourceTrouble(
                Trouble.DISK_FULL,
                f"The disk has {free / GB:.1f} GB left, and {keep / GB:.1f} GB are to stay free. Make room, or lower "
                "the space to keep free in Settings, under Sources. Fetching goes on by itself then.",
                details={"free_bytes": free, "keep_free_bytes": keep, "needed_bytes": needed_bytes},
            )


def disk_trouble(error: OSError, path: str) -> SourceTrouble:
    """What a failure of this machine's disk means for a source."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SourceTrouble(
            Trouble.DISK_FULL, "The disk is full. Make room; fetching goes on by itself then.", details={"path": path}
        )
    why = os.strerror(error.errno) if error.errno else "disk error"
    return SourceTrouble(Trouble.DISK, f"{path} cannot be written: {why}.", details={"path": path})
