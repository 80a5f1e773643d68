"""Where this installation keeps its things, and who runs on it: for commands that work beside the server."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from backend.api.settings_keeper import SettingsKeeper
from backend.config.env import Environment, read_environment
from backend.config.paths import Paths
from backend.config.settings import Settings
from backend.runtime.clock import SystemClock
from database.engine import Store, open_read_only
from database.folder_lock import LOCK_NAME, holder_of
from database.repositories.settings import GeneralInfoRepository, SettingsRepository


@dataclass(frozen=True, slots=True)
class Installation:
    environment: Environment
    data_dir: Path

    @property
    def db(self) -> Path:
        return Paths(self.data_dir).db

    @property
    def key_file(self) -> Path:
        return Paths(self.data_dir).key_file

    def settings(self, store: Store) -> Settings:
        """What is stored, with the environment over it. Raises InvalidInput."""
        return stored_settings(store, self.environment)

    def paths(self, settings: Settings) -> Paths:
        return Paths.resolve(self.environment, settings)

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The store for reading, also while a server uses it. Raises StoreError."""
        with open_read_only(self.db) as store:
            yield store

    def server(self) -> int | None:
        """The process that holds the data folder; None when nobody does."""
        return holder_of(self.data_dir / LOCK_NAME)


def stored_settings(store: Store, environment: Environment) -> Settings:
    """What is stored, with the environment over it. Raises InvalidInput."""
    keeper = SettingsKeeper(
        SettingsRepository(store), GeneralInfoRepository(store), SystemClock(), overrides=environment.overrides
    )
    return keeper.current()


def shown_certificate(settings: Settings, paths: Paths) -> Path:
    """The certificate that the server shows when it serves over TLS; the file may not be there."""
    return Path(settings.tls_certificate).expanduser() if settings.tls_certificate else paths.own_certificate


def add_data_dir(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="data folder (default: as for serve)")


def installation_of(args: argparse.Namespace) -> Installation:
    """Raises InvalidInput for an environment variable that makes no sense."""
    environment = read_environment()
    if args.data_dir is not None:
        environment = replace(environment, data_dir=args.data_dir.absolute())
    paths = Paths.resolve(environment, Settings.load(dict(environment.overrides)))
    return Installation(environment, paths.data_dir)


def listening_ports(pid: int) -> list[int]:
    """The TCP ports a process listens on; empty when the system does not let us look."""
    try:
        found = psutil.Process(pid).net_connections(kind="tcp")
    except (psutil.Error, OSError):
        return []
    return sorted({one.laddr[1] for one in found if one.status == psutil.CONN_LISTEN})
