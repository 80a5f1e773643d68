"""The backups that lie in the data folder: listed, named, found, deleted."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from backend.backups.backup_set import LARGEST_MANIFEST_BYTES, MANIFEST_NAME, Manifest
from backend.domain.errors import InvalidInput, NotFound

Kind = Literal["backup", "upgrade", "before_restore"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.(zip|db)")
_SQLITE = b"SQLite format 3\0"
_BEFORE_RESTORE = "*-before-restore-*.db"


@dataclass(frozen=True, slots=True)
class Shelved:
    """`kind`: made on request, made before an upgrade, or what a restore replaced. `program`: ePACK's version then."""

    name: str
    kind: Kind
    size_bytes: int
    created_ms: int
    program: str | None


class Shelf:
    def __init__(self, folder: Path, data_dir: Path) -> None:
        self.folder = folder
        self._data_dir = data_dir

    def all(self) -> list[Shelved]:
        """Newest first."""
        found = [one for path in self._files() if (one := _shelved(path, self._kind(path))) is not None]
        return sorted(found, key=lambda one: (one.created_ms, one.name), reverse=True)

    def path_of(self, name: str) -> Path:
        """Raises NotFound for anything that does not lie on the shelf."""
        if _NAME.fullmatch(name):
            for path in self._files():
                if path.name == name:
                    return path
        raise NotFound(f"There is no backup {name}.", code="backup_gone", details={"name": name})

    def delete(self, name: str) -> None:
        """Raises NotFound."""
        self.path_of(name).unlink(missing_ok=True)

    def new_path(self, now_ms: int) -> Path:
        """A free name for a backup made now."""
        return self._free(f"epack-{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%d-%H%M%S}", ".zip")

    def place_for(self, name: str) -> Path:
        """Where an uploaded file of this name goes. Raises InvalidInput for what is no backup by its name."""
        plain = Path(name.replace("\\", "/")).name
        suffix = Path(plain).suffix.lower()
        if suffix not in (".zip", ".db"):
            raise InvalidInput(
                "Choose a backup of ePACK: a .zip file, or a store (.db).", code="not_a_backup", details={"name": plain}
            )
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(plain).stem).strip("-._")[:100] or "backup"
        return self._free(stem, suffix)

    def admit(self, part: Path, target: Path) -> None:
        """Lay an uploaded file where `place_for` said. Raises InvalidInput when only its name is that of a backup."""
        if not (_manifest(part) if target.suffix == ".zip" else _is_store(part)):
            raise InvalidInput(
                f"{target.name} is no backup of ePACK, or it is damaged. Nothing was kept of it.",
                code="not_a_backup",
                details={"name": target.name},
            )
        part.rename(target)

    def _files(self) -> list[Path]:
        listed = [*self.folder.glob("*.zip"), *self.folder.glob("*.db"), *self._data_dir.glob(_BEFORE_RESTORE)]
        return [path for path in listed if _NAME.fullmatch(path.name) and path.is_file() and not path.is_symlink()]

    def _kind(self, path: Path) -> Kind:
        if path.parent == self._data_dir:
            return "before_restore"
        return "backup" if path.suffix == ".zip" else "upgrade"

    def _free(self, stem: str, suffix: str) -> Path:
        path, number = self.folder / f"{stem}{suffix}", 2
        while path.exists() or path.is_symlink():
            path, number = self.folder / f"{stem}-{number}{suffix}", number + 1
        return path


def _shelved(path: Path, kind: Kind) -> Shelved | None:
    try:
        facts = path.stat()
    except OSError:
        return None  # deleted meanwhile
    manifest = _manifest(path) if path.suffix == ".zip" else None
    if manifest is not None:
        return Shelved(path.name, kind, facts.st_size, manifest.created_ms, manifest.program)
    return Shelved(path.name, kind, facts.st_size, facts.st_mtime_ns // 1_000_000, None)


def _is_store(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _manifest(path: Path) -> Manifest | None:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(MANIFEST_NAME) as source:
            return Manifest.parse(source.read(LARGEST_MANIFEST_BYTES))
    except (OSError, zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, InvalidInput):
        return None  # restoring it says what is wrong
