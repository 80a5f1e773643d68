"""Puts a backup in the place of the present store: at once when no server runs, else at its next start.

While a server runs the backup is unpacked, checked and laid beside the store under `STAGED_NAME`; the next start finds
it there and swaps it in before anything is opened. What was the store is kept in both cases.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from backend.backups.backup_set import (
    LARGEST_MANIFEST_BYTES,
    MANIFEST_NAME,
    STORE_NAME,
    Manifest,
    copy_counted,
)
from backend.domain.errors import EpackError, InvalidInput, StoreError
from database.checkup import Checkup, examine
from database.folder_lock import LOCK_NAME, FolderLock
from database.swap import copy_closed, discard, replace_store

STAGED_NAME = "epack-to-restore.db"
_MAKING_NAME = "epack-restoring.db"


def restore(backup: Path, data_dir: Path, db: Path) -> tuple[Checkup, Path | None]:
    """Restore at once; returns what the backup is and where the former store was kept (None: there was none).

    Raises InvalidInput for what is no whole backup, StoreError (in use, newer, disk full); changes nothing then.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(data_dir / LOCK_NAME)
        lock.acquire()
        try:
            found = _unpacked(backup, data_dir / _MAKING_NAME)
            # What waited for the next start is older than this wish.
            discard(data_dir / STAGED_NAME)
            return found, replace_store(db, data_dir / _MAKING_NAME)
        finally:
            discard(data_dir / _MAKING_NAME)
            lock.release()
    except OSError as error:
        raise _cannot(data_dir, error) from error


def stage(backup: Path, data_dir: Path) -> Checkup:
    """Check a backup and lay it ready for the next start, in place of one that waits already. Raises as `restore`."""
    making = data_dir / _MAKING_NAME
    try:
        found = _unpacked(backup, making)
        making.replace(data_dir / STAGED_NAME)
    except OSError as error:
        raise _cannot(data_dir, error) from error
    finally:
        discard(making)
    return found


def unstage(data_dir: Path) -> bool:
    """Forget what waits for the next start; False when nothing did."""
    waits = (data_dir / STAGED_NAME).exists()
    discard(data_dir / STAGED_NAME)
    return waits


def apply_staged(data_dir: Path, db: Path) -> Path | None:
    """Swap in what `stage` laid ready, before the store is opened; returns where the former store was kept.

    Raises StoreError (in use, disk full) with everything as it was.
    """
    staged = data_dir / STAGED_NAME
    if not staged.exists():
        return None
    lock = FolderLock(data_dir / LOCK_NAME)
    lock.acquire()
    try:
        return replace_store(db, staged)
    finally:
        lock.release()


def _unpacked(backup: Path, new: Path) -> Checkup:
    if not backup.exists():
        raise InvalidInput(f"There is no backup {backup}.", code="backup_gone", details={"name": backup.name})
    discard(new)
    _unpack(backup, new)
    return _checked(new, backup)


def _cannot(data_dir: Path, error: OSError) -> EpackError:
    return EpackError(
        f"The backup cannot be put into {data_dir}: {error.strerror or 'disk error'}. Nothing was changed.",
        code="not_writable",
        details={"path": str(data_dir)},
    )


def _unpack(backup: Path, new: Path) -> None:
    """The backup's store at `new`, its checksum verified. Raises InvalidInput, StoreError."""
    if backup.is_dir():
        manifest = Manifest.parse(_manifest_of(backup))
        store = backup / STORE_NAME
        if not store.is_file():
            raise _no_backup(f"There is no {STORE_NAME} in {backup}.", backup)
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
            raise _no_backup(f"{backup} is no whole backup of ePACK. Use another one.", backup) from None
    elif backup.suffix.lower() == ".db":
        copy_closed(backup, new)
    else:
        raise _no_backup(f"{backup} is neither a backup's ZIP or folder nor a store file (.db).", backup)


def _manifest_of(folder: Path) -> bytes:
    try:
        with (folder / MANIFEST_NAME).open("rb") as handle:
            return handle.read(LARGEST_MANIFEST_BYTES)
    except FileNotFoundError:
        raise _no_backup(f"{folder} is no backup of ePACK: it has no {MANIFEST_NAME}.", folder) from None


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
        if error.code == "store_newer":
            message = (
                f"The backup {backup} was written by a newer ePACK (schema {error.details['found']}). "
                "Update this program, or restore an older backup. Nothing was changed."
            )
        raise StoreError(message, code=error.code, details=error.details) from error
    if found.revision is None:
        raise _no_backup(f"{backup} holds an empty database.", backup)
    if found.problems:
        raise _no_backup(f"The store in {backup} is damaged: {'; '.join(found.problems[:3])}. Use another one.", backup)
    return found


def _no_backup(message: str, backup: Path) -> InvalidInput:
    return InvalidInput(message, code="not_a_backup", details={"name": backup.name})
