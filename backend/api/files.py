"""Files as answers: ranges for players, names for downloads."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from flask import Response, send_file

from backend.api.replies import answer
from backend.api.schemas.recordings import PlayOut
from backend.clips.rendition import Play, PlayStatus
from backend.domain.errors import NotFound, Unreadable

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

    Only the browser of who was let in keeps it, for `cache_s` without asking again; downloads are kept by nobody.
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
    )
    kept = f"private, max-age={cache_s}" if cache_s else "private, no-cache"
    response.headers["Cache-Control"] = kept if download_name is None else "no-store"
    # Who signs in next at the same browser may not see what this one saw.
    response.vary.update(("Cookie", "Authorization"))
    response.headers["Accept-Ranges"] = "bytes"
    return response


def send_play(play: Play) -> Response:
    """The file for the player; 202 with the progress while it is made. Raises Unreadable when it cannot be made."""
    if play.status is PlayStatus.READY and play.path is not None:
        return send_media(play.path)
    return play_reply(play)


def play_reply(play: Play) -> Response:
    """How far a conversion for the player is. Raises Unreadable when it failed."""
    if play.status is PlayStatus.FAILED:
        why = play.reason or "This cannot be shown in a browser."
        raise Unreadable(why, code=play.reason_code or "not_playable")
    reply = answer(PlayOut(status=play.status.value, progress=play.progress), 202)
    reply.headers["Retry-After"] = "1"
    return reply


def check_file(path: Path) -> None:
    """Raises NotFound unless `path` is a regular file: a pipe or a device would never end."""
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise NotFound("The file is not there any more. Was it moved or deleted?", code="file_gone") from error
    if not regular:
        raise NotFound("This is not a file.")


def send_archive(chunks: Iterable[bytes], download_name: str) -> Response:
    """An archive that is made while it is sent."""
    return _download(chunks, "application/zip", download_name)


def send_table(chunks: Iterable[bytes], download_name: str) -> Response:
    """A CSV file that is made while it is sent."""
    return _download(chunks, "text/csv", download_name)


def _download(chunks: Iterable[bytes], mimetype: str, download_name: str) -> Response:
    response = Response(chunks, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=download_name)
    return response
