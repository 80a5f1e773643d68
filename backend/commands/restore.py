"""`epack restore`: a backup in the place of the present store, which is kept beside it."""

from __future__ import annotations

import argparse
import zipfile
from pathlib import Path

from backend.commands.backup_set import (
    LARGEST_MANIFEST_BYTES,
    MANIFEST_NAME,
    STORE_NAME,
    Manifest,
    copy_counted,
)
from backend.commands.installation import Installation, add_data_dir, installation_of
from backend.domain.errors import EpackError, InvalidInput, StoreError
from database.checkup import Checkup, examine
from database.folder_lock import LOCK_NAME, FolderLock
from database.swap import copy_closed, discard, replace_store


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "restore",
        help="put a backup in the place of the present store",
        description="Put a backup (of epack backup, or a store file from the backups folder) in the place of the "
        "present store. The server must not run. The present store is kept, and how to undo it is printed.",
    )
    parser.add_argument("backup", type=Path, metavar="BACKUP", help="a backup's ZIP or folder, or a store file (.db)")
    add_data_dir(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises InvalidInput for what is no whole backup, StoreError (in use, newer, disk full); changes nothing then."""
    here, backup = installation_of(args), args.backup.absolute()
    if not backup.exists():
        raise InvalidInput(f"There is no backup {backup}.")
    try:
        here.data_dir.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(here.data_dir / LOCK_NAME)
        lock.acquire()
        try:
            found, kept = _restored(backup, here)
        finally:
            lock.release()
    except OSError as error:
        raise EpackError(
            f"The backup cannot be put into {here.data_dir}: {error.strerror or 'disk error'}. Nothing was changed."
        ) from error
    _tell(here, backup, found, kept)
    return 0


def _restored(backup: Path, here: Installation) -> tuple[Checkup, Path | None]:
    new = here.data_dir / "epack-restoring.db"
    discard(new)
    try:
        _unpack(backup, new)
        found = _checked(new, backup)
        return found, replace_store(here.db, new)
    finally:
        discard(new)


def _unpack(backup: Path, new: Path) -> None:
    """The backup's store at `new`, its checksum verified. Raises InvalidInput, StoreError."""
    if backup.is_dir():
        manifest = Manifest.parse(_manifest_of(backup))
        store = backup / STORE_NAME
        if not store.is_file():
            raise InvalidInput(f"There is no {STORE_NAME} in {backup}.")
        with store.open("rb") as source, new.open("xb") as target:
            _verified(manifest, copy_counted(source, target, _size(manifest)))
    elif zipfile.is_zipfile(backup):
        try:
            with zipfile.ZipFile(backup) as archive:
                with archive.open(MANIFEST_NAME) as source:
                    manifest = Manifest.parse(source.read(LARGEST_MANIFEST_BYTES))
                with archive.open(STORE_NAME) as source, new.open("xb") as target:
                    _verified(manifest, copy_counted(source, target, _size(manifest)))
        except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
            raise InvalidInput(f"{backup} is no whole backup of ePACK. Use another one.") from None
    elif backup.suffix.lower() == ".db":
        copy_closed(backup, new)
    else:
        raise InvalidInput(f"{backup} is neither a backup's ZIP or folder nor a store file (.db).")


def _manifest_of(folder: Path) -> bytes:
    try:
        with (folder / MANIFEST_NAME).open("rb") as handle:
            return handle.read(LARGEST_MANIFEST_BYTES)
    except FileNotFoundError:
        raise InvalidInput(f"{folder} is no backup of ePACK: it has no {MANIFEST_NAME}.") from None


def _size(manifest: Manifest) -> int:
    return int(manifest.files.get(STORE_NAME, {}).get("size_bytes", 0))


def _verified(manifest: Manifest, copied: tuple[int, str]) -> None:
    manifest.check(STORE_NAME, *copied)


def _checked(new: Path, backup: Path) -> Checkup:
    try:
        found = examine(new)
    except StoreError as error:
        # The message names the copy; the person knows the backup.
        message = error.message.replace(str(new), str(backup))
        raise StoreError(message, code=error.code, details=error.details) from error
    if found.revision is None:
        raise InvalidInput(f"{backup} holds an empty database.")
    if found.problems:
        raise InvalidInput(f"The store in {backup} is damaged: {'; '.join(found.problems[:3])}. Use another one.")
    return found


def _tell(here: Installation, backup: Path, found: Checkup, kept: Path | None) -> None:
    print(f"The store of {backup} (schema {found.revision}) is now in {here.data_dir}.")
    if not found.is_latest:
        print("It is of an older ePACK; the next start of the server brings it up to date, after a copy.")
    if kept is None:
        print("There was no store before.")
        return
    print(f"The former store was kept as {kept}.")
    print(f"To undo this: epack restore {kept}")
