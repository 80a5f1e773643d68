"""OUT.json of `epack analyze`: whole or not at all, and never in the place of a recording."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from backend.domain.errors import InvalidInput


def check_target(target: Path, recordings: Iterable[str]) -> None:
    """Before the work: raises InvalidInput when the result could not be written there, or would replace a recording."""
    # os.path: what may not be looked at counts as not there; the writing tells.
    if not os.path.isdir(target.absolute().parent):
        raise InvalidInput(f"There is no folder {target.absolute().parent} to write the result to.")
    if os.path.isdir(target):
        raise InvalidInput(f"The result cannot be written to {target}: it is a folder.")
    if any(_same(target, path) for path in recordings):
        raise InvalidInput(f"The result cannot be written to {target}: that is one of the recordings.")


def write_result(result: dict[str, Any], target: Path | None) -> None:
    """To `target`, or to standard output. Raises InvalidInput when it cannot be written."""
    # Names of any bytes: what is no valid text is escaped, so that the output is always valid UTF-8.
    text = json.dumps(result, ensure_ascii=True, indent=1) + "\n"
    if target is None:
        sys.stdout.write(text)
        return
    try:
        if target.exists() and not target.is_file():
            # A pipe or a device is written to. Put in its place, a file would end it.
            target.write_text(text, encoding="utf-8")
        else:
            _replace(Path(os.path.realpath(target)), text)
    except OSError as error:
        raise InvalidInput(f"The result cannot be written to {target}: {error.strerror}.") from error


def _replace(target: Path, text: str) -> None:
    # Not target's name and more: that may have 255 bytes already.
    part = target.with_name(f".epack-{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _same(target: Path, recording: str) -> bool:
    try:
        return os.path.samefile(target, recording)
    except (OSError, ValueError):
        return False
