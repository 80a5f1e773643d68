"""Sources beyond this machine as the owner keeps them: tried, added, changed, their cameras chosen, removed."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from backend.domain.errors import InvalidInput, NotFound, StoreError
from backend.domain.source import Check, RemoteCamera, SourceTrouble, Trouble
from backend.runtime.clock import Clock
from backend.runtime.stop import StopSignal
from backend.sources.protocol import PictureSource, RemoteSource, SourceLogin
from backend.sources.registry import SourceTypes
from backend.sources.sync.fetcher import sweep_parts
from database.repositories.source_cameras import SourceCameraRepository
from database.repositories.source_secrets import SourceSecrets
from database.repositories.sources import SourceRepository, VideoSource

LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """A source as it is typed in. With `source_id`, secrets that are left out are those already kept."""

    kind: str
    config: Mapping[str, Any]
    secrets: Mapping[str, Any]
    source_id: int | None = None


class RemoteSources:
    def __init__(
        self,
        sources: SourceRepository,
        cameras: SourceCameraRepository,
        secrets: SourceSecrets,
        types: SourceTypes,
        downloads: Callable[[], Path],
        clock: Clock,
    ) -> None:
        self._sources = sources
        self._cameras = cameras
        self._secrets = secrets
        self.types = types
        self._downloads = downloads
        self._clock = clock
        self._listeners: list[Callable[[int], None]] = []

    def on_change(self, listener: Callable[[int], None]) -> None:
        """`listener(source_id)` is called after a source or its choice of cameras changed or went."""
        self._listeners.append(listener)

    # Trying

    def try_out(self, draft: Draft, stop: StopSignal) -> list[Check]:
        """Connect, sign in, look. Raises InvalidInput for settings that make no sense."""
        return list(self.steps(draft, stop))

    def steps(self, draft: Draft, stop: StopSignal) -> Iterator[Check]:
        """The same, each step as it is done. Raises InvalidInput at once, not while it is read."""
        config, secrets = self._checked(draft)
        remote = self.types.get(draft.kind).connect(SourceLogin(draft.source_id or 0, config, secrets))
        return _steps(remote, stop)

    def cameras_of_draft(self, draft: Draft, stop: StopSignal) -> list[RemoteCamera]:
        """Raises InvalidInput, SourceTrouble."""
        with self._draft(draft) as remote:
            return remote.cameras(stop)

    def picture_of_draft(self, draft: Draft, camera_key: str, stop: StopSignal) -> bytes:
        """What a camera of the source sees right now, as JPEG. Raises InvalidInput, SourceTrouble (UNSUPPORTED where
        the kind has no pictures)."""
        with self._draft(draft) as remote:
            if not hasattr(remote, "snapshot"):
                raise SourceTrouble(Trouble.UNSUPPORTED, "This kind of source has no pictures to look at.")
            return cast(PictureSource, remote).snapshot(RemoteCamera(camera_key, camera_key), stop)

    @contextmanager
    def connected(self, source_id: int) -> Iterator[RemoteSource]:
        """A conversation with a stored source. Raises NotFound, SourceTrouble, StoreError."""
        source = self._sources.get(source_id)
        remote = self.types.get(source.kind).connect(self.login(source))
        try:
            yield remote
        finally:
            remote.close()

    def login(self, source: VideoSource) -> SourceLogin:
        """Raises StoreError when the secrets cannot be opened."""
        kept = self._secrets.get(source.id)

        def keep(renewed: Mapping[str, Any]) -> None:
            nonlocal kept
            if self._secrets.renew(source.id, kept, renewed, now_ms=self._clock.now_ms()):
                kept = dict(renewed)

        return SourceLogin(source.id, source.config, kept, keep)

    def login_of(self, source_id: int, kind: str) -> SourceLogin:
        """Of a stored source of this kind. Raises NotFound, StoreError."""
        source = self._sources.get(source_id)
        if source.kind != kind:
            raise NotFound(f"Source {source_id} is of another kind.")
        return self.login(source)

    def stored(self, source_id: int) -> Draft:
        """A stored source as a draft, with its kept secrets. Raises NotFound."""
        source = self._sources.get(source_id)
        return Draft(source.kind, source.config, {}, source.id)

    @contextmanager
    def drafted(self, draft: Draft) -> Iterator[tuple[RemoteSource, SourceLogin]]:
        """A conversation for a draft, and what it signs in with. Raises InvalidInput, NotFound."""
        config, secrets = self._checked(draft)
        login = SourceLogin(draft.source_id or 0, config, secrets)
        if draft.source_id and not draft.secrets:
            login = self.login(self._sources.get(draft.source_id))
        remote = self.types.get(draft.kind).connect(login)
        try:
            yield remote, login
        finally:
            remote.close()

    def kept_secrets(self, source_id: int) -> list[str]:
        """Names of the secrets that are kept for a source; none when they cannot be opened any more."""
        try:
            return sorted(self._secrets.get(source_id))
        except StoreError:
            return []

    # Keeping

    def add(self, name: str, draft: Draft, *, enabled: bool = True) -> VideoSource:
        """Raises InvalidInput, Conflict."""
        config, secrets = self._checked(draft)
        path = self._free_folder(name)
        source_id = self._sources.add(
            name, str(path), now_ms=self._clock.now_ms(), kind=draft.kind, config=config, enabled=enabled
        )
        self._secrets.put(source_id, secrets, now_ms=self._clock.now_ms())
        self._changed(source_id)
        return self._sources.get(source_id)

    def change(
        self,
        source_id: int,
        *,
        name: str | None = None,
        enabled: bool | None = None,
        config: Mapping[str, Any] | None = None,
        secrets: Mapping[str, Any] | None = None,
    ) -> VideoSource:
        """Raises NotFound, InvalidInput, Conflict; nothing is changed then."""
        source = self._sources.get(source_id)
        draft = Draft(source.kind, source.config if config is None else config, secrets or {}, source_id)
        checked, all_secrets = self._checked(draft)
        fields: dict[str, Any] = {"config": checked}
        if name is not None:
            fields["name"] = name
        if enabled is not None:
            fields["enabled"] = enabled
        self._sources.update(source_id, **fields)
        if secrets:
            self._secrets.put(source_id, all_secrets, now_ms=self._clock.now_ms())
        self._changed(source_id)
        return self._sources.get(source_id)

    def remove(self, source_id: int) -> None:
        """Forget the source with its secrets, cameras and history. Its recordings and events stay. Raises NotFound."""
        source = self._sources.get(source_id)
        farewell = self._farewell(source)
        self._sources.remove(source_id)
        self._changed(source_id)
        if self.types.has(source.kind):
            # Halves of files that nobody will finish. A folder of this machine is its owner's.
            with contextlib.suppress(OSError):
                sweep_parts(source.path, set())
        farewell()

    def sign_out(self, source_id: int) -> None:
        """Forget the secrets, and give back what the other side granted; the source stays. Raises NotFound."""
        source = self._sources.get(source_id)
        farewell = self._farewell(source)
        self._secrets.put(source_id, {}, now_ms=self._clock.now_ms())
        self._changed(source_id)
        farewell()

    def _farewell(self, source: VideoSource) -> Callable[[], None]:
        """What is to be said to the other side once the source is gone here; its login is read before."""
        kind = self.types.get(source.kind) if self.types.has(source.kind) else None
        if kind is None or kind.farewell is None:
            return lambda: None
        say, others = kind.farewell, []
        try:
            login = self.login(source)
            for other in self._sources.all():
                if other.kind == source.kind and other.id != source.id:
                    others.append(self.login(other))
        except StoreError:
            return lambda: None  # what cannot be opened cannot be given back
        return lambda: say(login, others)

    def attach(self, source_id: int, remote: RemoteCamera, camera_id: int) -> None:
        """From now on this camera of the source is that camera here."""
        self._cameras.put(source_id, remote, camera_id, now_ms=self._clock.now_ms())

    def tell_changed(self, source_id: int) -> None:
        """After a choice of cameras: whoever fetches and records brings itself up to date."""
        self._changed(source_id)

    def _changed(self, source_id: int) -> None:
        for listener in self._listeners:
            listener(source_id)

    @contextmanager
    def _draft(self, draft: Draft) -> Iterator[RemoteSource]:
        config, secrets = self._checked(draft)
        remote = self.types.get(draft.kind).connect(SourceLogin(draft.source_id or 0, config, secrets))
        try:
            yield remote
        finally:
            remote.close()

    def _checked(self, draft: Draft) -> tuple[dict[str, Any], dict[str, Any]]:
        kind = self.types.get(draft.kind)
        unknown = sorted(set(draft.secrets) - kind.secret_names)
        if unknown:
            raise InvalidInput(f"A source of this kind has no secret called {unknown[0]!r}.")
        leaked = sorted(set(draft.config) & kind.secret_names)
        if leaked:
            raise InvalidInput(f"{leaked[0]!r} is a secret and belongs among the secrets.")
        kept = self._kept(draft.source_id, again=bool(draft.secrets)) if draft.source_id else {}
        config = kind.check_config(draft.config)
        return config, kind.settle_secrets(config, {**kept, **draft.secrets})

    def _kept(self, source_id: int, *, again: bool) -> dict[str, Any]:
        """`again`: they are being entered again, which also is the way out when the kept ones cannot be opened."""
        try:
            return self._secrets.get(source_id)
        except StoreError:
            if again:
                return {}
            raise

    def _free_folder(self, name: str) -> Path:
        root = self._downloads()
        taken = {source.path for source in self._sources.all()}
        slug = slug_of(name)
        for number in range(1, 10_000):
            path = root / (slug if number == 1 else f"{slug}-{number}")
            if str(path) not in taken and not path.exists():
                return path
        raise InvalidInput("There are too many sources of this name. Choose another one.")


def _steps(remote: RemoteSource, stop: StopSignal) -> Iterator[Check]:
    try:
        yield from remote.check(stop)
    finally:
        remote.close()


def slug_of(name: str) -> str:
    """A folder name made of a name that may hold anything: ASCII letters, digits and dashes; never empty."""
    plain = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-").lower() or "source"
