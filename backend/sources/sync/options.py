"""Settings that every source with files has, whatever its kind. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.domain.errors import InvalidInput

SINCE_DAYS = 7
FIELDS = frozenset({"sync", "since_days", "sync_interval_min"})
"""Keys of a source's settings that belong to synchronisation."""
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class SyncOptions:
    sync: bool = True
    """Whether files are fetched at all; a live camera with a card in it may be recorded only."""
    since_days: int = SINCE_DAYS
    """How far back the first look goes from the day the source was added; 0: everything."""
    interval_min: float | None = None
    """Pause between two looks; None: the setting `sync_interval_min`."""

    def since_ms(self, added_ms: int) -> int:
        return max(0, added_ms - self.since_days * DAY_MS) if self.since_days else 0


def sync_options(config: Mapping[str, Any]) -> SyncOptions:
    """Of a source's settings. Raises InvalidInput naming the field."""
    sync = config.get("sync", True)
    if not isinstance(sync, bool):
        raise _bad("sync", "Say true or false: whether files are fetched from this source.")
    days = config.get("since_days", SINCE_DAYS)
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= 36_500:
        raise _bad("since_days", "Give a whole number of days from 0 to 36500; 0 fetches everything there is.")
    minutes = config.get("sync_interval_min")
    if minutes is not None and (
        isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 1 <= minutes <= 10_080
    ):
        raise _bad("sync_interval_min", "Give minutes from 1 to 10080, or nothing for the setting of all sources.")
    return SyncOptions(sync, days, float(minutes) if minutes is not None else None)


def checked_sync_options(config: Mapping[str, Any]) -> dict[str, Any]:
    """The same as settings to be stored, with defaults: for `check_config` of kinds that have files."""
    options = sync_options(config)
    return {"sync": options.sync, "since_days": options.since_days, "sync_interval_min": options.interval_min}


def _bad(field: str, message: str) -> InvalidInput:
    return InvalidInput(message, code="bad_source_setting", details={"field": field})
