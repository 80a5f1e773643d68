"""What can go wrong while cutting, as sentences that say what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from backend.domain.errors import EpackError


class CutFailed(EpackError):
    """A clip, preview or rendition could not be written. `code`: disk_full, not_writable or cut_failed."""

    code = "cut_failed"
    status = 500


_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.ENOENT, errno.EEXIST}


def write_failure(error: OSError, folder: Path) -> CutFailed:
    """The error a user sees for an OSError while writing into `folder`."""
    if error.errno in _NO_ROOM:
        failure = CutFailed(
            f"The disk is full: there is no room in {folder}. Free some space, then cut again; nothing was left over.",
            code="disk_full",
        )
        failure.status = 507
        return failure
    if error.errno in _NOT_ALLOWED:
        return CutFailed(
            f"ePACK may not write into {folder}. Allow it, or choose another folder for clips in the settings.",
            code="not_writable",
        )
    return CutFailed(f"The clip could not be written into {folder}. Check the disk, then cut again.")
