"""The one place where settings are changed while the server runs: checked, stored, then told to those who use them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from backend.config.settings import TABLE, Settings
from backend.domain.errors import Conflict
from backend.runtime.clock import Clock
from database.repositories.settings import GeneralInfoRepository, SettingsRepository

SITE_GROUP = "site"
"""Settings of this group are facts about the shop and lie in `general_info`, the others in `processing_config`."""


class SettingsKeeper:
    def __init__(
        self,
        processing: SettingsRepository,
        site: GeneralInfoRepository,
        clock: Clock,
        *,
        overrides: Mapping[str, object] | None = None,
        on_change: Callable[[Settings, frozenset[str]], None] | None = None,
    ) -> None:
        """`overrides` come from the environment and win; `on_change` gets the new settings and the changed keys.

        Raises InvalidInput when what is stored is not (any more) a valid set of settings.
        """
        self._processing = processing
        self._site = site
        self._clock = clock
        self._overrides = dict(overrides or {})
        self._on_change = on_change
        self._current = self._load()
        self._at_start = self._current

    def current(self) -> Settings:
        """The settings as they are now."""
        return self._current

    def fixed(self) -> frozenset[str]:
        """Keys that the environment sets, so that they cannot be changed here."""
        return frozenset(self._overrides)

    def awaiting_restart(self) -> list[str]:
        """Keys that were changed and take effect at the next start only."""
        now, then = self._current, self._at_start
        return [key for key, one in TABLE.items() if one.restart and getattr(now, key) != getattr(then, key)]

    def change(
        self, values: Mapping[str, object], check: Callable[[Settings], object] = lambda _wanted: None
    ) -> Settings:
        """Change these settings, all or none; `check` may raise to refuse what they would come to.

        Raises InvalidInput, or Conflict for one that the environment sets.
        """
        before = self._load()
        wanted = before.with_changes(values)
        fixed = sorted(set(values) & set(self._overrides))
        if fixed:
            raise Conflict(
                f"{', '.join(fixed)} is set by an environment variable of this server. Change it there and restart.",
                code="setting_fixed",
                details={"keys": fixed, "key": fixed[0]},
            )
        check(wanted)
        self._store(wanted, values)
        self._current = self._load()
        changed = frozenset(key for key in values if getattr(self._current, key) != getattr(before, key))
        if changed and self._on_change is not None:
            self._on_change(self._current, changed)
        return self._current

    def _load(self) -> Settings:
        return Settings.load({**self._processing.values(), **self._site.values(), **self._overrides})

    def _store(self, wanted: Settings, values: Mapping[str, object]) -> None:
        plain = wanted.as_dict()
        differing = wanted.differing()
        for repository, is_site in ((self._processing, False), (self._site, True)):
            ours = [key for key in values if (TABLE[key].group == SITE_GROUP) is is_site]
            kept: dict[str, Any] = {key: plain[key] for key in ours if key in differing}
            if kept:
                repository.set(kept, now_ms=self._clock.now_ms())
            back_to_default = [key for key in ours if key not in differing]
            if back_to_default:
                repository.remove(back_to_default)
