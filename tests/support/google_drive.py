"""A Google Drive of our own over real HTTP: consent page, tokens, revocation, and the Drive v2 calls the client uses.

Strict where Google is: PKCE verifiers, redirect addresses, tokens that expire, assertions of service accounts.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from backend.sources.drive.endpoints import DriveEndpoints, endpoints_at
from tests.support.device_server import Asked, DeviceServer, Reply
from tests.support.google_tokens import ACCOUNT, CLIENT_ID, CLIENT_SECRET, GoogleTokens, as_json

FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
ROOT_ID = "0AroOt"


@dataclass
class DriveItem:
    id: str
    title: str
    parent: str | None
    mime: str
    data: bytes = b""
    modified: str = "2026-01-01T00:00:00.000Z"
    created: str = "2026-01-01T00:00:00.000Z"
    trashed: bool = False
    drive_id: str | None = None
    target: str | None = None
    can_download: bool = True
    reason: str | None = None
    """Reason of a 403 when it is downloaded."""


@dataclass
class GoogleDriveServer(GoogleTokens):
    page: int = 1000
    items: dict[str, DriveItem] = field(default_factory=dict)
    drives: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    """Ids of changed files, in order: what change tokens count."""
    failures: list[tuple[str, int, str, dict[str, str]]] = field(default_factory=list)
    """(part of the path, status, reason, headers): each is used once, in order."""
    breaks: dict[str, list[int]] = field(default_factory=dict)
    """File id -> bytes of a piece after which the connection is cut."""
    flips: dict[str, int] = field(default_factory=dict)
    pause_s: float = 0.0
    endless: bool = False
    """The list of files never ends."""
    many: int = 0
    """So many files are in every folder, besides none of its own."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self.items[ROOT_ID] = DriveItem(ROOT_ID, "My Drive", None, FOLDER)
        self.server = DeviceServer(self.answer)
        self.endpoints: DriveEndpoints = endpoints_at(self.server.url)

    def close(self) -> None:
        self.server.close()

    # What lies in it

    def folder(self, title: str, parent: str = ROOT_ID, **more: Any) -> str:
        return self._put(title, parent, FOLDER, b"", more)

    def file(self, title: str, parent: str, data: bytes, mime: str = "video/mp4", **more: Any) -> str:
        return self._put(title, parent, mime, data, more)

    def shortcut(self, title: str, parent: str, target: str) -> str:
        return self._put(title, parent, SHORTCUT, b"", {"target": target})

    def shared_drive(self, name: str) -> str:
        drive_id = f"0D{secrets.token_hex(6)}"
        self.drives[drive_id] = name
        self.items[drive_id] = DriveItem(drive_id, name, None, FOLDER, drive_id=drive_id)
        return drive_id

    def change(self, file_id: str, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self.items[file_id], name, value)
        self.log.append(file_id)

    def _put(self, title: str, parent: str, mime: str, data: bytes, more: dict[str, Any]) -> str:
        file_id = f"1{secrets.token_urlsafe(12)}"
        self.items[file_id] = DriveItem(
            file_id, title, parent, mime, data, drive_id=self.items[parent].drive_id, **more
        )
        self.log.append(file_id)
        return file_id

    # Answers

    def answer(self, asked: Asked) -> Reply:
        if asked.path in ("/token", "/revoke"):
            return self.token_answer(asked)
        failure = self._failure(asked)
        if failure is not None:
            return failure
        bearer = asked.headers.get("Authorization", "").removeprefix("Bearer ")
        if not self.is_valid(bearer):
            return _error(401, "authError")
        if self.pause_s:
            self.server.closing.wait(self.pause_s)
        return self._drive(asked)

    def _failure(self, asked: Asked) -> Reply | None:
        with self._lock:
            for number, (part, status, reason, headers) in enumerate(self.failures):
                if part in asked.target:
                    del self.failures[number]
                    return _error(status, reason, headers)
        return None

    def _drive(self, asked: Asked) -> Reply:
        path, query = asked.path.removeprefix("/drive/v2/"), asked.query
        if path == "about":
            return as_json({"user": {"emailAddress": ACCOUNT}})
        if path == "drives":
            return as_json({"items": [{"id": key, "name": name} for key, name in self.drives.items()]})
        if path == "changes/startPageToken":
            return as_json({"startPageToken": str(len(self.log))})
        if path == "changes":
            return self._changes(query)
        if path == "files":
            return self._list(query)
        item = self.items.get(ROOT_ID if path == "files/root" else path.removeprefix("files/"))
        if item is None:
            return _error(404, "notFound")
        return self._media(asked, item) if query.get("alt") == "media" else as_json(self._told(item))

    def _list(self, query: dict[str, str]) -> Reply:
        if self.endless:
            number = int(query.get("pageToken", 0)) + 1
            told = self._told(DriveItem(f"e{number}", f"{number}.mp4", self._asked_parent(query), "video/mp4", b"x"))
            return as_json({"items": [told] * int(query["maxResults"]), "nextPageToken": str(number)})
        if self.many:
            first, size = int(query.get("pageToken", 0)), int(query["maxResults"])
            numbers = range(first, min(first + size, self.many))
            parent = self._asked_parent(query)
            listed = [self._told(DriveItem(f"m{n}", f"{n}.mp4", parent, "video/mp4", b"x")) for n in numbers]
            more = {"nextPageToken": str(first + size)} if first + size < self.many else {}
            return as_json({"items": listed, **more})
        found = [one for one in self.items.values() if one.parent and self._fits(one, query)]
        size = min(self.page, int(query.get("maxResults", 100)))
        first = int(query.get("pageToken", 0))
        answer: dict[str, Any] = {"items": [self._told(one) for one in found[first : first + size]]}
        if first + size < len(found):
            answer["nextPageToken"] = str(first + size)
        return as_json(answer)

    def _asked_parent(self, query: dict[str, str]) -> str:
        found = re.search(r"'([^']+)' in parents", query["q"])
        assert found
        return found[1]

    def _fits(self, one: DriveItem, query: dict[str, str]) -> bool:
        q = query["q"]
        parents = [ROOT_ID if found == "root" else found for found in re.findall(r"'([^']+)' in parents", q)]
        mimes = re.findall(r"mimeType = '([^']+)'", q)
        title = re.search(r"title contains '((?:[^'\\]|\\.)*)'", q)
        if parents and one.parent not in parents:
            return False
        if "sharedWithMe" in q:
            return False
        if title and re.sub(r"\\(.)", r"\1", title[1]).lower() not in one.title.lower():
            return False
        if query.get("driveId") and one.drive_id != query["driveId"]:
            return False
        if one.drive_id and query.get("includeItemsFromAllDrives") != "true":
            return False
        return (not mimes or one.mime in mimes) and not (one.trashed and "trashed = false" in q)

    def _changes(self, query: dict[str, str]) -> Reply:
        first = int(query["pageToken"])
        if first > len(self.log):
            return _error(404, "notFound")
        mine = self.log[first : first + 100]
        items = [
            {"fileId": one, "deleted": one not in self.items, "file": self._told(self.items[one])}
            for one in mine
            if one in self.items and self.items[one].drive_id == query.get("driveId")
        ]
        end = first + len(mine)
        more = {"nextPageToken": str(end)} if end < len(self.log) else {"newStartPageToken": str(end)}
        return as_json({"items": items, **more})

    def _told(self, one: DriveItem) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": one.id, "title": one.title, "mimeType": one.mime, "modifiedDate": one.modified,
            "createdDate": one.created, "labels": {"trashed": one.trashed},
            "parents": [{"id": one.parent, "isRoot": one.parent == ROOT_ID}] if one.parent else [],
            "capabilities": {"canDownload": one.can_download},
        }  # fmt: skip
        if one.drive_id:
            told["driveId"] = one.drive_id
        if one.target:
            told["shortcutDetails"] = {"targetId": one.target, "targetMimeType": self.items[one.target].mime}
        elif not one.mime.startswith("application/vnd.google-apps"):
            told |= {"fileSize": str(len(one.data)), "md5Checksum": _md5(one.data)}
        return told

    def _media(self, asked: Asked, one: DriveItem) -> Reply:
        if one.reason:
            return _error(403, one.reason)
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", asked.headers.get("Range", ""))
        assert wanted, "the client asks for pieces"
        first, last = int(wanted[1]), min(int(wanted[2]), len(one.data) - 1)
        data = one.data[first : last + 1]
        if self.flips.get(one.id, 0) > 0:
            self.flips[one.id] -= 1
            data = bytes([data[0] ^ 1]) + data[1:]
        headers = {"Content-Range": f"bytes {first}-{last}/{len(one.data)}"}
        if self.breaks.get(one.id):
            return Reply(206, iter([data[: self.breaks[one.id].pop(0)]]), headers, one.mime, len(data))
        return Reply(206, data, headers, one.mime)


@lru_cache(maxsize=1024)
def _md5(data: bytes) -> str:
    """Google has it ready; it is no work of the moment."""
    return hashlib.md5(data).hexdigest()


def _error(status: int, reason: str, headers: dict[str, str] | None = None) -> Reply:
    body = {"error": {"code": status, "message": reason, "errors": [{"reason": reason, "domain": "global"}]}}
    return Reply(status, json.dumps(body).encode(), headers or {}, "application/json")


__all__ = ["ACCOUNT", "CLIENT_ID", "CLIENT_SECRET", "GoogleDriveServer", "google_drive"]


def google_drive() -> Iterator[GoogleDriveServer]:
    server = GoogleDriveServer()
    yield server
    server.close()
