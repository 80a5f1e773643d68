"""What the services need for set-up, overview and backups, on a store of a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cryptography.fernet import Fernet

from backend.backups.shelf import Shelf
from backend.backups.worker import BackupWorker
from backend.composition.arrivals import intake_of
from backend.composition.licensing import licence_parts
from backend.composition.live import live_parts
from backend.composition.remote_sources import remote_parts
from backend.composition.syncing import sync_parts
from backend.config.paths import Paths
from backend.config.secret_box import SecretBox
from backend.config.settings import Settings
from backend.licensing.keeper import LicenceKeeper
from backend.runtime.broadcast import Broadcast
from backend.runtime.clock import Clock
from backend.runtime.restart import Restart
from backend.runtime.stop import StopSignal
from backend.scheduling.programs import Programs
from backend.site.first_result import FirstResults
from backend.site.progress import SetupProgress
from backend.sources.live.growing import Growing
from database.engine import Store
from database.queries.site_facts import SiteFacts
from database.repositories.audit import AuditRepository
from database.repositories.licence_facts import LicenceFactsRepository
from database.repositories.recordings import RecordingRepository
from database.repositories.settings import ProgramStatusRepository


def site_parts(
    store: Store, paths: Paths, clock: Clock, programs: Programs, settings: Callable[[], Settings]
) -> dict[str, Any]:
    memory, facts = ProgramStatusRepository(store), SiteFacts(store)
    recordings = RecordingRepository(store)
    shelf = Shelf(paths.backups_dir, paths.data_dir)
    box = SecretBox([Fernet.generate_key()])
    keeper = LicenceKeeper(
        LicenceFactsRepository(store, box), box, paths.data_dir / "licence.seal", None, lambda: (), clock
    )
    remote = remote_parts(store, box, lambda: paths, settings, clock)
    intake = intake_of(store, programs, settings, clock)
    live = live_parts(
        store, remote["remote"], lambda: paths, settings, clock,
        growing=Growing(lambda: paths.pieces_dir), queued=lambda camera_id: None, publish=lambda topic, data: None,
        stop=StopSignal(),
    )  # fmt: skip
    return {
        "audit": AuditRepository(store, box),
        **licence_parts(store, box, keeper, settings, "0.0-test", lambda: None, clock),
        **remote,
        "live": live,
        "intake": intake,
        **sync_parts(store, remote, intake, settings, clock, Broadcast()),
        "site_facts": facts,
        "setup": SetupProgress(memory, clock),
        "first_results": FirstResults(facts, recordings, memory, clock, found_all=lambda: programs.status().found_all),
        "backups": BackupWorker(
            shelf, data_dir=paths.data_dir, db=paths.db, program="0.0-test", settings=lambda _copy: {}, clock=clock
        ),
        "restart": Restart(clock.now_ms(), lambda: None),
        "examine": list,
    }
