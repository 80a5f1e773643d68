"""What a backup consists of: the store, the settings as text, and a manifest with their checksums."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from backend.domain.errors import InvalidInput

STORE_NAME = "epack.db"
SETTINGS_NAME = "settings.json"
MANIFEST_NAME = "manifest.json"
FORMAT = 1
LARGEST_MANIFEST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files`: name to size in bytes and SHA-256."""

    program: str
    schema: str | None
    created_ms: int
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def parse(cls, text: bytes) -> Manifest:
        """Raises InvalidInput."""
        try:
            data = json.loads(text)
            if data["format"] != FORMAT:
                raise InvalidInput(
                    f"The backup has format {data['format']!r}; this ePACK reads format {FORMAT}.", code="not_a_backup"
                )
            files = {str(n): {"size_bytes": int(f["size_bytes"]), "sha256": str(f["sha256"])}
                     for n, f in data["files"].items()}  # fmt: skip
            return cls(str(data["program"]), data["schema"], int(data["created_ms"]), files)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise InvalidInput(
                f"The {MANIFEST_NAME} of the backup cannot be read: it is damaged.", code="not_a_backup"
            ) from None

    def check(self, name: str, size_bytes: int, sha256: str) -> None:
        """Raises InvalidInput when the file is not what was backed up."""
        told = self.files.get(name)
        if told is None:
            raise InvalidInput(
                f"The backup's manifest does not know {name}; the backup is damaged.", code="not_a_backup"
            )
        if (told["size_bytes"], told["sha256"]) != (size_bytes, sha256):
            raise InvalidInput(
                f"{name} in the backup is not what was written then (checksum differs).", code="not_a_backup"
            )


def described(path: Path) -> dict[str, Any]:
    with path.open("rb") as handle:
        return {"size_bytes": path.stat().st_size, "sha256": hashlib.file_digest(handle, "sha256").hexdigest()}


def copy_counted(source: Any, target: BinaryIO, at_most: int) -> tuple[int, str]:
    """Copy up to `at_most` bytes, and one more when there are more; returns size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    while size <= at_most and (block := source.read(min(1 << 20, at_most + 1 - size))):
        target.write(block)
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()
