"""Files as answers: ranges for players, names for downloads, archives made while they are sent."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import Response, send_file

from backend.domain.errors import NotFound

_CHUNK = 256 * 1024
_TYPES = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".mkv": "video/x-matroska",
    ".webm": "video/webm",
    ".avi": "video/x-msvideo",
    ".ts": "video/mp2t",
    ".jpg": "image/jpeg",
}


def send_media(path: Path, *, download_name: str | None = None, cache_s: int = 0) -> Response:
    """The file, whole or the asked range (206, 416), with ETag and Last-Modified; as a download when it has a name.

    Raises NotFound when it is not a regular file any more.
    """
    check_file(path)
    response = send_file(
        path.resolve(),
        mimetype=_TYPES.get(path.suffix.lower(), "application/octet-stream"),
        as_attachment=download_name is not None,
        download_name=download_name,
        conditional=True,
        etag=True,
        max_age=cache_s,
    )
    response.headers["Accept-Ranges"] = "bytes"
    return response


def jpeg(data: bytes, *, cache_s: int = 0) -> Response:
    response = Response(data, mimetype="image/jpeg")
    response.headers["Cache-Control"] = f"private, max-age={cache_s}" if cache_s else "no-store"
    return response


def check_file(path: Path) -> None:
    """Raises NotFound unless `path` is a regular file: a pipe or a device would never end."""
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise NotFound("The file is not there any more. Was it moved or deleted?") from error
    if not regular:
        raise NotFound("This is not a file.")


def send_zip(files: Sequence[tuple[str, Path]], download_name: str) -> Response:
    """The files (name in the archive, path) as one archive. Nothing is written to disk: it is made while it is sent.

    Raises NotFound when one of them is gone.
    """
    for _, path in files:
        check_file(path)
    response = Response(_zip_chunks(files), mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=download_name)
    return response


class _Sink:
    """What zipfile writes into, emptied after every piece. Not seekable, so sizes follow the data."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def _zip_chunks(files: Sequence[tuple[str, Path]]) -> Iterator[bytes]:
    sink = _Sink()
    # Stored, not deflated: video does not shrink.
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:  # type: ignore[call-overload]
        for name, path in files:
            entry = zipfile.ZipInfo.from_file(path, arcname=name, strict_timestamps=False)
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
                    yield sink.taken()
    yield sink.taken()
