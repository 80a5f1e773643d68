"""The store: one SQLite file in WAL mode, many readers that never wait, one writer at a time."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from readerwriterlock.rwlock import RWLockFairD
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.domain.errors import StoreError
from database import migrate
from database.failures import as_store_error
from database.folder_lock import LOCK_NAME, FolderLock
from database.tables import metadata
from database.text_match import teach
from database.visible import cover, show, visible_cameras

BUSY_TIMEOUT_MS = 5_000
JOURNAL_SIZE_LIMIT_BYTES = 64 * 1024 * 1024
CACHE_KIB = 32 * 1024
WRITE_GATE_TIMEOUT_S = 60.0
_BUSY = "The store has more to do than it can; try again in a minute."

_writing: ContextVar[frozenset[int]] = ContextVar("epack_stores_writing", default=frozenset())
"""The stores the current thread has a writing transaction on, by identity."""


class Store:
    """Gives out connections. `read()` sees one consistent state; `write()` commits at its end or rolls all back."""

    def __init__(
        self, path: Path, engine: Engine, *, on_close: Callable[[], None] | None = None, read_only: bool = False
    ) -> None:
        self.path = path
        self.read_only = read_only
        self._engine = engine
        self._limited: Engine | None = None
        self._gate = RWLockFairD()
        self._on_close = on_close

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees the store as it is now, whatever is written meanwhile, and of it what the reader may
        see (`database.visible`). Raises StoreError."""
        limit = visible_cameras()
        try:
            with self._reading(limit).connect() as connection, connection.begin():
                if limit is not None:
                    show(connection, limit)
                yield connection
        except PoolTimeout as error:
            raise StoreError(_BUSY, code="store_busy") from error
        except (DBAPIError, sqlite3.Error) as error:
            raise as_store_error(error, self.path) from error

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The one writing transaction (BEGIN IMMEDIATE). Keep it short: no decoding, no walking, no network inside.

        Commits at the end; any exception rolls everything back. Writers wait for each other in order of arrival.
        Raises StoreError when the file is locked by another program, damaged, or its disk is full.
        """
        if self.read_only:
            raise StoreError("This store was opened for reading only.", code="store_read_only")
        if id(self) in _writing.get():
            raise RuntimeError("Store.write() inside Store.write(): pass the connection on instead.")
        gate = self._gate.gen_wlock()
        if not gate.acquire(blocking=True, timeout=WRITE_GATE_TIMEOUT_S):
            raise StoreError(_BUSY, code="store_busy")
        token = _writing.set(_writing.get() | {id(self)})
        try:
            with self._engine.connect().execution_options(epack_write=True) as connection, connection.begin():
                yield connection
        except (DBAPIError, sqlite3.Error) as error:
            raise as_store_error(error, self.path) from error
        finally:
            _writing.reset(token)
            gate.release()

    def size_bytes(self) -> int:
        """Of the store's file with its write-ahead log; 0 for one in memory."""
        total = 0
        for end in ("", "-wal"):
            with suppress(OSError):
                total += Path(f"{self.path}{end}").stat().st_size
        return total

    def backup(self, target: Path) -> None:
        """Write a whole, compact copy of the store to `target`, which must not exist; work goes on meanwhile."""
        try:
            migrate.copy_store(self.path, target)
        except (DBAPIError, sqlite3.Error) as error:
            raise as_store_error(error, target) from error

    def _reading(self, limit: frozenset[int] | None) -> Engine:
        if limit is None:
            return self._engine
        if self._limited is None:
            # Two threads may both make one; the second takes the place of the first, which then ends unused.
            self._limited = _engine(self.path, BUSY_TIMEOUT_MS, covered=True)
        return self._limited

    def close(self) -> None:
        """Fold the write-ahead log in and let the data folder go. Safe to call twice."""
        if self._limited is not None:
            self._limited.dispose()
        self._engine.dispose()
        if self._on_close is not None:
            self._on_close()
            self._on_close = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(path: Path, *, backup_dir: Path | None = None, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Store:
    """Open the store at `path`, made or brought up to date first; an existing one is copied to `backup_dir` (default:
    `backups` beside it) before its schema changes.

    Raises StoreError (codes store_in_use, store_locked, store_newer, store_damaged, store_foreign, store_full,
    store_unwritable) and changes nothing then.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(path.parent / LOCK_NAME)
        lock.acquire()
    except OSError as error:
        raise as_store_error(error, path) from error
    try:
        migrate.bring_up_to_date(path, backup_dir or path.parent / "backups", busy_timeout_ms)
        engine = _engine(path, busy_timeout_ms)
        return Store(path, engine, on_close=lock.release)
    except (DBAPIError, sqlite3.Error, OSError) as error:
        lock.release()
        raise as_store_error(error, path) from error
    except BaseException:
        lock.release()
        raise


def open_read_only(path: Path) -> Store:
    """Open an existing store for reading, also while a server uses it. Raises StoreError (see `open_store`)."""
    if not path.is_file():
        raise StoreError(f"There is no store at {path}. Start the server once, or name another data folder.")
    try:
        migrate.check_usable(path, BUSY_TIMEOUT_MS)
        return Store(path, _engine(path, BUSY_TIMEOUT_MS, query_only=True), read_only=True)
    except (DBAPIError, sqlite3.Error, OSError) as error:
        raise as_store_error(error, path) from error


def memory_store() -> Store:
    """An empty store with the same schema that leaves nothing behind once closed."""
    # A file, not ":memory:": threads then read while one writes, exactly as in a real store.
    folder = tempfile.TemporaryDirectory(prefix="epack-", ignore_cleanup_errors=True)
    path = Path(folder.name) / "epack.db"
    engine = _engine(path, BUSY_TIMEOUT_MS, synchronous="OFF")
    metadata.create_all(engine)
    return Store(path, engine, on_close=folder.cleanup)


def _engine(
    path: Path,
    busy_timeout_ms: int,
    *,
    synchronous: str = "NORMAL",
    query_only: bool = False,
    covered: bool = False,
) -> Engine:
    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(
            path, timeout=busy_timeout_ms / 1000, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        raw.execute(f"PRAGMA busy_timeout = {busy_timeout_ms}")
        if not query_only:
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute(f"PRAGMA synchronous = {synchronous}")
            raw.execute(f"PRAGMA journal_size_limit = {JOURNAL_SIZE_LIMIT_BYTES}")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        raw.execute("PRAGMA temp_store = MEMORY")
        raw.execute(f"PRAGMA query_only = {int(query_only)}")
        teach(raw)
        if covered:
            cover(raw)
        return raw

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=8, max_overflow=56, pool_timeout=30
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE takes the write lock at once: a transaction that reads first and writes later could otherwise fail
        # with "database is locked" at its first write, whatever the timeout.
        writes = connection.get_execution_options().get("epack_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
