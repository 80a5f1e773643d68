"""Questions to Drive with patience: what is refused for the moment is asked again, later and later, a few times."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from backend.domain.source import SourceTrouble, Trouble
from backend.runtime.stop import StopSignal

T = TypeVar("T")
Page = tuple[list[Any], str | None]
"""Items, and what to ask for the next page."""

TRIES = 6
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 60.0
"""Longer than this is a matter of the schedule."""
_AGAIN = frozenset({Trouble.QUOTA, Trouble.SERVER, Trouble.TIMEOUT, Trouble.LOST})


class Client(Protocol):
    def page(
        self, query: str, token: str | None = None, drive_id: str | None = None
    ) -> tuple[list[Any], str | None]: ...
    def item(self, file_id: str) -> Mapping[str, Any]: ...
    def shared_drives(self) -> list[Mapping[str, Any]]: ...
    def start_token(self, drive_id: str | None) -> str: ...
    def changes(self, token: str, drive_id: str | None) -> Mapping[str, Any]: ...


class Asking:
    """All methods raise SourceTrouble when patience does not help, and Cancelled."""

    def __init__(self, client: Client, stop: StopSignal) -> None:
        self._client = client
        self._stop = stop

    def pages(self, query: str, drive_id: str | None = None) -> Iterator[list[Any]]:
        """All pages of a query, one at a time in memory."""
        token: str | None = None
        seen: set[str] = set()
        while True:
            items, token = self.page(query, token, drive_id)
            yield items
            if token is None:
                return
            if token in seen:
                raise SourceTrouble(Trouble.ANSWER, "Google Drive repeats a page of its list for ever.")
            seen.add(token)

    def page(self, query: str, token: str | None, drive_id: str | None = None) -> Page:
        return self._patiently(lambda: self._client.page(query, token, drive_id))

    def item(self, file_id: str) -> Mapping[str, Any]:
        return self._patiently(lambda: self._client.item(file_id))

    def item_if_there(self, file_id: str) -> Mapping[str, Any] | None:
        """None when it is gone, or was never shared with this account."""
        try:
            return self.item(file_id)
        except SourceTrouble as trouble:
            if trouble.trouble in (Trouble.NOT_FOUND, Trouble.NOT_ALLOWED):
                return None
            raise

    def shared_drives(self) -> list[Mapping[str, Any]]:
        return self._patiently(self._client.shared_drives)

    def start_token(self, drive_id: str | None) -> str:
        return self._patiently(lambda: self._client.start_token(drive_id))

    def changes(self, token: str, drive_id: str | None) -> Mapping[str, Any]:
        return self._patiently(lambda: self._client.changes(token, drive_id))

    def _patiently(self, ask: Callable[[], T]) -> T:
        for tried in range(TRIES):
            self._stop.check()
            try:
                return ask()
            except SourceTrouble as trouble:
                plain = FIRST_PAUSE_S * 2.0**tried * (0.8 + 0.4 * random.random())
                pause_s = max(plain, trouble.retry_after_s or 0.0)
                if trouble.trouble not in _AGAIN or tried == TRIES - 1 or pause_s > LONGEST_PAUSE_S:
                    raise
                self._stop.wait(pause_s)
        raise AssertionError("the last try returns or raises")
