"""The kinds of sources beyond this machine, put together with what they need."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from backend.config.paths import Paths
from backend.config.secret_box import SecretBox
from backend.config.settings import Settings
from backend.runtime.clock import Clock
from backend.sources.addresses import AddressGuard
from backend.sources.onvif.source import onvif_type
from backend.sources.protocol import SourceType
from backend.sources.registry import SourceTypes
from backend.sources.remote import RemoteSources
from database.engine import Store
from database.repositories.source_cameras import SourceCameraRepository
from database.repositories.source_secrets import SourceSecrets
from database.repositories.sources import SourceRepository


class RemoteParts(TypedDict):
    """Named as the services are."""

    remote: RemoteSources
    source_cameras: SourceCameraRepository


def remote_parts(
    store: Store, box: SecretBox, paths: Callable[[], Paths], settings: Callable[[], Settings], clock: Clock
) -> RemoteParts:
    cameras = SourceCameraRepository(store)
    remote = RemoteSources(
        SourceRepository(store),
        cameras,
        SourceSecrets(store, box),
        SourceTypes(source_types(lambda: AddressGuard(settings().source_networks))),
        lambda: paths().downloads_dir,
        clock,
    )
    return RemoteParts(remote=remote, source_cameras=cameras)


def source_types(guard: Callable[[], AddressGuard]) -> list[SourceType]:
    """Every kind, in the order in which people see them."""
    return [
        onvif_type(guard),
    ]
