"""A part on a disk that takes no more."""

from __future__ import annotations

import errno
import resource
from pathlib import Path

import pytest

from backend.runtime.stop import StopSignal
from backend.sources.sync.part_file import PartFile


def test_a_disk_that_takes_no_more_is_told_once_and_not_again_on_closing(tmp_path: Path) -> None:
    """What closing raised took the place of the real trouble: the source then failed for no reason anybody knew."""
    part = PartFile(tmp_path / "1.part")
    part.resume(0, StopSignal())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, hard))
    try:
        part.append(b"x" * 4_000)
        part.append(b"x" * 4_000)
        with pytest.raises(OSError, match="File too large") as caught:
            part.sync()
        part.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.errno == errno.EFBIG
