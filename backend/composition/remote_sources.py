"""The kinds of sources beyond this machine, put together with what they need."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypedDict

from backend.config.paths import Paths
from backend.config.secret_box import SecretBox
from backend.config.settings import Settings
from backend.runtime.clock import Clock
from backend.runtime.machine import local_addresses
from backend.sources.addresses import AddressGuard
from backend.sources.dahua.source import dahua_type
from backend.sources.device_search import DeviceSearches
from backend.sources.drive.desk import DriveDesk
from backend.sources.drive.endpoints import GOOGLE, DriveEndpoints
from backend.sources.drive.farewell import farewell
from backend.sources.drive.sign_in import SignIns
from backend.sources.drive.source import drive_type
from backend.sources.drive.tree import FolderTree
from backend.sources.hikvision.source import hikvision_type
from backend.sources.onvif.finding import DeviceFinder
from backend.sources.onvif.source import onvif_type
from backend.sources.protocol import SourceType
from backend.sources.registry import SourceTypes
from backend.sources.remote import RemoteSources
from backend.sources.rtsp.source import rtsp_type
from backend.sources.zoneminder.kind import zoneminder_type
from database.engine import Store
from database.repositories.source_cameras import SourceCameraRepository
from database.repositories.source_secrets import SourceSecrets
from database.repositories.sources import SourceRepository


class RemoteParts(TypedDict):
    """Named as the services are."""

    remote: RemoteSources
    source_cameras: SourceCameraRepository
    device_searches: DeviceSearches
    drive: DriveDesk


def remote_parts(
    store: Store,
    box: SecretBox,
    paths: Callable[[], Paths],
    settings: Callable[[], Settings],
    clock: Clock,
    google: DriveEndpoints = GOOGLE,
) -> RemoteParts:
    def guard() -> AddressGuard:
        return AddressGuard(settings().source_networks)

    cameras, sign_ins = SourceCameraRepository(store), SignIns(google, clock)
    remote = RemoteSources(
        SourceRepository(store),
        cameras,
        SourceSecrets(store, box),
        SourceTypes(source_types(guard, google, sign_ins, clock)),
        lambda: paths().downloads_dir,
        clock,
    )
    searches = DeviceSearches(DeviceFinder(guard, local_addresses))
    desk = DriveDesk(remote, sign_ins, FolderTree(clock))
    return RemoteParts(remote=remote, source_cameras=cameras, device_searches=searches, drive=desk)


def source_types(
    guard: Callable[[], AddressGuard], google: DriveEndpoints, sign_ins: SignIns, clock: Clock
) -> list[SourceType]:
    """Every kind, in the order in which people see them."""
    return [
        drive_type(google, clock, sign_ins.settled, partial(farewell, sign_ins)),
        rtsp_type(guard),
        onvif_type(guard),
        zoneminder_type(guard),
        hikvision_type(guard),
        dahua_type(guard),
    ]
