"""The folders recordings may lie in. Every path that a request or a setting names passes here before it is opened."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from backend.domain.errors import Forbidden, InvalidInput, NotFound


def check_path(path: str | os.PathLike[str], roots: Iterable[str | os.PathLike[str]]) -> Path:
    """The real path of an existing file or folder that lies in (or is) one of `roots`, symbolic links resolved.

    Raises Forbidden for anything outside, existing or not, so that answers tell nothing about other folders; NotFound
    when it lies inside and does not exist; InvalidInput when it cannot be a path at all.
    """
    text = os.fspath(path)
    if not text.strip() or "\0" in text:
        raise InvalidInput("Give the path of a file or a folder.", code="path_missing")
    if not os.path.isabs(text):
        raise InvalidInput(
            "Give the whole path, from the root of the disk on.", code="path_not_absolute", details={"path": text}
        )
    try:
        real = os.path.realpath(text)
    except OSError:
        raise Forbidden("This path cannot be followed to its end.", details={"path": text}) from None
    if not is_inside(real, [os.path.realpath(root) for root in roots]):
        raise Forbidden(
            "This path lies outside the folders ePACK may read. Add its folder to the allowed folders in Settings.",
            details={"path": text},
        )
    try:
        exists = os.path.exists(real)
    except OSError:
        exists = False
    if not exists:
        raise NotFound("There is no such file or folder.", code="path_not_found", details={"path": text})
    return Path(real)


def is_inside(real: str, real_roots: Iterable[str]) -> bool:
    """True when the real path is one of the real roots or lies below one."""
    return any(real == root or real.startswith(root.rstrip(os.sep) + os.sep) for root in real_roots)
