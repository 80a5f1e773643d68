"""`epack backup`: a consistent copy of the store while the server runs, with its settings and checksums."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

from backend.bootstrap import program_version
from backend.commands.backup_set import MANIFEST_NAME, SETTINGS_NAME, STORE_NAME, Manifest, described
from backend.commands.installation import Installation, add_data_dir, installation_of
from backend.domain.errors import Conflict, EpackError, InvalidInput
from backend.runtime.clock import SystemClock
from database.checkup import examine
from database.engine import open_read_only
from database.swap import copy_live


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "backup",
        help="copy the store and the settings, also while the server runs",
        description="Write a consistent copy of the store with its settings and checksums. Recordings and clips are "
        "not in it: copy their folders as files. An existing backup is never overwritten.",
    )
    parser.add_argument("target", type=Path, metavar="TARGET.zip|FOLDER", help="a new ZIP, or a new or empty folder")
    add_data_dir(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises InvalidInput, Conflict for a target that exists, StoreError."""
    here, target = installation_of(args), args.target.absolute()
    as_zip = target.suffix.lower() == ".zip"
    if os.path.lexists(target) and (as_zip or not target.is_dir() or any(target.iterdir())):
        raise Conflict(f"{target} exists already; a backup never overwrites. Name another target.")
    if not target.parent.is_dir():
        raise InvalidInput(f"There is no folder {target.parent} to write the backup to.")
    try:
        manifest = _write(here, target, as_zip)
    except OSError as error:
        raise EpackError(f"The backup cannot be written to {target}: {error.strerror or 'disk error'}.") from error
    size = manifest.files[STORE_NAME]["size_bytes"]
    print(f"{target}: store of {size / 1e6:.1f} MB, schema {manifest.schema}, sha256 "
          f"{manifest.files[STORE_NAME]['sha256']}")  # fmt: skip
    print(f"To go back to it: stop the server, then epack restore {target}")
    return 0


def _write(here: Installation, target: Path, as_zip: bool) -> Manifest:
    """Everything is made in a folder beside the target and gets its name at last: no half backup looks like one."""
    with tempfile.TemporaryDirectory(prefix=".epack-backup-", dir=target.parent) as made:
        folder = Path(made) / "backup"
        folder.mkdir()
        manifest = _fill(here, folder)
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


def _fill(here: Installation, folder: Path) -> Manifest:
    if not here.db.is_file():
        raise InvalidInput(f"There is no store at {here.db}. Name the --data-dir of the server.")
    needed, free = here.db.stat().st_size * 1.1, shutil.disk_usage(folder).free
    if free < needed:
        raise EpackError(
            f"The backup needs about {needed / 1e6:.0f} MB, and {folder.parent.parent} has {free / 1e6:.0f} MB free. "
            "Free some space, or name another disk.",
            code="disk_full",
        )
    copy_live(here.db, folder / STORE_NAME)
    found = examine(folder / STORE_NAME)
    if found.problems:
        raise EpackError("The store is damaged: " + "; ".join(found.problems[:3]) + ". Run epack doctor.")
    settings: dict[str, object] = {}
    if found.is_latest:
        with open_read_only(folder / STORE_NAME) as store:
            settings = here.settings(store).differing()
    text = json.dumps(settings, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / SETTINGS_NAME).write_text(text, encoding="utf-8")
    files = {name: described(folder / name) for name in (STORE_NAME, SETTINGS_NAME)}
    manifest = Manifest(program_version(), found.revision, SystemClock().now_ms(), files)
    (folder / MANIFEST_NAME).write_text(manifest.as_json(), encoding="utf-8")
    return manifest


def _named(part: Path, target: Path) -> None:
    """Move without ever replacing a file, not even one written at this very moment."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise Conflict(f"{target} exists already; a backup never overwrites. Name another target.") from None
    except OSError:
        # No hard links here (FAT, some network shares): reserve the name, then move onto our own reservation.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        part.replace(target)
