"""The whole API on a real store in a temporary folder, with the real stages behind it. Starts no thread by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.api.services import Services, WebOptions
from backend.api.settings_keeper import SettingsKeeper
from backend.app import create_app
from backend.clips.cache import FileCache
from backend.clips.cut_worker import CutWorker
from backend.clips.footage import CutSettings
from backend.clips.preview import EventPreviews, Pictures
from backend.clips.rendition import RenditionWorker
from backend.clips.store_footage import StoreFootage
from backend.composition.desk import region_desk
from backend.composition.viewing import viewing
from backend.config.paths import Paths
from backend.detection.codes import CodeReader
from backend.detection.hands import HandFinder
from backend.detection.trigger import same_trigger_text
from backend.domain.camera import Camera
from backend.domain.event import EventCode, EventPart, PackingEvent
from backend.domain.observation import Observations
from backend.domain.recording import RecordingStatus
from backend.regions.preview import Previewer
from backend.regions.region_pictures import RegionPictures
from backend.regions.service import RegionService
from backend.regions.wizard import RegionWizard
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import ManualClock
from backend.runtime.stop import StopSignal
from backend.sampling.frame_sampler import FrameSampler
from backend.sampling.reader import Reader
from backend.scheduling.batch_scheduler import BatchScheduler
from backend.scheduling.ports import Claimed, ScanRequest, ScanResult, Window
from backend.scheduling.programs import Programs
from backend.scheduling.system_monitor import SystemMonitor
from backend.search.service import SearchService
from backend.search.table_upload import TableUpload
from backend.sources.identity import identify
from backend.sources.probe import probe
from backend.sources.roots import check_path
from database.engine import Store, memory_store
from database.queries.event_views import EventQueries
from database.queries.run_facts import RunFactsQuery
from database.repositories.cameras import CameraRepository
from database.repositories.claims import ClaimRepository
from database.repositories.clips import Clip, ClipRepository, RenditionRepository
from database.repositories.event_changes import EventChanges
from database.repositories.events import EventRepository
from database.repositories.mappings import MappingRepository
from database.repositories.observations import ObservationRepository
from database.repositories.recordings import FoundRecording, RecordingRepository
from database.repositories.runs import RunRepository
from database.repositories.saved_searches import SavedSearchRepository
from database.repositories.settings import GeneralInfoRepository, ProgramStatusRepository, SettingsRepository
from database.repositories.sources import SourceRepository
from tests.support.accounts import PASSWORD, browser, cheap_accounts, first_administrator, lasting
from tests.support.site_parts import site_parts

NOW_MS = 1_767_225_600_000
"""2026-01-01T00:00:00Z."""
CACHE_BYTES = 200_000_000


@dataclass
class ApiWorld:
    services: Services
    app: Flask
    client: FlaskClient
    """Signed in as the administrator."""
    claims: ClaimRepository
    clock: ManualClock
    changed: list[tuple[int, frozenset[str]]] = field(default_factory=list)

    @property
    def input_dir(self) -> Path:
        return self.services.paths.input_dir

    def sign_in(self, name: str, client: FlaskClient | None = None, password: str = PASSWORD) -> FlaskClient:
        """A browser signed in under this name."""
        client = client or browser(self.app)
        reply = client.post("/api/session", json={"name": name, "password": password})
        assert reply.status_code == 200, reply.text
        return client

    def json(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        """The JSON answer; fails the test when its status is another one."""
        more = {} if body is None else {"json": body}
        reply = self.client.open(path, method=method, **more)
        assert reply.status_code == status, f"{method} {path}: {reply.status_code} {reply.text[:500]}"
        return reply.json if reply.data else None

    def get(self, path: str, **more: Any) -> TestResponse:
        """The whole answer, read to its end, so that no file stays open."""
        return self.client.get(path, buffered=True, **more)

    def upload(self, path: str, data: bytes, name: str, *, status: int = 200, **fields: str) -> Any:
        form = {**fields, "file": (io.BytesIO(data), name)}
        reply = self.client.post(path, data=form, content_type="multipart/form-data")
        assert reply.status_code == status, f"{path}: {reply.status_code} {reply.text[:500]}"
        return reply.json

    def camera(self, name: str = "Table 1", **fields: Any) -> int:
        camera = replace(Camera(0, name), **fields)
        return self.services.cameras.add(camera, now_ms=NOW_MS, folder=name)

    def recording(self, camera_id: int, path: Path, *, start_ms: int = NOW_MS, duration_ms: int | None = None) -> int:
        """A settled file of this camera; a real video is probed, anything else only pretends."""
        facts = probe(str(path)) if duration_ms is None else None
        identity, mtime_ns = identify(str(path)), path.stat().st_mtime_ns
        found = FoundRecording(camera_id, str(path), identity, mtime_ns, start_ms, "mtime", facts)
        return self.services.recordings.upsert_found(found, now_ms=NOW_MS)[0]

    def failed(self, recording_id: int, reason: str = "The file is damaged.") -> None:
        claim = self.claims.claim("test", NOW_MS)
        assert claim is not None
        assert claim.recording.id == recording_id
        self.claims.fail(recording_id, "test", "undecodable", reason, NOW_MS)

    def done(self, recording_id: int, seen: Observations) -> None:
        claim = self.claims.claim("test", NOW_MS)
        assert claim is not None
        assert claim.recording.id == recording_id
        self.claims.finish(recording_id, "test", seen, NOW_MS)

    def event(
        self,
        camera_id: int,
        recording_id: int,
        path: Path,
        *,
        codes: tuple[str, ...] = ("SPXVN0123456789",),
        from_ms: int = 3_000,
        to_ms: int = 15_000,
        start_ms: int = NOW_MS,
        event_id: str = "",
    ) -> str:
        """An event in the recording that starts at `start_ms`; returns its public id."""
        start, end = start_ms + from_ms, start_ms + to_ms
        found = tuple(EventCode(text, "QRCode", start + 1000, start + 2000, 5, 0.95) for text in codes)
        part = EventPart(recording_id, str(path), from_ms, to_ms)
        event = PackingEvent(event_id, camera_id, start, end, (), found, (part,))
        self.services.events.replace_window(camera_id, start, end, [event], now_ms=NOW_MS)
        return self.services.event_queries.around(camera_id, start, end)[0].public_id

    def clip(self, event_id: str) -> Clip:
        """The event's fast clip, cut."""
        cut = self.json("POST", "/api/clips", {"event_ids": [event_id]}, status=202)
        clip = self.services.clips.get(cut["clips"][0]["id"])
        assert self.services.clips.take(clip.public_id)
        self.services.cutter.cut(clip, self.services.stop)
        return clip


@contextmanager
def api_world(folder: Path, *, web: WebOptions | None = None) -> Iterator[ApiWorld]:
    """A fresh world below `folder`; everything is closed at the end."""
    with memory_store() as store:
        paths = Paths(folder / "data")
        paths.create()
        yield _build(store, paths, web or WebOptions(ping_s=0.05))


def _build(store: Store, paths: Paths, web: WebOptions) -> ApiWorld:
    clock, stop = ManualClock(NOW_MS), StopSignal()
    settings = SettingsKeeper(SettingsRepository(store), GeneralInfoRepository(store), clock)
    changed: list[tuple[int, frozenset[str]]] = []
    programs = _programs(store, paths, settings, clock, stop)
    site = site_parts(store, paths, clock, programs["programs"], settings.current)
    services = Services(
        version="0.0-test",
        paths=paths,
        store=store,
        settings=settings,
        tables=TableUpload(MappingRepository(store), clock),
        search=SearchService(store, clock),
        code_reader=CodeReader,
        clock=clock,
        stop=stop,
        camera_changed=lambda camera_id, fields: changed.append((camera_id, fields)),
        web=web,
        **_repositories(store),
        **programs,
        accounts=cheap_accounts(
            store, clock, paths.data_dir, lambda: lasting(settings.current()), queue=site["post"].queue
        ),
        **site,
        **_pictures_and_clips(store, paths, settings, clock),
    )
    app = create_app(services)
    first_administrator(services.accounts)
    world = ApiWorld(services, app, browser(app), ClaimRepository(store), clock, changed)
    world.sign_in("owner", world.client)
    return world


def _repositories(store: Store) -> dict[str, Any]:
    return {
        "cameras": CameraRepository(store),
        "recordings": RecordingRepository(store),
        "observations": ObservationRepository(store),
        "events": EventRepository(store),
        "event_changes": EventChanges(store),
        "clips": ClipRepository(store),
        "runs": RunRepository(store),
        "sources": SourceRepository(store),
        "mappings": MappingRepository(store),
        "saved_searches": SavedSearchRepository(store),
        "event_queries": EventQueries(store),
    }


def _programs(
    store: Store, paths: Paths, settings: SettingsKeeper, clock: ManualClock, stop: StopSignal
) -> dict[str, Any]:
    broadcast, recordings = Broadcast(), RecordingRepository(store)

    def never_analysed(claimed: Claimed, stop: StopSignal, progress: Any) -> Observations:
        raise AssertionError("no scheduler runs in these tests")

    def never_derived(window: Window) -> int:
        raise AssertionError("no scheduler runs in these tests")

    def nothing_found(request: ScanRequest, stop: StopSignal, tell: object) -> ScanResult:
        return ScanResult()

    def check_custom(path: str) -> str:
        return str(check_path(path, paths.readable_roots(settings.current())))

    scheduler = BatchScheduler(
        claims=ClaimRepository(store), recordings=recordings, analyse=never_analysed, dirty_windows=list,
        derive_window=never_derived, settings=settings.current, monitor=SystemMonitor(), clock=clock,
        broadcast=broadcast, stop=stop,
    )  # fmt: skip
    programs = Programs(
        scheduler=scheduler, scan=nothing_found, runs=RunRepository(store), recordings=recordings,
        statistics=RunFactsQuery(store), memory=ProgramStatusRepository(store), check_custom_path=check_custom,
        settings=settings.current, clock=clock, broadcast=broadcast,
    )  # fmt: skip
    return {"scheduler": scheduler, "programs": programs, "broadcast": broadcast}


def _pictures_and_clips(store: Store, paths: Paths, settings: SettingsKeeper, clock: ManualClock) -> dict[str, Any]:
    footage = StoreFootage(store)

    def cut_settings() -> CutSettings:
        now = settings.current()
        brand = now.clip_brand or now.brand_name
        return CutSettings(round(now.pre_roll_s * 1000), round(now.post_roll_s * 1000), brand)

    pictures = Pictures(footage, FileCache(paths.thumbs_dir, CACHE_BYTES))
    previewer = Previewer(Reader, CodeReader, HandFinder, same_trigger_text)
    regions = RegionService(
        CameraRepository(store), RecordingRepository(store), pictures.of_recording, previewer, clock
    )
    cutter = CutWorker(
        ClipRepository(store), footage, folder=lambda: paths.clips_dir, settings=cut_settings, identify=identify,
        publish=_unheard, clock=clock,
    )  # fmt: skip
    renditions = RenditionWorker(
        RenditionRepository(store), footage, FileCache(paths.renditions_dir, CACHE_BYTES), publish=_unheard, clock=clock
    )
    previews = EventPreviews(footage, cut_settings, FileCache(paths.previews_dir, CACHE_BYTES))
    return {
        **viewing(store, footage, previews, renditions, settings.current, clock),
        "desk": region_desk(store, FrameSampler(threads=1), lambda: paths.previews_dir),
        "footage": footage,
        "cut_settings": cut_settings,
        "cutter": cutter,
        "renditions": renditions,
        "previews": previews,
        "pictures": pictures,
        "regions": regions,
        "wizard": RegionWizard(Reader, regions, RegionPictures(paths.thumbs_dir / "regions"), clock),
    }


def _unheard(topic: str, data: Any) -> None:
    """Nobody listens to the progress of clips in these tests."""


__all__ = ["NOW_MS", "ApiWorld", "RecordingStatus", "api_world"]
