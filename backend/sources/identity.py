"""Which recording a file is, wherever it lies: its size and a hash over its first and last 64 KiB."""

from __future__ import annotations

import hashlib
import os

from backend.domain.errors import Unreadable
from backend.domain.recording import FileIdentity, RecordingFailure

EDGE_BYTES = 64 * 1024


def identify(path: str) -> FileIdentity:
    """Read at most 128 KiB of `path`. A file of up to 128 KiB is hashed whole.

    Raises Unreadable (not_found, permission, not_a_file, undecodable when the disk fails).
    """
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            digest = hashlib.sha256(file.read(EDGE_BYTES))
            # Never twice the same bytes: the tail begins where the head ended, or later.
            file.seek(max(EDGE_BYTES, size - EDGE_BYTES))
            digest.update(file.read(EDGE_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        raise Unreadable("The file is no longer there.", code=RecordingFailure.NOT_FOUND.value) from None
    except PermissionError:
        raise Unreadable(
            "ePACK may not read this file. Check its permissions.", code=RecordingFailure.PERMISSION.value
        ) from None
    except IsADirectoryError:
        raise Unreadable("This is a folder, not a video file.", code=RecordingFailure.NOT_A_FILE.value) from None
    except OSError:
        raise Unreadable("The disk could not read this file.", code=RecordingFailure.UNDECODABLE.value) from None
    return FileIdentity(size, digest.hexdigest())
