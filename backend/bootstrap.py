"""The composition root: the only place where concrete things meet. Building starts no thread; `start` does."""

from __future__ import annotations

import logging
from pathlib import Path

from backend.api.services import Services, WebOptions
from backend.api.settings_keeper import SettingsKeeper
from backend.backups.restoring import apply_staged
from backend.backups.shelf import Shelf
from backend.backups.worker import BackupWorker
from backend.clips.cut_worker import CutWorker
from backend.clips.store_footage import StoreFootage
from backend.commands import doctor
from backend.commands.installation import Installation, stored_settings
from backend.composition.accounts import accounts
from backend.composition.analysing import Deriving
from backend.composition.application import Application
from backend.composition.arrivals import intake_of, teller
from backend.composition.changes import Changes
from backend.composition.desk import region_desk
from backend.composition.housekeeping import Housekeeping
from backend.composition.licensing import licence_keeper, licence_parts, licence_permit
from backend.composition.live import live_parts
from backend.composition.looking_again import looks
from backend.composition.remote_sources import remote_parts
from backend.composition.scanning import Scanning
from backend.composition.showing import showing
from backend.composition.syncing import sync_parts
from backend.composition.viewing import viewing
from backend.composition.web import web_options
from backend.config.env import Environment
from backend.config.paths import Paths
from backend.config.secret_box import open_secret_box
from backend.config.settings import Settings
from backend.config.version import program_version
from backend.detection.codes import CodeReader
from backend.detection.hands import HandFinder
from backend.detection.trigger import same_trigger_text
from backend.regions.preview import Previewer
from backend.regions.region_pictures import RegionPictures
from backend.regions.service import RegionService
from backend.regions.wizard import RegionWizard
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import SystemClock
from backend.runtime.restart import Restart
from backend.runtime.stop import StopSignal
from backend.sampling.frame_sampler import FrameSampler
from backend.sampling.reader import Reader
from backend.scheduling.batch_scheduler import BatchScheduler
from backend.scheduling.programs import Programs
from backend.scheduling.system_monitor import SystemMonitor
from backend.search.service import SearchService
from backend.search.table_upload import TableUpload
from backend.site.first_result import FirstResults
from backend.site.progress import SetupProgress
from backend.sources.drive.endpoints import GOOGLE, DriveEndpoints
from backend.sources.identity import identify
from backend.sources.live.growing import Growing
from database.engine import Store, open_store
from database.queries.event_views import EventQueries
from database.queries.run_facts import RunFactsQuery
from database.queries.site_facts import SiteFacts
from database.repositories.audit import AuditRepository
from database.repositories.cameras import CameraRepository
from database.repositories.claims import ClaimRepository
from database.repositories.clips import ClipRepository
from database.repositories.event_changes import EventChanges
from database.repositories.events import EventRepository
from database.repositories.mappings import MappingRepository
from database.repositories.observations import ObservationRepository
from database.repositories.recordings import RecordingRepository
from database.repositories.runs import RunRepository
from database.repositories.saved_searches import SavedSearchRepository
from database.repositories.settings import GeneralInfoRepository, ProgramStatusRepository, SettingsRepository
from database.repositories.sources import SourceRepository

log = logging.getLogger(__name__)

# Somebody sits and waits for a trial: its looks are spread over two threads.
_TRIAL_THREADS = 2


def build(environment: Environment, *, web: WebOptions | None = None, google: DriveEndpoints = GOOGLE) -> Application:
    """Open the store of this installation and wire everything to it. `google`: where Google's services are.

    Raises StoreError (in use, damaged, newer, locked, disk full) and InvalidInput (a setting that makes no sense).
    """
    paths = Paths.resolve(environment, Settings.load(dict(environment.overrides)))
    paths.create()
    # Before anything is opened: a backup that was chosen in the dashboard takes the store's place now.
    kept = apply_staged(paths.data_dir, paths.db)
    if kept is not None:
        log.warning("a backup was restored; the former store was kept as %s", kept)
    store = open_store(paths.db, backup_dir=paths.backups_dir)
    try:
        return _wired(store, environment, web, google)
    except BaseException:
        store.close()
        raise


def _wired(store: Store, environment: Environment, web: WebOptions | None, google: DriveEndpoints) -> Application:
    clock, broadcast, stop = SystemClock(), Broadcast(), StopSignal()
    settings = SettingsKeeper(
        SettingsRepository(store),
        GeneralInfoRepository(store),
        clock,
        overrides=environment.overrides,
        on_change=lambda new, keys: changes.settings_changed(new, keys),
    )
    paths = Paths.resolve(environment, settings.current())
    paths.create()
    cameras, recordings, claims = CameraRepository(store), RecordingRepository(store), ClaimRepository(store)
    sources, events, clips = SourceRepository(store), EventRepository(store), ClipRepository(store)
    observations, runs, views = ObservationRepository(store), RunRepository(store), EventQueries(store)
    memory, facts = ProgramStatusRepository(store), SiteFacts(store)
    growing = Growing(lambda: paths.pieces_dir)
    scanning = Scanning(cameras, sources, recordings, lambda: paths, settings.current, clock)
    box = open_secret_box(paths.key_file)
    audit = AuditRepository(store, box)
    licence = licence_keeper(store, box, paths, clock)
    sampler, trial_sampler = FrameSampler(threads=1), FrameSampler(threads=_TRIAL_THREADS)
    analyse, look_again, recovery = looks(store, cameras, sampler, growing, settings.current, clock)
    scheduler = BatchScheduler(
        claims=claims,
        recordings=recordings,
        analyse=analyse,
        second_look=look_again,
        dirty_windows=events.dirty_windows,
        derive_window=Deriving(cameras, observations, events, clock),
        settings=settings.current,
        monitor=SystemMonitor(),
        clock=clock,
        broadcast=broadcast,
        stop=stop,
        permit=licence_permit(licence, cameras),
    )
    changes = Changes(cameras, recordings, events, scheduler, clock)
    programs = Programs(
        scheduler=scheduler,
        scan=scanning,
        runs=runs,
        recordings=recordings,
        statistics=RunFactsQuery(store),
        memory=memory,
        check_custom_path=scanning.check_path,
        settings=settings.current,
        clock=clock,
        broadcast=broadcast,
    )
    footage, mappings = StoreFootage(store), MappingRepository(store)

    shown = showing(store, footage, paths, settings.current, broadcast, clock)
    previews, renditions, pictures = shown["previews"], shown["renditions"], shown["pictures"]
    regions = RegionService(
        cameras, recordings, pictures.of_recording, Previewer(Reader, CodeReader, HandFinder, same_trigger_text), clock
    )
    remote = remote_parts(store, box, lambda: paths, settings.current, clock, google)
    intake = intake_of(store, programs, settings.current, clock)
    live = live_parts(
        store, remote["remote"], lambda: paths, settings.current, clock,
        growing=growing, queued=teller(store, programs), publish=broadcast.publish, stop=stop,
    )  # fmt: skip
    changes.recorders = live.cameras.refresh_soon
    licence_side = licence_parts(store, box, licence, settings.current, program_version(), scheduler.wake, clock)
    services = Services(
        version=program_version(),
        paths=paths,
        store=store,
        cameras=cameras,
        recordings=recordings,
        observations=observations,
        events=events,
        event_changes=EventChanges(store),
        audit=audit,
        clips=clips,
        runs=runs,
        sources=sources,
        accounts=accounts(
            store, settings.current, box, clock, local_key=paths.local_key, queue=licence_side["post"].queue
        ),
        **remote,
        intake=intake,
        **sync_parts(store, remote, intake, settings.current, clock, broadcast),
        live=live,
        mappings=mappings,
        saved_searches=SavedSearchRepository(store),
        event_queries=views,
        settings=settings,
        scheduler=scheduler,
        programs=programs,
        search=SearchService(store, clock),
        tables=TableUpload(mappings, clock),
        footage=footage,
        cutter=CutWorker(
            clips,
            footage,
            folder=lambda: paths.clips_dir,
            settings=shown["cut_settings"],
            identify=identify,
            publish=broadcast.publish,
            clock=clock,
        ),
        **shown,
        **viewing(store, footage, previews, renditions, settings.current, clock),
        regions=regions,
        wizard=RegionWizard(Reader, regions, RegionPictures(Path(paths.thumbs_dir) / "regions"), clock),
        desk=region_desk(store, trial_sampler, lambda: paths.previews_dir),
        code_reader=CodeReader,
        broadcast=broadcast,
        clock=clock,
        stop=stop,
        camera_changed=changes.camera_changed,
        site_facts=facts,
        **licence_side,
        setup=SetupProgress(memory, clock),
        first_results=FirstResults(facts, recordings, memory, clock, found_all=lambda: programs.status().found_all),
        backups=BackupWorker(
            Shelf(paths.backups_dir, paths.data_dir),
            data_dir=paths.data_dir,
            db=paths.db,
            program=program_version(),
            settings=lambda copy: stored_settings(copy, environment).differing(),
            clock=clock,
        ),
        restart=Restart(clock.now_ms()),
        examine=lambda: doctor.examine(Installation(environment, paths.data_dir)),
        web=web or web_options(settings.current()),
    )
    housekeeping = Housekeeping(
        clips,
        events,
        audit,
        settings.current,
        clock,
        brought=live.retention.run,
        forget=services.accounts.forget,
    )
    return Application(services, claims, recovery, housekeeping, stop, live, (sampler, trial_sampler))
