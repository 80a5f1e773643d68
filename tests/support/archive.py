"""A plain archive of files behind HTTP, and the kind of source that reads it: the engine's other side in tests.

Real sockets, pages, ranges and checksums; it can break off, lie, refuse and stall on purpose.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from backend.domain.source import Check, RemoteCamera, RemoteRecording, SourceKind, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.addresses import AddressGuard
from backend.sources.http_client import HttpClient
from backend.sources.protocol import CannotResume, NextCursor, SourceLogin, SourceType
from backend.sources.sync.options import checked_sync_options
from tests.support.device_server import Asked, DeviceServer, Reply

PAGE = 50


@dataclass
class ArchivedFile:
    key: str
    camera: str
    name: str
    data: bytes
    version: str = "1"
    start_ms: int | None = None
    modified_ms: int | None = None
    with_md5: bool = True
    order: int = 0
    """Counts up with every change in the archive: what a cursor points to."""


@dataclass
class Fault:
    """What happens to the next `times` requests for a file (or `list`)."""

    status: int | None = None
    break_at: int | None = None
    """Bytes after which the connection is cut."""
    flip: bool = False
    """One byte arrives changed."""
    times: int = 1
    retry_after: int | None = None


@dataclass
class Archive:
    ranges: bool = True
    pause_s: float = 0.0
    """Between pieces of a download."""
    piece: int = 16 * 1024
    files: dict[str, ArchivedFile] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    served: list[tuple[str, int]] = field(default_factory=list)
    """Key and offset of every download that was begun."""
    order: int = 0
    at_once: int = 0
    most_at_once: int = 0
    password: str = "secret"

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self.server = DeviceServer(self.answer)

    def close(self) -> None:
        self.server.close()

    def put(self, key: str, data: bytes, *, camera: str = "door", name: str = "", **more: Any) -> ArchivedFile:
        self.order += 1
        one = ArchivedFile(key, camera, name or f"{key}.mp4", data, order=self.order, **more)
        self.files[key] = one
        return one

    def fault(self, key: str, **what: Any) -> None:
        self.faults.setdefault(key, []).append(Fault(**what))

    def answer(self, asked: Asked) -> Reply:
        if asked.headers.get("X-Password") != self.password:
            return Reply(401)
        if asked.path == "/list":
            return self._fault_of("list") or self._list(asked)
        return self._file(asked)

    def _fault_of(self, key: str) -> Reply | None:
        fault = self._take_fault(key)
        if fault is None or fault.status is None:
            return None
        return Reply(fault.status, headers={} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)})

    def _take_fault(self, key: str) -> Fault | None:
        with self._lock:
            waiting = self.faults.get(key) or []
            if not waiting:
                return None
            fault = waiting[0]
            fault.times -= 1
            if fault.times <= 0:
                waiting.pop(0)
            return fault

    def _list(self, asked: Asked) -> Reply:
        after, page = int(asked.query["after"]), int(asked.query["page"])
        found = [one for one in sorted(self.files.values(), key=lambda f: f.order) if one.order > after]
        items = [
            {
                **{name: value for name, value in asdict(one).items() if name != "data"},
                "size": len(one.data),
                "md5": hashlib.md5(one.data).hexdigest() if one.with_md5 else None,
            }
            for one in found[page * PAGE : (page + 1) * PAGE]
        ]
        body = {"items": items, "more": len(found) > (page + 1) * PAGE, "cursor": self.order}
        return Reply(body=json.dumps(body).encode(), content_type="application/json")

    def _file(self, asked: Asked) -> Reply:
        key = asked.path.removeprefix("/files/")
        one = self.files.get(key)
        if one is None:
            return Reply(404)
        fault = self._take_fault(key) or Fault()
        if fault.status is not None:
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            return Reply(fault.status, headers=headers)
        wanted = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("Range", "")) if self.ranges else None
        offset = int(wanted[1]) if wanted else 0
        self.served.append((key, offset))
        data = one.data[offset:]
        if fault.flip:
            data = bytes([data[0] ^ 1]) + data[1:]
        headers = {"Content-Range": f"bytes {offset}-{len(one.data) - 1}/{len(one.data)}"} if wanted else {}
        sent = data if fault.break_at is None else data[: fault.break_at]
        return Reply(206 if wanted else 200, self._pieces(sent), headers, "video/mp4", len(data))

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            for first in range(0, len(data), self.piece):
                if self.pause_s:
                    self.server.closing.wait(self.pause_s)
                yield data[first : first + self.piece]
        finally:
            with self._lock:
                self.at_once -= 1


class ArchiveSource:
    """The conversation with an Archive."""

    def __init__(self, login: SourceLogin) -> None:
        self._login = login
        self._http = HttpClient(login.config["address"], AddressGuard(["127.0.0.0/8"]))

    def check(self, stop: StopSignal) -> list[Check]:
        try:
            self._ask("list", {"after": 0, "page": 0})
        except SourceTrouble as trouble:
            return [Check("sign_in", False, trouble.trouble, trouble.message)]
        return [Check("sign_in", True)]

    def cameras(self, stop: StopSignal) -> list[RemoteCamera]:
        return [RemoteCamera("door", "Door"), RemoteCamera("table", "Table")]

    def recordings(
        self, camera_keys: Sequence[str], since_ms: int, cursor: Mapping[str, Any] | None, stop: StopSignal
    ) -> Iterator[RemoteRecording | NextCursor]:
        after, page = (cursor or {}).get("after", 0), 0
        while True:
            found = self._ask("list", {"after": after, "page": page})
            for item in found["items"]:
                if item["camera"] in camera_keys and (item["modified_ms"] or since_ms) >= since_ms:
                    yield RemoteRecording(
                        item["key"], item["camera"], item["name"], item["size"], item["version"], item["md5"],
                        item["start_ms"], modified_ms=item["modified_ms"],
                    )  # fmt: skip
            page += 1
            if not found["more"]:
                yield NextCursor({"after": found["cursor"]})
                return

    def fetch(self, recording: RemoteRecording, offset: int, stop: StopSignal) -> Iterator[bytes]:
        try:
            yield from self._http.download(f"files/{recording.key}", stop, offset=offset, headers=self._headers())
        except ValueError as error:
            raise CannotResume from error

    def close(self) -> None:
        self._http.close()

    def _ask(self, path: str, params: Mapping[str, Any]) -> Any:
        reply = self._http.get(path, params=params, headers=self._headers())
        if reply.status_code != 200:
            raise SourceTrouble(Trouble.ANSWER, "The archive does not answer.")
        return reply.json()

    def _headers(self) -> dict[str, str]:
        return {"X-Password": self._login.secrets.get("password", "")}


def archive_type() -> SourceType:
    """The archive as a kind of source, under a name that the program knows."""

    def check(config: Mapping[str, Any]) -> dict[str, Any]:
        return {"address": config["address"], **checked_sync_options(config)}

    return SourceType(SourceKind.ZONEMINDER, True, False, check, frozenset({"password"}), ArchiveSource)
