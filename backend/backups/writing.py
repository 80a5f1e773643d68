"""Writes a backup: a consistent copy of the store, also while it is in use, with the settings and checksums."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.backups.backup_set import MANIFEST_NAME, SETTINGS_NAME, STORE_NAME, Manifest, described
from backend.domain.errors import Conflict, EpackError, InvalidInput
from database.checkup import examine
from database.engine import Store, open_read_only
from database.swap import copy_live

PART_PREFIX = ".epack-backup-"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a backup is made of. `settings` reads those that differ from their default out of the copy."""

    db: Path
    program: str
    now_ms: int
    settings: Callable[[Store], Mapping[str, object]]


def write_backup(origin: Origin, target: Path) -> Manifest:
    """Write to `target`: a ZIP when it ends so, else a folder, which may exist when it is empty.

    Never overwrites. Raises Conflict for a target that exists, InvalidInput, StoreError, EpackError (disk).
    """
    as_zip = target.suffix.lower() == ".zip"
    if os.path.lexists(target) and (as_zip or not target.is_dir() or any(target.iterdir())):
        raise _exists(target)
    if not target.parent.is_dir():
        raise InvalidInput(f"There is no folder {target.parent} to write the backup to.", code="no_folder")
    try:
        return _write(origin, target, as_zip)
    except OSError as error:
        raise EpackError(
            f"The backup cannot be written to {target}: {error.strerror or 'disk error'}.",
            code="not_writable",
            details={"path": str(target.parent)},
        ) from error


def _write(origin: Origin, target: Path, as_zip: bool) -> Manifest:
    """Everything is made in a folder beside the target and gets its name at last: no half backup looks like one."""
    with tempfile.TemporaryDirectory(prefix=PART_PREFIX, dir=target.parent) as made:
        folder = Path(made) / "backup"
        folder.mkdir()
        manifest = _fill(origin, folder)
        if not as_zip:
            if target.is_dir():
                target.rmdir()  # empty; fails when something came into it meanwhile
            folder.rename(target)
            return manifest
        part = Path(made) / "backup.zip"
        with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            for name in (MANIFEST_NAME, SETTINGS_NAME, STORE_NAME):
                archive.write(folder / name, name)
        with part.open("rb") as handle:
            os.fsync(handle.fileno())
        _named(part, target)
    return manifest


def _fill(origin: Origin, folder: Path) -> Manifest:
    if not origin.db.is_file():
        raise InvalidInput(f"There is no store at {origin.db}. Name the --data-dir of the server.")
    needed, free = origin.db.stat().st_size * 1.1, shutil.disk_usage(folder).free
    if free < needed:
        raise EpackError(
            f"The backup needs about {needed / 1e6:.0f} MB, and {folder.parent.parent} has {free / 1e6:.0f} MB free. "
            "Free some space, or name another disk.",
            code="disk_full",
        )
    copy_live(origin.db, folder / STORE_NAME)
    found = examine(folder / STORE_NAME)
    if found.problems:
        raise EpackError(
            "The store is damaged: " + "; ".join(found.problems[:3]) + ". Run epack doctor.", code="store_damaged"
        )
    settings: dict[str, object] = {}
    if found.is_latest:
        with open_read_only(folder / STORE_NAME) as store:
            settings = dict(origin.settings(store))
    text = json.dumps(settings, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / SETTINGS_NAME).write_text(text, encoding="utf-8")
    files = {name: described(folder / name) for name in (STORE_NAME, SETTINGS_NAME)}
    manifest = Manifest(origin.program, found.revision, origin.now_ms, files)
    (folder / MANIFEST_NAME).write_text(manifest.as_json(), encoding="utf-8")
    return manifest


def _named(part: Path, target: Path) -> None:
    """Move without ever replacing a file, not even one written at this very moment."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise _exists(target) from None
    except OSError:
        # No hard links here (FAT, some network shares): reserve the name, then move onto our own reservation.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        part.replace(target)


def _exists(target: Path) -> Conflict:
    return Conflict(
        f"{target} exists already; a backup never overwrites. Name another target.",
        code="backup_exists",
        details={"name": target.name},
    )
