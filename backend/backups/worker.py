"""Makes backups while the server runs, and lays one ready for the next start: one job at a time, on a thread."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from backend.backups.backup_set import STORE_NAME
from backend.backups.restoring import STAGED_NAME, stage, unstage
from backend.backups.shelf import Shelf
from backend.backups.writing import Origin, write_backup
from backend.domain.errors import Conflict, EpackError
from backend.runtime.bell import Bell
from backend.runtime.clock import Clock
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from database.engine import Store

log = logging.getLogger(__name__)

Task = Literal["backup", "check"]
_LOOK_AGAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class BackupState:
    """`task`: what is being done. `name`: the file it is about. `failed`: why the last task came to nothing.
    `staged`: a restore waits for the next start."""

    task: Task | None
    name: str | None
    staged: bool
    failed: Mapping[str, Any] | None


class BackupWorker:
    def __init__(
        self,
        shelf: Shelf,
        *,
        data_dir: Path,
        db: Path,
        program: str,
        settings: Callable[[Store], Mapping[str, object]],
        clock: Clock,
    ) -> None:
        self.shelf = shelf
        self._data_dir = data_dir
        self._db = db
        self._program = program
        self._settings = settings
        self._clock = clock
        self._guard = Guard()
        self._bell = Bell()
        self._job: tuple[Task, Path] | None = None
        self._failed: Mapping[str, Any] | None = None
        self._failed_of: Path | None = None

    def state(self) -> BackupState:
        with self._guard:
            job, failed = self._job, self._failed
        task, path = job if job else (None, None)
        return BackupState(task, path.name if path else None, (self._data_dir / STAGED_NAME).exists(), failed)

    def make(self) -> str:
        """Begin a backup; returns the name it will have. Raises Conflict while another task runs."""
        return self._begin("backup", self.shelf.new_path(self._clock.now_ms()))

    def prepare_restore(self, name: str) -> None:
        """Begin to check a backup and to lay it ready for the next start. Raises NotFound, Conflict."""
        self._begin("check", self.shelf.path_of(name))

    def delete(self, name: str) -> None:
        """Delete a backup; what was wrong with it matters no more. Raises NotFound."""
        path = self.shelf.path_of(name)
        self.shelf.delete(name)
        with self._guard:
            if self._failed_of == path:
                self._failed = self._failed_of = None

    def forget_restore(self) -> bool:
        """Take back what waits for the next start; False when nothing did."""
        return unstage(self._data_dir)

    def run(self, stop: StopSignal) -> None:
        """Work until stopped."""
        while not stop.is_set():
            rings = self._bell.rings
            with self._guard:
                job = self._job
            if job is None:
                self._bell.wait(rings, _LOOK_AGAIN_S, stop)
            else:
                self._carry_out(*job)

    def _begin(self, task: Task, path: Path) -> str:
        with self._guard:
            if self._job is not None:
                raise Conflict("A backup is being made or checked. Wait until it is done.", code="backup_busy")
            self._job, self._failed, self._failed_of = (task, path), None, None
        self._bell.ring()
        return path.name

    def _carry_out(self, task: Task, path: Path) -> None:
        failed: Mapping[str, Any] | None = None
        try:
            if task == "backup":
                now_ms = self._clock.now_ms()
                manifest = write_backup(Origin(self._db, self._program, now_ms, self._settings), path)
                log.info("backup %s made: %d bytes of store", path.name, manifest.files[STORE_NAME]["size_bytes"])
            else:
                stage(path, self._data_dir)
                log.info("backup %s checked; it is restored at the next start", path.name)
        except EpackError as error:
            log.warning("%s of %s failed: %s", task, path.name, error.message)
            failed = {"code": error.code, "message": error.message, "details": error.details}
        except Exception:
            log.exception("%s of %s broke off", task, path.name)
            failed = {"code": "internal", "message": "Something went wrong inside ePACK.", "details": {}}
        with self._guard:
            self._job, self._failed, self._failed_of = None, failed, path
