"""What the handlers work with. `bootstrap` fills it; the API never builds a service and starts no thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from flask import current_app

if TYPE_CHECKING:
    from backend.accounts.desk import Accounts
    from backend.api.settings_keeper import SettingsKeeper
    from backend.backups.worker import BackupWorker
    from backend.clips.camera_player import CameraPlayer
    from backend.clips.cut_worker import CutWorker
    from backend.clips.footage import CutSettings, Footage
    from backend.clips.preview import EventPreviews, Pictures
    from backend.clips.rendition import RenditionWorker
    from backend.config.paths import Paths
    from backend.detection.codes import CodeReader
    from backend.domain.live import LiveStatus
    from backend.health.service import HealthService
    from backend.licensing.buying import Buying
    from backend.licensing.keeper import LicenceKeeper
    from backend.mail.post import Post
    from backend.payments.selling import Selling
    from backend.regions.desk import RegionDesk
    from backend.regions.service import RegionService
    from backend.regions.wizard import RegionWizard
    from backend.runtime.broadcast import Broadcast
    from backend.runtime.clock import Clock
    from backend.runtime.restart import Restart
    from backend.runtime.stop import StopSignal
    from backend.scheduling.batch_scheduler import BatchScheduler
    from backend.scheduling.programs import Programs
    from backend.search.service import SearchService
    from backend.search.table_upload import TableUpload
    from backend.site.first_result import FirstResults
    from backend.site.progress import SetupProgress
    from backend.sources.device_search import DeviceSearches
    from backend.sources.drive.desk import DriveDesk
    from backend.sources.intake import Intake
    from backend.sources.live.preview import Previews
    from backend.sources.remote import RemoteSources
    from backend.sources.sync.engine import SyncEngine
    from backend.timeline.service import Timeline
    from database.engine import Store
    from database.queries.event_views import EventQueries
    from database.queries.site_facts import SiteFacts
    from database.repositories.audit import AuditRepository
    from database.repositories.cameras import CameraRepository
    from database.repositories.clips import ClipRepository
    from database.repositories.downloaded_files import DownloadedFiles
    from database.repositories.event_changes import EventChanges
    from database.repositories.events import EventRepository
    from database.repositories.live_history import LiveGaps, LiveMinutes
    from database.repositories.mappings import MappingRepository
    from database.repositories.observations import ObservationRepository
    from database.repositories.recordings import RecordingRepository
    from database.repositories.runs import RunRepository
    from database.repositories.saved_searches import SavedSearchRepository
    from database.repositories.source_cameras import SourceCameraRepository
    from database.repositories.sources import SourceRepository
    from database.repositories.sync_status import SyncStatusRepository

EXTENSION = "epack"


class Finding(Protocol):
    """One line of the doctor's report."""

    @property
    def level(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def found(self) -> str: ...
    @property
    def advice(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def details(self) -> Mapping[str, Any]: ...


class Live(Protocol):
    """Cameras that are recorded while they film (composition/live.py)."""

    @property
    def gaps(self) -> LiveGaps: ...
    @property
    def minutes(self) -> LiveMinutes: ...
    @property
    def previews(self) -> Previews: ...
    def run(self, stop: StopSignal) -> None: ...
    def statuses(self) -> list[LiveStatus]:
        """Of every camera that is recorded."""
        ...


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How the application may be reached. Everything else about serving (address, threads) belongs to `serve`."""

    dashboard_dir: Path | None = None
    """The static export (`frontend/out`); None or a folder that is not there: only the API is served."""
    dev_origin: str | None = None
    """Origin of a dashboard in development, e.g. `http://localhost:3000`; the only one that CORS lets in."""
    allowed_hosts: tuple[str, ...] = ()
    """Host names besides the loopback ones under which this server may be addressed (protects from DNS rebinding)."""
    strict_transport: bool = False
    """Tell browsers to come by HTTPS only. Never with a self-made certificate: no exception would be taken then."""
    rate_factor: float = 0.0
    """Of the usual limits of requests for each address; 0: none."""
    stream_limit: int = 24
    """Open push streams at once; each holds a thread of the server."""
    ping_s: float = 15.0


@dataclass(slots=True)
class Services:
    version: str
    paths: Paths
    store: Store
    cameras: CameraRepository
    recordings: RecordingRepository
    observations: ObservationRepository
    events: EventRepository
    event_changes: EventChanges
    audit: AuditRepository
    """Who did what."""
    clips: ClipRepository
    runs: RunRepository
    sources: SourceRepository
    remote: RemoteSources
    """Sources beyond this machine."""
    source_cameras: SourceCameraRepository
    drive: DriveDesk
    """Signing in to Google Drive, and its folders."""
    device_searches: DeviceSearches
    intake: Intake
    """Takes in files that ePACK fetched or recorded itself."""
    sync: SyncEngine
    """Fetches the files of sources beyond this machine."""
    sync_history: SyncStatusRepository
    downloaded: DownloadedFiles
    live: Live
    mappings: MappingRepository
    saved_searches: SavedSearchRepository
    event_queries: EventQueries
    settings: SettingsKeeper
    """The settings as they are now, and the one way to change them."""
    scheduler: BatchScheduler
    programs: Programs
    search: SearchService
    tables: TableUpload
    footage: Footage
    cut_settings: Callable[[], CutSettings]
    cutter: CutWorker
    renditions: RenditionWorker
    previews: EventPreviews
    pictures: Pictures
    timeline: Timeline
    camera_player: CameraPlayer
    camera_health: HealthService
    regions: RegionService
    wizard: RegionWizard
    desk: RegionDesk
    code_reader: Callable[[Sequence[str]], CodeReader]
    """Makes a reader for these symbologies; one per call, since readers are not shared between threads."""
    broadcast: Broadcast
    clock: Clock
    stop: StopSignal
    """Set when the server goes down: open push streams end then."""
    camera_changed: Callable[[int, frozenset[str]], None]
    """Called with the camera's id and the names of the changed fields ("regions" among them) after they are stored:
    whoever dates recordings and derives events brings them up to date."""
    site_facts: SiteFacts
    licence: LicenceKeeper
    selling: Selling
    buying: Buying
    post: Post
    """What sends mails."""
    setup: SetupProgress
    first_results: FirstResults
    backups: BackupWorker
    restart: Restart
    examine: Callable[[], Sequence[Finding]]
    """The doctor: everything about this installation that is well or not."""
    accounts: Accounts
    web: WebOptions = field(default_factory=WebOptions)


def services() -> Services:
    """The services of the application that handles the present request."""
    return cast(Services, current_app.extensions[EXTENSION])
