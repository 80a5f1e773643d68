"""What Drive tells of one file or folder, and how to ask for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from backend.domain.errors import InvalidInput
from backend.domain.source import RemoteRecording
from backend.sources.walk import is_video_name

FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
_NATIVE = "application/vnd.google-apps."
_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")
_EXTENSIONS = {
    "video/mp4": "mp4", "video/quicktime": "mov", "video/x-msvideo": "avi", "video/x-matroska": "mkv",
    "video/mp2t": "ts", "video/webm": "webm", "video/3gpp": "3gp", "video/mpeg": "mpg", "video/x-flv": "flv",
    "video/x-ms-wmv": "wmv", "video/avi": "avi",
}  # fmt: skip


def checked_id(text: object) -> str:
    """An id that cannot change the query it stands in. Raises InvalidInput."""
    if not isinstance(text, str) or not _ID.fullmatch(text):
        raise InvalidInput("This is not the id of a folder in Google Drive.", code="bad_folder_id")
    return text


def quoted(text: str) -> str:
    """Text for a query: the backslash first, or the quote's own would be escaped away."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def in_folders(folder_ids: Sequence[str]) -> str:
    """What lies right in any of these folders and is not in the bin."""
    parents = " or ".join(f"{quoted(checked_id(one))} in parents" for one in folder_ids)
    return f"({parents}) and trashed = false"


def is_folder(item: Mapping[str, Any]) -> bool:
    return item.get("mimeType") == FOLDER


def target_of(item: Mapping[str, Any]) -> tuple[str, str] | None:
    """Id and MIME type that a shortcut leads to."""
    if item.get("mimeType") != SHORTCUT:
        return None
    details = item.get("shortcutDetails") or {}
    target, mime = details.get("targetId"), details.get("targetMimeType", "")
    return (str(target), str(mime)) if target else None


def is_video(item: Mapping[str, Any]) -> bool:
    """By MIME type, or by the name where Drive does not know the type. Documents of Google's own are none."""
    mime = str(item.get("mimeType", ""))
    return not mime.startswith(_NATIVE) and (mime.startswith("video/") or is_video_name(str(item.get("title", ""))))


def is_trashed(item: Mapping[str, Any]) -> bool:
    return bool((item.get("labels") or {}).get("trashed"))


def parents_of(item: Mapping[str, Any]) -> list[str]:
    return [str(one["id"]) for one in item.get("parents") or [] if "id" in one]


def changed_ms(item: Mapping[str, Any]) -> int | None:
    """When it came into the Drive or was changed, whichever is later: a file keeps its old modification time when it
    is copied there."""
    times = [at for name in ("modifiedDate", "createdDate") if (at := _epoch_ms(item.get(name))) is not None]
    return max(times, default=None)


def recording_of(item: Mapping[str, Any], camera_key: str, folder: str) -> RemoteRecording:
    """`folder` is the path below the camera's folder, empty for the folder itself."""
    name = str(item.get("title", "")).replace("/", "-")
    if not is_video_name(name):
        name = f"{name}.{_EXTENSIONS.get(str(item.get('mimeType')), 'mp4')}"
    size = item.get("fileSize")
    md5 = item.get("md5Checksum")
    modified = str(item.get("modifiedDate", ""))
    return RemoteRecording(
        key=str(item["id"]),
        camera_key=camera_key,
        name=f"{folder}/{name}" if folder else name,
        size_bytes=int(size) if size is not None else None,
        version=str(md5 or modified),
        md5=str(md5) if md5 else None,
        modified_ms=_epoch_ms(modified),
        details={"forbidden": True} if (item.get("capabilities") or {}).get("canDownload") is False else {},
    )


def _epoch_ms(text: object) -> int | None:
    try:
        return round(datetime.fromisoformat(str(text)).timestamp() * 1000)
    except ValueError:
        return None
