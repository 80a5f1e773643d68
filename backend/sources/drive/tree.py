"""Looking through the folders of a Drive, one level at a time, without asking Google twice for the same."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from backend.domain.errors import EpackError, InvalidInput
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.sources.drive.asking import Asking, Client
from backend.sources.drive.items import (
    FOLDER,
    SHORTCUT,
    checked_id,
    in_folders,
    is_folder,
    parents_of,
    quoted,
    target_of,
)

T = TypeVar("T")

SHARED = "shared"
"""The parent that stands for everything others have shared with this account."""
ROOT = "root"
LEVEL_S = 60.0
CRUMB_S = 600.0
MOST_CACHED = 2000
MOST_HOPS = 30
CALLS, OVER_S = 120, 60.0
"""Questions that go to Google, all people together."""


class TooManyLooks(EpackError):
    code = "too_many_looks"
    status = 429


@dataclass(frozen=True, slots=True)
class TreeFolder:
    id: str
    name: str
    kind: str
    """`folder`, `drive` (a shared drive), `root` or `shared`."""
    created: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class TreeLevel:
    folders: tuple[TreeFolder, ...]
    next_page: str | None
    breadcrumb: tuple[TreeFolder, ...]
    """From the top to the folder whose content this is."""


class FolderTree:
    """Shared by all who look; answers are kept for a minute, names of parents for ten."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._guard = Guard()
        self._kept: OrderedDict[tuple[str, ...], tuple[float, Any]] = OrderedDict()
        self._calls: deque[float] = deque()

    def level(
        self, client: Client, whose: str, stop: StopSignal, *, parent: str = "", page: str = "", search: str = ""
    ) -> TreeLevel:
        """The folders right in `parent` (empty: the top), or all whose name contains `search`. `whose` names the
        account in the cache. Raises InvalidInput, SourceTrouble, TooManyLooks, Cancelled."""
        asking = Asking(client, stop)
        if search.strip():
            query = f"title contains {quoted(search.strip()[:200])} and mimeType = {quoted(FOLDER)} and trashed = false"
            return self._page(asking, whose, query, page, ())
        if not parent:
            drives = self._cached((whose, "drives"), LEVEL_S, asking.shared_drives)
            top = [TreeFolder(ROOT, "My Drive", "root"), TreeFolder(SHARED, "Shared with me", "shared")]
            return TreeLevel(
                (*top, *(TreeFolder(str(d["id"]), str(d.get("name", "")), "drive") for d in drives)), None, ()
            )
        wanted = f"(mimeType = {quoted(FOLDER)} or mimeType = {quoted(SHORTCUT)})"
        if parent == SHARED:
            query = f"sharedWithMe = true and {wanted} and trashed = false"
            return self._page(asking, whose, query, page, (TreeFolder(SHARED, "Shared with me", "shared"),))
        query = f"{in_folders([checked_id(parent)])} and {wanted}"
        return self._page(asking, whose, query, page, self.breadcrumb(client, whose, parent, stop))

    def breadcrumb(self, client: Client, whose: str, folder: str, stop: StopSignal) -> tuple[TreeFolder, ...]:
        """The way from the top to this folder, itself included. Raises like `level`."""
        asking = Asking(client, stop)
        crumbs: list[TreeFolder] = []
        at: str | None = checked_id(folder)
        while at is not None and len(crumbs) < MOST_HOPS:
            item = self._item(asking, whose, at)
            parents = parents_of(item)
            if not parents:
                kind = "drive" if item.get("driveId") == item.get("id") else ("root" if at == ROOT else "folder")
                crumbs.append(_folder(item, kind))
                break
            is_root = at == ROOT
            crumbs.append(_folder(item, "root" if is_root else "folder"))
            at = None if is_root else parents[0]
        return tuple(reversed(crumbs))

    def folder(self, client: Client, whose: str, folder: str, stop: StopSignal) -> Mapping[str, Any]:
        """What Drive tells of one folder. Raises like `level`."""
        return self._item(Asking(client, stop), whose, checked_id(folder))

    def forget(self, whose: str) -> None:
        """Ask Google anew the next time."""
        with self._guard:
            for key in [key for key in self._kept if key[0] == whose]:
                del self._kept[key]

    def _item(self, asking: Asking, whose: str, folder: str) -> Mapping[str, Any]:
        return self._cached((whose, "item", folder), CRUMB_S, lambda: asking.item(folder))

    def _page(self, asking: Asking, whose: str, query: str, page: str, breadcrumb: tuple[TreeFolder, ...]) -> TreeLevel:
        if len(page) > 2000:
            raise InvalidInput("This page of the list does not exist.")
        items, following = self._cached((whose, query, page), LEVEL_S, lambda: asking.page(query, page or None))
        folders = [found for item in items if (found := _shown(item)) is not None]
        return TreeLevel(tuple(sorted(folders, key=lambda one: one.name.casefold())), following, breadcrumb)

    def _cached(self, key: tuple[str, ...], for_s: float, ask: Callable[[], T]) -> T:
        now_s = self._clock.monotonic()
        with self._guard:
            found = self._kept.get(key)
            if found is not None and now_s - found[0] < for_s:
                self._kept.move_to_end(key)
                kept: T = found[1]
                return kept
            self._count(now_s)
        answer = ask()
        with self._guard:
            self._kept[key] = (now_s, answer)
            while len(self._kept) > MOST_CACHED:
                self._kept.popitem(last=False)
        return answer

    def _count(self, now_s: float) -> None:
        while self._calls and now_s - self._calls[0] > OVER_S:
            self._calls.popleft()
        if len(self._calls) >= CALLS:
            wait_s = round(OVER_S - (now_s - self._calls[0])) + 1
            raise TooManyLooks(
                f"Too many folders were opened in a minute. Go on in {wait_s} seconds.",
                details={"retry_after_s": wait_s},
            )
        self._calls.append(now_s)


def _shown(item: Mapping[str, Any]) -> TreeFolder | None:
    target = target_of(item)
    if target is not None:
        return TreeFolder(target[0], str(item.get("title", "")), "folder") if target[1] == FOLDER else None
    return _folder(item, "folder") if is_folder(item) else None


def _folder(item: Mapping[str, Any], kind: str) -> TreeFolder:
    return TreeFolder(
        str(item["id"]), str(item.get("title", "")), kind, item.get("createdDate"), item.get("modifiedDate")
    )
