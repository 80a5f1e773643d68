"""The threads of a run that fetch: what they do about troubles, and when the whole run has to end."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack

from backend.domain.errors import Cancelled, EpackError, StoreError
from backend.domain.source import OF_THE_FILE, SourceTrouble, Trouble
from backend.runtime.guard import Guard
from backend.runtime.stop import StopSignal
from backend.sources.protocol import PullSource
from backend.sources.sync.backoff import file_pause_s, try_pause_s
from backend.sources.sync.fetcher import CameraFolder, Fetcher
from backend.sources.sync.progress import RunProgress
from backend.sources.sync.pump import FilePump
from database.repositories.downloaded_files import DownloadedFiles, SourceFile

log = logging.getLogger(__name__)

OF_THE_SOURCE = frozenset(
    {
        Trouble.ADDRESS_REFUSED, Trouble.TLS, Trouble.REDIRECTED, Trouble.CREDENTIALS, Trouble.LOCKED_OUT,
        Trouble.CONSENT_GONE, Trouble.CLOCK, Trouble.DISK_FULL, Trouble.DISK,
    }
)  # fmt: skip
"""Not about one file: the run ends."""
BREAKS = frozenset({Trouble.LOST, Trouble.TIMEOUT, Trouble.UNREACHABLE, Trouble.SERVER, Trouble.QUOTA})
"""A connection that broke or a service that asks for patience: the same file goes on a moment later."""
ENDS_THE_RUN = frozenset({Trouble.UNREACHABLE, Trouble.QUOTA})
"""When patience did not help, nothing else will come through either."""
TRIES = 4
"""Breaks in a row without a single new byte."""
LONGEST_WAIT_S = 120.0
"""A service that asks for more patience is left alone until then."""
BROKEN_FILES = 3
"""Files in a row given up on because of breaks: then it is the source."""
ATTEMPTS = 8
"""Runs in which a file is tried before only a person can ask for it again."""


class Fetching:
    """`work` is the target of each thread."""

    def __init__(
        self,
        files: DownloadedFiles,
        fetcher: Fetcher,
        cameras: Mapping[str, CameraFolder],
        progress: RunProgress,
        pump: FilePump,
        connect: Callable[[], AbstractContextManager[PullSource]],
        stop: StopSignal,
        now_ms: Callable[[], int],
    ) -> None:
        """`stop` is set when the run has to end because of a trouble."""
        self._files = files
        self._fetcher = fetcher
        self._cameras = cameras
        self._progress = progress
        self._pump = pump
        self._connect = connect
        self._stop = stop
        self._now_ms = now_ms
        self._guard = Guard()
        self._broken = 0
        self._last: SourceTrouble | None = None
        self.trouble: SourceTrouble | None = None
        """Why the run had to end, None when it did not."""

    def all_failed(self) -> SourceTrouble | None:
        """The last trouble when not a single file came through: that is no success."""
        figures = self._progress.figures()
        return self._last if figures.failed and not figures.fetched else None

    def work(self, stop: StopSignal) -> None:
        """Fetch files until there are none, the run is stopped, or it has to end."""
        try:
            with ExitStack() as stack:
                remote: PullSource | None = None
                while (one := self._pump.take(stop)) is not None:
                    self._progress.begun(one.id, one.recording.name)
                    try:
                        remote = remote or stack.enter_context(self._connect())
                        self._fetch(remote, one, stop)
                    finally:
                        self._progress.ended(one.id)
                        self._pump.give_back(one)
        except Cancelled:
            return
        except SourceTrouble as trouble:
            self._end(trouble)
        except StoreError as error:
            self._end(SourceTrouble(Trouble.DISK, error.message))
        except EpackError as error:
            self._end(SourceTrouble(Trouble.ANSWER, error.message))
        except Exception:
            log.exception("fetching broke off")
            self._end(SourceTrouble(Trouble.ANSWER, "Fetching broke off. The server's log says more."))

    def _end(self, trouble: SourceTrouble) -> None:
        with self._guard:
            self.trouble = self.trouble or trouble
        self._stop.set()

    def _fetch(self, remote: PullSource, one: SourceFile, stop: StopSignal) -> None:
        """One file, through breaks. Raises SourceTrouble when the run has to end."""
        tries = 0
        while True:
            received = 0

            def tell(count: int) -> None:
                nonlocal received
                received += count
                self._progress.received(count)

            try:
                self._fetcher.fetch(remote, one, self._cameras[one.recording.camera_key], stop, tell)
            except SourceTrouble as trouble:
                if trouble.trouble is Trouble.NOT_FOUND:
                    self._files.gone(one.id)
                    return
                if trouble.trouble in OF_THE_SOURCE:
                    raise
                tries = 1 if received else tries + 1
                pause_s = try_pause_s(tries, random.random(), trouble.retry_after_s)
                if not _is_break(trouble) or tries >= TRIES or pause_s > LONGEST_WAIT_S:
                    self._give_up(one, trouble)
                    return
                if stop.wait(pause_s):
                    return
                one = self._files.get(one.id)
            else:
                self._progress.fetched()
                with self._guard:
                    self._broken = 0
                return

    def _give_up(self, one: SourceFile, trouble: SourceTrouble) -> None:
        if trouble.trouble in ENDS_THE_RUN:
            raise trouble
        later = trouble.passing and one.attempts + 1 < ATTEMPTS
        pause_s = file_pause_s(one.attempts + 1, random.random(), trouble.retry_after_s)
        try_after_ms = self._now_ms() + round(pause_s * 1000) if later else None
        self._files.failed(one.id, trouble.trouble.value, trouble.message, try_after_ms=try_after_ms)
        self._progress.failed()
        with self._guard:
            self._last = trouble
            self._broken = self._broken + 1 if _is_break(trouble) else 0
            broken = self._broken
        if broken >= BROKEN_FILES:
            raise trouble


def _is_break(trouble: SourceTrouble) -> bool:
    return trouble.trouble in BREAKS and OF_THE_FILE not in trouble.details
