"""What a search is asked: codes or text, a time range, cameras and a page, checked before anything is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.errors import InvalidInput
from backend.search.code_list import QueryCode, from_values, parse_codes

LARGEST_PAGE = 500
MOST_CAMERAS = 1_000


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """`text` is parsed as a pasted list; `codes` are taken one by one. Neither: everything in the range, by time."""

    text: str = ""
    codes: Sequence[str] = ()
    from_ms: int | None = None
    """Events that start at or after this, UTC epoch ms."""
    to_ms: int | None = None
    """Events that start before this."""
    camera_ids: tuple[int, ...] = ()
    """Empty: all cameras."""
    page: int = 1
    page_size: int = 50
    widen: bool = False
    """Go on to weaker kinds of match although a stronger one found something."""

    def query_codes(self) -> list[QueryCode]:
        """The codes asked for, each once. Raises InvalidInput."""
        parsed = parse_codes(self.text) if self.text.strip() else []
        return from_values([*(code.text for code in parsed), *self.codes])

    def check(self) -> None:
        """Raises InvalidInput saying which part makes no sense."""
        if self.page < 1 or not 1 <= self.page_size <= LARGEST_PAGE:
            raise InvalidInput(f"page counts from 1 and page_size is 1 to {LARGEST_PAGE}.")
        if self.from_ms is not None and self.to_ms is not None and self.from_ms >= self.to_ms:
            raise InvalidInput("The time range ends before it begins.", code="range_reversed")
        if len(self.camera_ids) > MOST_CAMERAS:
            raise InvalidInput(f"A search takes at most {MOST_CAMERAS:,} cameras; leave them out for all.")
