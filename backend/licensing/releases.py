"""Licences that were taken off here and that the licence server has to hear of, so that their keys are free again.

Taking a licence off must not wait for a network: it is off at once, what is to be told is written down, and told as
soon as the server answers.
"""

from __future__ import annotations

import logging
from typing import Any, Protocol

from backend.domain.errors import EpackError
from backend.licensing.keeper import Facts
from backend.licensing.server import LicenceServer
from backend.runtime.clock import Clock

log = logging.getLogger(__name__)

_FACT = "releases"


class InUse(Protocol):
    """What of the keeper is needed here."""

    def marks(self) -> tuple[str, ...]: ...


class Releases:
    def __init__(self, facts: Facts, server: LicenceServer, keeper: InUse, clock: Clock) -> None:
        self._facts = facts
        self._server = server
        self._keeper = keeper
        self._clock = clock

    def waiting(self) -> int:
        """How many the server has not heard of."""
        return len(self._list())

    def add(self, licence_id: str) -> None:
        one = {"id": licence_id, "machine": list(self._keeper.marks())}
        self._keep([*(other for other in self._list() if other["id"] != licence_id), one])

    def drop(self, licence_id: str) -> None:
        """This licence is in use here again: what was to be told is not true any more."""
        kept = self._list()
        left = [one for one in kept if one["id"] != licence_id]
        if left != kept:
            self._keep(left)

    def tell(self) -> None:
        """Tell the server; what it does not take now waits for the next time."""
        if not self._server.is_set:
            return
        for one in self._list():
            try:
                self._server.release(one["id"], tuple(one["machine"]))
            except EpackError as error:
                log.info("the licence server was not told that licence %s was taken off: %s", one["id"], error.message)
                continue
            self.drop(one["id"])

    def _list(self) -> list[dict[str, Any]]:
        return list((self._facts.readable(_FACT) or {}).get("items") or [])

    def _keep(self, items: list[dict[str, Any]]) -> None:
        if items:
            self._facts.put(_FACT, {"items": items}, now_ms=self._clock.now_ms())
        else:
            self._facts.remove(_FACT)
