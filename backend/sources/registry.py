"""The kinds of sources beyond this machine that this program knows."""

from __future__ import annotations

from collections.abc import Iterable

from backend.domain.errors import InvalidInput
from backend.sources.protocol import SourceType


class SourceTypes:
    def __init__(self, types: Iterable[SourceType]) -> None:
        self._types = {one.kind.value: one for one in types}

    def get(self, kind: str) -> SourceType:
        """Raises InvalidInput (`no_such_source_kind`)."""
        found = self._types.get(kind)
        if found is None:
            raise InvalidInput(
                f"There is no kind of source called {kind[:40]!r}. Choose one of: {', '.join(sorted(self._types))}.",
                code="no_such_source_kind",
            )
        return found

    def has(self, kind: str) -> bool:
        return kind in self._types

    def all(self) -> list[SourceType]:
        return list(self._types.values())
