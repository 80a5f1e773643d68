"""Which videos lie below the chosen folders: all of them now and then, what the log of changes tells in between.

The log is quick but not the whole truth: a folder that is moved here brings files the log does not name, and files that
others share may be missing from it. So a folder that changed is walked, and everything is walked once an hour. A tree
too large to be remembered is walked every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from backend.domain.source import RemoteRecording, SourceTrouble, Trouble
from backend.runtime.stop import StopSignal
from backend.sources.drive.asking import Asking
from backend.sources.drive.items import (
    changed_ms,
    in_folders,
    is_folder,
    is_trashed,
    is_video,
    parents_of,
    recording_of,
    target_of,
)
from backend.sources.protocol import NextCursor

FOLDERS_AT_ONCE = 20
"""Parents in one query."""
MOST_FOLDERS = 20_000
"""Folders that are remembered between two looks; about a megabyte."""
MOST_DEPTH = 40
WALK_EVERY_MS = 3_600_000

Place = tuple[str, str, str]
"""The camera's key, the path below its folder, and the shared drive it lies in (empty: none)."""


class Listing:
    """One look at a Drive."""

    def __init__(
        self, asking: Asking, camera_keys: Sequence[str], since_ms: int, now_ms: int, stop: StopSignal
    ) -> None:
        self._ask = asking
        self._cameras = list(camera_keys)
        self._since_ms = since_ms
        self._now_ms = now_ms
        self._stop = stop
        self._places: dict[str, Place] = {}

    def all(self, cursor: Mapping[str, Any] | None) -> Iterator[RemoteRecording | NextCursor]:
        """Raises SourceTrouble, Cancelled."""
        if cursor is not None and cursor["folders"] and self._walked_lately(int(cursor["walked_ms"])):
            try:
                yield from self._changed(cursor)
                return
            except SourceTrouble as trouble:
                if trouble.trouble not in (Trouble.NOT_FOUND, Trouble.ANSWER):
                    raise
                # The log does not go back that far any more.
                self._places.clear()
        yield from self._everything()

    def _walked_lately(self, walked_ms: int) -> bool:
        """A walk in the future was dated by a clock that was ahead: it is none."""
        return 0 <= self._now_ms - walked_ms < WALK_EVERY_MS

    def _everything(self) -> Iterator[RemoteRecording | NextCursor]:
        begin = {key: (key, "", str(self._camera_folder(key).get("driveId") or "")) for key in self._cameras}
        # Before the walk: what changes during it is in the log.
        logs = {drive: self._ask.start_token(drive or None) for drive in sorted({"", *(p[2] for p in begin.values())})}
        yield from self._walk(begin)
        yield self._cursor(self._now_ms, logs)

    def _camera_folder(self, key: str) -> Mapping[str, Any]:
        """Raises SourceTrouble NOT_FOUND when the folder of a camera is not there any more."""
        folder = self._ask.item(key)
        if not is_folder(folder) or is_trashed(folder):
            raise SourceTrouble(
                Trouble.NOT_FOUND,
                f"The folder {str(folder.get('title', ''))[:100]!r} of a camera is in the bin of Google Drive. Put it "
                "back, or choose another folder.",
                details={"folder": key},
            )
        return folder

    def _walk(self, begin: Mapping[str, Place]) -> Iterator[RemoteRecording]:
        """Everything below these folders, level by level; other cameras' folders are theirs."""
        level = dict(begin)
        for _ in range(MOST_DEPTH):
            self._places |= level
            below: dict[str, Place] = {}
            for drive, folders in _in_runs(level):
                for page in self._ask.pages(in_folders(folders), drive or None):
                    for item in page:
                        place = self._place_of(item, level)
                        if place is not None:
                            yield from self._seen(item, place, below, since=True)
            level = {key: place for key, place in below.items() if key not in self._places}
            if not level:
                return

    def _place_of(self, item: Mapping[str, Any], places: Mapping[str, Place]) -> Place | None:
        return next((places[one] for one in parents_of(item) if one in places), None)

    def _seen(
        self, item: Mapping[str, Any], place: Place, below: dict[str, Place], *, since: bool
    ) -> Iterator[RemoteRecording]:
        self._stop.check()
        target = target_of(item)
        if target is not None:
            followed = self._ask.item_if_there(target[0])
            if followed is None:
                return
            item = followed
        if is_folder(item):
            if not is_trashed(item):
                self._go_below(item, place, below)
        elif is_video(item) and not is_trashed(item):
            at_ms = changed_ms(item)
            if not since or at_ms is None or at_ms >= self._since_ms:
                yield recording_of(item, place[0], place[1])

    def _go_below(self, item: Mapping[str, Any], place: Place, below: dict[str, Place]) -> None:
        folder_id = str(item["id"])
        if folder_id not in self._cameras:
            camera, path, _ = place
            name = str(item.get("title", "")).replace("/", "-")
            below[folder_id] = (camera, f"{path}/{name}" if path else name, str(item.get("driveId") or ""))

    def _changed(self, cursor: Mapping[str, Any]) -> Iterator[RemoteRecording | NextCursor]:
        self._places = {
            key: (self._cameras[place[0]], place[1], place[2])
            for key, place in cursor["folders"].items()
            if place[0] < len(self._cameras)
        }
        logs: dict[str, str] = {}
        for drive, token in cursor["logs"].items():
            found: dict[str, Place] = {}
            for item in self._log(drive or None, token, logs):
                place = self._place_of(item, self._places)
                if is_folder(item) and (place is None or is_trashed(item)) and str(item["id"]) not in self._cameras:
                    self._places.pop(str(item["id"]), None)
                if place is not None and not is_trashed(item):
                    yield from self._seen(item, place, found, since=False)
            # New here, moved or renamed: what lies in it may not be in the log.
            yield from self._walk(found)
        yield self._cursor(int(cursor["walked_ms"]), logs)

    def _log(self, drive: str | None, token: str, logs: dict[str, str]) -> Iterator[Mapping[str, Any]]:
        seen: set[str] = set()
        while True:
            page = self._ask.changes(token, drive)
            for change in page.get("items", []):
                if not change.get("deleted") and isinstance(change.get("file"), dict):
                    yield change["file"]
            if page.get("newStartPageToken"):
                logs[drive or ""] = str(page["newStartPageToken"])
                return
            seen.add(token)
            token = str(page.get("nextPageToken", ""))
            if not token or token in seen:
                raise SourceTrouble(Trouble.ANSWER, "The log of changes of Google Drive does not end.")

    def _cursor(self, walked_ms: int, logs: Mapping[str, str]) -> NextCursor:
        numbers = {key: number for number, key in enumerate(self._cameras)}
        kept: Iterable[tuple[str, Place]] = self._places.items() if len(self._places) <= MOST_FOLDERS else ()
        folders = {key: [numbers[camera], path, drive] for key, (camera, path, drive) in kept}
        return NextCursor({"walked_ms": walked_ms, "logs": dict(logs), "folders": folders})


def _in_runs(places: Mapping[str, Place]) -> Iterator[tuple[str, list[str]]]:
    """A shared drive and folders in it that fit into one query, again and again."""
    by_drive: dict[str, list[str]] = {}
    for folder, (_, _, drive) in places.items():
        by_drive.setdefault(drive, []).append(folder)
    for drive, folders in by_drive.items():
        for first in range(0, len(folders), FOLDERS_AT_ONCE):
            yield drive, folders[first : first + FOLDERS_AT_ONCE]
